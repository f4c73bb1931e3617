"""What a browser test stands on: a real Chromium, a served demo company, and people who are signed in."""

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, Cookie, Page, expect

from tests.browser.chromium import MISSING, find
from tests.browser.served import Served, publish_demo, serving
from tests.browser.visit import Visit, new_window

# What keeps a browser quiet, offline and able to run as root in a container.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

expect.set_options(timeout=15_000)  # the machine may be busy


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser; the tests fail, and never skip, where there is none."""
    path = find()
    if path is None:
        pytest.fail(MISSING, pytrace=False)
    return path


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium: str) -> dict[str, Any]:
    """Start the Chromium that was found, not one that Playwright would download."""
    return {**browser_type_launch_args, "executable_path": chromium, "args": list(FLAGS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A desktop window, no motion, and no service worker between the page and the server."""
    return {
        **browser_context_args,
        "viewport": {"width": 1440, "height": 900},
        "reduced_motion": "reduce",
        "service_workers": "block",
    }


@pytest.fixture(scope="session")
def demo_home(
    tmp_path_factory: pytest.TempPathFactory, made_once: Callable[[str, Callable[[Path], None]], Path]
) -> Path:
    """A METRON_HOME of this worker, in which the demo company is published."""
    home = tmp_path_factory.mktemp("demo")
    shutil.copytree(made_once("demo", publish_demo), home, dirs_exist_ok=True)
    return home


@pytest.fixture(scope="session")
def served(demo_home: Path) -> Iterator[Served]:
    """The demo company, served."""
    with serving(demo_home) as running:
        yield running


class Opener(Protocol):
    """Opens a window for somebody; "" is nobody."""

    def __call__(
        self,
        email: str = "",
        language: str = "en",
        theme: str = "light",
        width: int = 1440,
        height: int = 900,
    ) -> Visit: ...


Opening = Callable[[Served], AbstractContextManager[Opener]]


@pytest.fixture(scope="session")
def opening(browser: Browser, browser_context_args: dict[str, Any]) -> Opening:
    """Windows on a server, for as long as a block: at its end none of them may have complained.

    Whoever has signed in stays so, and a window that was left is taken again: a new one would have to
    compile the scripts of the app, for a second.
    """
    windows: defaultdict[str, list[Page]] = defaultdict(list)
    people: dict[tuple[str, str], list[Cookie]] = {}

    def signed_in(address: str, email: str) -> list[Cookie]:
        if (address, email) not in people:
            context = browser.new_context()  # without a page: a walk clicks, and sees where it leads
            form = context.request.get(f"{address}/sign-in").text()
            fields = {"email": email, "csrf_token": form.split('name="csrf_token" value="')[1].split('"')[0]}
            done = context.request.post(f"{address}/sign-in/demo", form=fields, max_redirects=0)
            assert done.headers["location"] == "/", done.text()
            people[address, email] = context.cookies()
            context.close()
        return people[address, email]

    @contextmanager
    def on(served: Served) -> Iterator[Opener]:
        opened: list[Visit] = []
        free = windows[served.address]

        def enter(
            email: str = "", language: str = "en", theme: str = "light", width: int = 1440, height: int = 900
        ) -> Visit:
            kept = signed_in(served.address, email) if email else []
            page = free.pop() if free else new_window(browser, **browser_context_args)
            page.context.add_cookies(
                [
                    {"name": "metron_language", "value": language, "url": served.address},
                    {"name": "metron_theme", "value": theme, "url": served.address},
                    *(one for one in kept if not one["name"].startswith("metron_")),
                ]
            )
            opened.append(Visit(page, served.address))
            page.set_viewport_size({"width": width, "height": height})
            return opened[-1]

        yield enter
        complaints = [complaint for one in opened for complaint in one.complaints]
        free.extend(one.leave() for one in opened)
        assert not complaints, "\n".join(complaints)

    return on


@pytest.fixture
def visit(opening: Opening, served: Served) -> Iterator[Opener]:
    """Open windows on the demo company."""
    with opening(served) as enter:
        yield enter
