"""One person in one browser window, and all that goes wrong behind the page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, expect

UPDATE = "/_dash-update-component"
# The screen of the present address is drawn, and no row of a grid is still awaited.
SETTLED = """() => {
  const screen = document.getElementById("screen");
  return screen && screen.getAttribute("aria-busy") === "false"
    && ![...screen.querySelectorAll(".cell-bone")].some((bone) => bone.checkVisibility());
}"""
# A page of the same origin, or the next visit would start a new process; and it asks the server for nothing.
EMPTY = """() => {
  const page = new Blob(['<title>Nobody</title><link rel="icon" href="data:,">'], { type: "text/html" });
  location.assign(URL.createObjectURL(page));
}"""


def new_window(browser: Browser, **arguments: Any) -> Page:
    """A window that shares nothing with others."""
    return browser.new_context(**arguments).new_page()


class Visit:
    """A window; `complaints` is what no walk may cause, `bodies` all that the server sent."""

    def __init__(self, page: Page, address: str) -> None:
        self.address = address
        self.page = page
        self.context = page.context
        self.context.set_default_timeout(20_000)
        self.complaints: list[str] = []
        self.updates: list[Request] = []
        self.answers: list[Response] = []
        self._listeners = {
            "console": self._hear,
            "pageerror": lambda error: self.complaints.append(f"script: {error}"),
            "request": self._see,
            "requestfailed": self._fail,
            "response": self._receive,
        }
        for event, listener in self._listeners.items():
            page.on(event, listener)  # type: ignore[call-overload]

    def leave(self) -> Page:
        """End the visit: its window is as if nobody had been there, but knows the scripts of the app."""
        for event, listener in self._listeners.items():
            self.page.remove_listener(event, listener)
        self.page.unroute_all()
        self.context.set_offline(False)
        self.page.mouse.move(0, 0)
        self.page.evaluate(EMPTY)
        self.page.wait_for_url("blob:**")
        self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self._take_files_away()
        self.context.clear_cookies()
        return self.page

    def _take_files_away(self) -> None:
        """Files that nobody fetched would lie over the page of whoever comes next as this person."""
        tokens = {one["name"]: one["value"] for one in self.context.cookies(self.address)}
        made = self.context.request.get(f"{self.address}/exports", max_redirects=0)
        if made.status != 200 or "json" not in made.headers.get("content-type", ""):
            return
        headers = {"X-CSRFToken": tokens.get("_csrf_token", "")}
        for one in made.json():
            self.context.request.delete(f"{self.address}/exports/{one['id']}", headers=headers)

    def open(self, path: str = "/") -> "Visit":
        """Go to an address by typing it, and wait for its screen."""
        self.page.goto(self.address + path)
        return self.settled()

    def follow(self, path: str) -> "Visit":
        """Go to an address as a link of the page does, without loading the app again."""
        with self.one_update():
            self.page.evaluate(
                """path => { history.pushState({}, "", path);
                             dispatchEvent(new CustomEvent("_dashprivate_pushstate")); }""",
                path,
            )
        return self

    def settled(self) -> "Visit":
        """Wait until the screen stands."""
        self.page.wait_for_function(SETTLED, polling=50)
        return self

    @contextmanager
    def one_update(self) -> Iterator[None]:
        """What is done in the block must cost exactly one request to the server, and end in a screen."""
        before = len(self.updates)
        with self.page.expect_response(lambda response: UPDATE in response.url) as answered:
            yield
        answered.value.finished()
        self.settled()
        asked = [request.post_data for request in self.updates[before:]]
        assert len(asked) == 1, f"one interaction, {len(asked)} requests: {asked}"

    def choose(self, pill: str, choice: str) -> None:
        """Open a pill of the filter bar and take one of its links."""
        self.pill(pill).click()
        with self.one_update():
            self.page.get_by_role("dialog").get_by_role("link", name=choice).click()

    def pill(self, face: str) -> Locator:
        """The button of the filter bar whose words contain `face`."""
        return self.page.locator(".filters .pill-button").filter(has_text=face)

    def tile(self, label: str) -> Locator:
        """One tile of the KPI strip."""
        return self.page.locator("article.tile").filter(
            has=self.page.get_by_role("heading", name=re.compile("^" + re.escape(label)))
        )

    def panel(self, title: str) -> Locator:
        """One panel of the page."""
        return self.page.locator("section.panel").filter(
            has=self.page.get_by_role("heading", name=re.compile("^" + re.escape(title)))
        )

    def values(self) -> list[str]:
        """The numbers of the KPI strip."""
        return self.page.locator(".tile-value").all_inner_texts()

    def forgive(self, *parts: str) -> None:
        """Take back the complaints that this walk caused on purpose."""
        self.complaints = [one for one in self.complaints if not any(part in one for part in parts)]

    def sees(self, sentence: str | re.Pattern[str]) -> None:
        """A designed state says this, and the frame stands around it."""
        expect(self.page.get_by_role("main")).to_contain_text(sentence)
        expect(self.page.get_by_role("navigation").first).to_be_visible()

    def received(self) -> str:
        """Everything that the server sent as text: pages and updates."""
        told = [one for one in self.answers if "html" in _type(one) or "json" in _type(one)]
        return "\n".join(one.text() for one in told if one.status == 200)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"console: {message.text}")

    def _see(self, request: Request) -> None:
        if not request.url.startswith((self.address + "/", "data:", "blob:")):
            self.complaints.append(f"another host: {request.url}")
        if UPDATE in request.url:
            self.updates.append(request)

    def _fail(self, request: Request) -> None:
        if "ERR_ABORTED" not in (request.failure or ""):  # what a window no longer waits for when it leaves
            self.complaints.append(f"failed: {request.url} {request.failure}")

    def _receive(self, response: Response) -> None:
        self.answers.append(response)
        if response.status >= 400:
            self.complaints.append(f"{response.status}: {response.url}")


def sign_in_first(page: Page, address: str, email: str, password: str, chosen: str) -> None:
    """Sign in with the password that an account is opened with, and choose one of one's own."""
    page.goto(f"{address}/sign-in")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.locator("input[name=new]").fill(chosen)
    page.locator("input[name=again]").fill(chosen)
    page.locator("input[name=again]").press("Enter")
    page.wait_for_url(f"{address}/")


def _type(response: Response) -> str:
    return response.headers.get("content-type", "")
