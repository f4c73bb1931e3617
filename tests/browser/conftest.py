"""What a browser test stands on: a real Chromium, a served demo company, and people who are signed in."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, Cookie, Page, expect

from tests.browser.chromium import MISSING, find
from tests.browser.served import Served, publish_demo, serving
from tests.browser.visit import Visit

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


@pytest.fixture(scope="session")
def signed_in(browser: Browser, served: Served) -> Callable[[str], list[Cookie]]:
    """The cookies of a demo person, who signs in once."""
    kept: dict[str, list[Cookie]] = {}

    def cookies(email: str) -> list[Cookie]:
        if email not in kept:
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"{served.address}/sign-in")
            page.locator(f'button[value="{email}"]').click()
            page.wait_for_url(f"{served.address}/")
            kept[email] = context.cookies()
            context.close()
        return kept[email]

    return cookies


@pytest.fixture(scope="session")
def windows() -> list[Page]:
    """Windows that nobody is in: a new one would have to compile the scripts of the app, for a second."""
    return []


@pytest.fixture
def visit(
    browser: Browser,
    browser_context_args: dict[str, Any],
    windows: list[Page],
    served: Served,
    signed_in: Callable[[str], list[Cookie]],
) -> Iterator[Opener]:
    """Open windows; at the end none of them may have complained."""
    opened: list[Visit] = []

    def enter(
        email: str = "", language: str = "en", theme: str = "light", width: int = 1440, height: int = 900
    ) -> Visit:
        kept = [one for one in signed_in(email) if not one["name"].startswith("metron_")] if email else []
        page = windows.pop() if windows else browser.new_context(**browser_context_args).new_page()
        page.context.add_cookies(
            [
                {"name": "metron_language", "value": language, "url": served.address},
                {"name": "metron_theme", "value": theme, "url": served.address},
                *kept,
            ]
        )
        opened.append(Visit(page, served.address))
        page.set_viewport_size({"width": width, "height": height})
        return opened[-1]

    yield enter
    complaints = [complaint for one in opened for complaint in one.complaints]
    windows += [one.leave() for one in opened]
    assert not complaints, "\n".join(complaints)
