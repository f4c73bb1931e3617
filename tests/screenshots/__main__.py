"""`make screenshots`: every page in both languages and both themes, from the demo company, into docs/images.

They are taken anew when what people see has changed, and looked at before they are committed. Pictures
that are named after the command (`python -m tests.screenshots views board`) are taken alone.
"""

import io
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from dashboard.paths import ROOT
from tests.browser.chromium import MISSING, find
from tests.browser.conftest import FLAGS
from tests.browser.served import EXECUTIVE, LEADER, OPERATIONS, REP, publish_demo, run, serving
from tests.browser.visit import SETTLED
from tests.screenshots import written

FOLDER = ROOT / "docs" / "images"
LINES = 300_000
DESKTOP, PHONE = (1440, 1040), (390, 844)
QUALITY = 78
ASKED = (
    "/explore?rows=region&columns=fiscal_month&top=top+8+region&asked=net+sales+by+region+and+month,+top+8"
)
OWN = (
    "/explore?measure=net_sales&measure=own_1&rows=region&columns=none"
    "&own=own_1%7CΠωλήσεις+ανά+πελάτη%7Ccurrency%7Cnet+sales+/+active+customers"
)
PAY_ASKED = (
    "/explore?period=last_quarter&measure=payout&measure=attainment&rows=rep&columns=none"
    "&asked=payout+and+attainment+by+rep+last+quarter"
)
BOARD = "/board?holds=1&holds=2&holds=3&holds=4"


@dataclass(frozen=True, slots=True)
class Screen:
    """One picture: its name, whose window it is ("" is nobody's), the address, and the size of the window.

    Of a page that is longer than the window, `part` names what is pictured alone. A page that is `whole` when
    it is loaded draws nothing after that.
    """

    name: str
    person: str
    path: str
    size: tuple[int, int] = DESKTOP
    part: str = ""
    whole: bool = False


SCREENS = (
    Screen("sign-in", "", "/sign-in", whole=True),
    Screen("territory", REP, "/"),
    Screen("territory-of-a-leader", LEADER, "/"),
    Screen("territory-phone", REP, "/", PHONE),
    Screen("map", LEADER, "/", part=".panel:has(.territory-map)"),
    Screen("customer", REP, "/customer?of=C000006"),
    Screen("customer-phone", REP, "/customer?of=C000006", PHONE),
    Screen("leadership", EXECUTIVE, "/leadership"),
    Screen("leadership-phone", EXECUTIVE, "/leadership", PHONE),
    Screen("explore", EXECUTIVE, "/explore"),
    Screen("explore-asked", EXECUTIVE, ASKED, (1440, 1400)),
    Screen("explore-chart", EXECUTIVE, f"{ASKED}&as=line", (1440, 1400)),
    Screen("explore-phone", REP, "/explore", PHONE),
    Screen("own-measure", EXECUTIVE, OWN, (1440, 1400)),
    Screen("views", LEADER, "/views"),
    Screen("views-phone", LEADER, "/views", PHONE),
    Screen("board", LEADER, BOARD),
    Screen("board-phone", LEADER, BOARD, PHONE),
    Screen("following", LEADER, "/following"),
    Screen("following-phone", LEADER, "/following", PHONE),
    Screen("follow", LEADER, "/following?see=follow:4"),
    Screen("tokens", LEADER, "/tokens", whole=True),
    Screen("tokens-phone", LEADER, "/tokens", PHONE, whole=True),
    Screen("statement", REP, "/pay", (1440, 1200)),
    Screen("statement-phone", REP, "/pay", PHONE),
    Screen("plan", REP, "/pay?see=plan"),
    Screen("pay-asked", LEADER, PAY_ASKED),
    Screen("periods", OPERATIONS, "/pay"),
    Screen("plan-health", EXECUTIVE, "/pay", (1440, 1400)),
    Screen("rows", REP, "/?see=rows:net_sales"),
    Screen("how-computed", REP, "/?see=how:attainment"),
    Screen("explained", EXECUTIVE, "/?at=EPI-A1&see=why:net_sales"),
    Screen("notes", LEADER, "/?see=note:net_sales"),
    Screen("ideas-results", EXECUTIVE, "/ideas"),
    Screen("glossary", REP, "/glossary"),
)


def main(*names: str) -> int:
    """Publish the demo company, and take every picture of it, or those that are named."""
    chosen = [one for one in SCREENS if not names or one.name in names]
    unknown = sorted(set(names) - {one.name for one in chosen})
    if unknown:
        print(
            f"There is no picture {', '.join(unknown)}: {', '.join(one.name for one in SCREENS)}.",
            file=sys.stderr,
        )
        return 2
    chromium = find()
    if chromium is None:
        print(MISSING, file=sys.stderr)
        return 1
    home = Path(tempfile.mkdtemp(prefix="metron-screenshots-"))
    try:
        publish_demo(home, LINES)
        with serving(home, **written.MAIL) as served, sync_playwright() as playwright:
            written.write(home)
            run("demo-pay", environment=served.environment)
            browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
            for language in ("en", "el"):
                for theme in ("light", "dark"):
                    for screen in chosen:
                        _take(browser, served.address, screen, language, theme)
            browser.close()
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return 0


def _take(browser: Browser, address: str, screen: Screen, language: str, theme: str) -> None:
    width, height = screen.size
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    chosen = {"metron_language": language, "metron_theme": theme}
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in chosen.items()])
    page = _signed_in(context, address, screen.person)
    page.goto(address + screen.path)
    if not screen.whole:
        page.wait_for_function(SETTLED)
        page.evaluate("document.fonts.ready")
    taken = page.locator(screen.part).first.screenshot() if screen.part else page.screenshot()
    picture = Image.open(io.BytesIO(taken))
    file = FOLDER / f"{screen.name}-{language}-{theme}.webp"
    picture.convert("RGB").save(file, quality=QUALITY, method=6)
    print(file.relative_to(ROOT))
    context.close()


def _signed_in(context: BrowserContext, address: str, person: str) -> Page:
    page = context.new_page()
    if person:
        page.goto(f"{address}/sign-in")
        page.locator(f'button[value="{person}"]').click()
        page.wait_for_url(f"{address}/")
    return page


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
