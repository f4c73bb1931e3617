"""axe finds nothing: in both themes, in both languages, on a phone and at a desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.served import EXECUTIVE, LEADER
from tests.browser.visit import Visit

Screen = tuple[str, int, str]  # language, width, theme
# Two of them show a page in both of each; all four, each width in both themes.
SCREENS: list[Screen] = [
    ("en", 1280, "light"), ("el", 390, "dark"), ("el", 1280, "dark"), ("en", 390, "light"),
]  # fmt: skip
FULL: dict[str, object] = {"resultTypes": ["violations"]}
COLOURS = {**FULL, "runOnly": ["color-contrast"]}
# An open menu of Mantine lies outside all landmarks, and holds a box that receives the first focus.
MENU = {**FULL, "rules": {"region": {"enabled": False}, "aria-required-children": {"enabled": False}}}


def violations(page: Page, options: dict[str, object], inside: str = "html") -> list[str]:
    there = page.evaluate("'axe' in window")  # its script is half a megabyte, and need not be read again
    axe = Axe("0") if there else Axe()
    found = axe.run(page, context=inside, options=options).response["violations"]
    return [
        f"{page.url}: {one['id']} {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found
        for node in one["nodes"]
    ]


def check(page: Page) -> None:
    """Every rule in light, colours again in dark: the theme changes nothing else."""
    theme = "document.documentElement.setAttribute('data-mantine-color-scheme', '{}')"
    page.evaluate(theme.format("light"))
    found = violations(page, FULL)
    page.evaluate(theme.format("dark"))
    found += violations(page, COLOURS)
    page.evaluate(theme.format("light"))
    assert not found, "\n".join(found)


def check_as_it_is(page: Page, rules: dict[str, object] = FULL) -> None:
    """Every rule in the theme of the visit: the screens of a page are in both."""
    found = violations(page, rules)
    assert not found, "\n".join(found)


# A grid that has just come into sight has a row of headings before a heading, room for totals before these.
HEADED = """() => [...document.querySelectorAll('.ag-header-row')].every((row) => row.childElementCount)
  && [...document.querySelectorAll('.ag-floating-bottom-viewport')]
    .every((totals) => !totals.clientHeight || totals.querySelector('.ag-cell'))"""
# Dash knows of each grid of the screen before the script that draws it has come.
DRAWN = """() => {
  const grids = (one) => Array.isArray(one) ? one.reduce((sum, each) => sum + grids(each), 0)
    : one && one.props ? (one.type === "AgGrid") + grids(one.props.children) : 0;
  const wanted = grids(dash_component_api.getLayout(["components"]));
  return document.querySelectorAll(".ag-root-wrapper").length >= wanted;
}"""


def draw_grids(page: Page) -> None:
    """What is out of sight is not drawn, and what is not drawn has no roles."""
    page.wait_for_function(DRAWN)
    for grid in page.locator(".ag-root-wrapper").all():
        grid.scroll_into_view_if_needed()
        grid.locator(".ag-center-cols-container .ag-cell").first.wait_for()
    page.wait_for_function(HEADED)


def opened(visit: Opener, email: str, screen: Screen, path: str) -> Visit:
    return entered(visit, email, screen).open(path)


def entered(visit: Opener, email: str, screen: Screen) -> Visit:
    language, width, theme = screen
    return visit(email, language=language, theme=theme, width=width, height=844 if width < 700 else 900)


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_sign_in(visit: Opener, screen: Screen) -> None:
    there = entered(visit, "", screen)
    there.page.goto(f"{there.address}/sign-in?said=ended")
    check_as_it_is(there.page)


@pytest.mark.parametrize("screen", SCREENS[:2], ids=str)
def test_ones_tokens(visit: Opener, screen: Screen) -> None:
    there = entered(visit, LEADER, screen)
    page = there.page
    page.goto(f"{there.address}/tokens")
    page.locator("summary").click()
    page.locator("#name").fill("Excel")
    page.locator(".door-places input").first.check()
    check_as_it_is(page)
    page.locator(".door-enter").click()
    page.locator("#word").wait_for()
    check_as_it_is(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_the_territory_page(visit: Opener, screen: Screen) -> None:
    there = opened(visit, LEADER, screen, "/?where=channel+=+HoReCa")
    draw_grids(there.page)
    check_as_it_is(there.page)


@pytest.mark.parametrize("screen", SCREENS[:2], ids=str)
def test_the_page_of_a_customer(visit: Opener, screen: Screen) -> None:
    there = opened(visit, LEADER, screen, "/customer?of=C000001")
    draw_grids(there.page)
    check_as_it_is(there.page)
    there.follow("/customer?of=C000001&see=order:INV-202611-N000023@2026-11-11")
    expect(there.page.get_by_role("dialog")).to_be_visible()
    draw_grids(there.page)
    check_as_it_is(there.page)


@pytest.mark.parametrize("screen", SCREENS[:2], ids=str)
def test_the_leadership_page(visit: Opener, screen: Screen) -> None:
    check_as_it_is(opened(visit, EXECUTIVE, screen, "/leadership").page)


# Each says something of its own: what was asked and is asked back, a pivot, charts of links and without.
EXPLORED = (
    "asked=net+sales+by+flurb&rows=category&rows=product&columns=fiscal_quarter",
    "rows=category&columns=none&as=bars", "rows=category&columns=fiscal_quarter&as=heatmap",
    "rows=customer&columns=none&as=table",
)  # fmt: skip


@pytest.mark.parametrize("screen", SCREENS[:2], ids=str)
def test_explore(visit: Opener, screen: Screen) -> None:
    there = opened(visit, EXECUTIVE, screen, "/glossary")
    for words in EXPLORED:
        there.follow(f"/explore?{words}")
        draw_grids(there.page)
        check_as_it_is(there.page)
        wide = there.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= screen[1], f"{words} is wider than the window"
    there.page.locator(".shelf .pill-button").first.click()
    there.page.locator(".making:visible summary").click()
    there.page.locator(".making:visible textarea").fill("net_sales / nothing")
    expect(there.page.locator(".own-wrong:visible")).to_be_visible()
    check_as_it_is(there.page)
    there.page.keyboard.press("Escape")
    there.page.locator("#ask").fill("net sales by ca")
    expect(there.page.locator(".nexts button").first).to_be_visible()
    check_as_it_is(there.page)


@pytest.mark.parametrize("screen", SCREENS[:2], ids=str)
def test_an_open_sheet(visit: Opener, screen: Screen) -> None:
    there = opened(visit, LEADER, screen, "/?period=mtd&see=rows:net_sales")
    check_as_it_is(there.page)
    for see in ("how:attainment", "why:net_sales"):
        there.follow(f"/?period=mtd&see={see}")
        expect(there.page.get_by_role("dialog")).to_be_visible()
        check_as_it_is(there.page)


@pytest.mark.parametrize("screen", SCREENS[:2], ids=str)
def test_open_menus(visit: Opener, screen: Screen) -> None:
    there = opened(visit, EXECUTIVE, screen, "/")
    for button, role in (
        (".pill.time .pill-button", "dialog"),
        (".path .pill-button", "dialog"),
        (".tile .tools button", "menu"),
        (".avatar", "menu"),
    ):
        there.page.locator(button).first.click()
        expect(there.page.get_by_role(role)).to_be_visible()
        check_as_it_is(there.page, MENU if role == "menu" else FULL)
        there.page.keyboard.press("Escape")
        expect(there.page.get_by_role(role)).to_have_count(0)


@pytest.mark.parametrize("screen", SCREENS[:2], ids=str)
def test_a_calendar_and_files_in_the_making(visit: Opener, screen: Screen) -> None:
    there = opened(visit, EXECUTIVE, screen, "/")
    link = """() => { const link = document.createElement("a"); link.href = "/download/pdf?page=/";
                      document.body.append(link); link.click(); link.remove(); }"""
    for _ in range(3):  # more than are made at once: one of them waits
        there.page.evaluate(link)
    files = there.page.locator("#exports .export")
    expect(files.first).to_be_visible()
    there.page.locator(".pill.time .pill-button").click()
    there.page.locator(".own-days:visible").click()
    expect(there.page.locator(".own-range table:visible")).to_be_visible()
    check_as_it_is(there.page)
    # So that others find the house as it was.
    there.page.reload()
    there.settled()
    for end in ("Cancel", "Ακύρωση", "Close", "Κλείσιμο"):
        while (left := there.page.locator("#exports").get_by_role("button", name=f"{end}: ")).count():
            left.first.click()


@pytest.mark.parametrize("screen", SCREENS[:2], ids=str)
@pytest.mark.parametrize("path", ["/gallery", "/glossary?see=kpi:reach", "/ideas", "/?at=NOWHERE"])
def test_states(visit: Opener, screen: Screen, path: str) -> None:
    there = entered(visit, EXECUTIVE, screen)
    there.page.goto(there.address + path)
    there.page.locator("#screen[aria-busy=false]").wait_for()
    draw_grids(there.page)
    check_as_it_is(there.page)
