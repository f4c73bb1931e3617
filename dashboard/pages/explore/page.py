"""The page Explore: measures and leaderboards that are drawn already, and the shelves with what they give."""

from dash.development.base_component import Component

from dashboard.access.person import Role
from dashboard.exports.sheet import Sheet
from dashboard.pages.address import EXPLORE_PATH
from dashboard.pages.bar import chip_words
from dashboard.pages.downloads import menu_of_page
from dashboard.pages.explore import ask, boards, numbers, result
from dashboard.pages.explore.chosen import chosen
from dashboard.pages.explore.layout import column_name
from dashboard.pages.key_figures import key_figures
from dashboard.pages.page import Page, Panel
from dashboard.pages.saved import menu
from dashboard.pages.territory import title
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.frame import heading
from dashboard.text import dates, say


def heading_words(view: View) -> tuple[str, str]:
    """What is looked at, and where, when and within which limits."""
    days = dates.day_range(view.language, view.period.start, view.period.end)
    return say(view.language, "explore.title"), ", ".join((title(view), days, *chip_words(view)))


def head(view: View) -> Component:
    """The heading, with the downloads of the page."""
    name, line = heading_words(view)
    notice = say(view.language, "screen.demo") if view.shelf.manifest.kind == "demo" else ""
    return heading(name, [line], notice=notice, downloads=menu_of_page(view), views=menu.controls(view))


def drawn(view: View) -> Component:
    """The numbers beside the leaderboards."""
    name = say(view.language, "explore.leaders", measure=column_name(view, chosen(view).leading))
    return html.Section(
        [html.H2(name, className="unseen"), numbers.numbers(view), boards.boards(view)],
        className="panel drawn",
    )


def drawn_sheets(view: View) -> tuple[Sheet, ...]:
    """The numbers and the leaderboards as sheets."""
    return (
        key_figures(view.language, [tile for _, tile in numbers.tiles(view)]),
        *boards.boards_sheets(view),
    )


EXPLORE = Page(
    path=EXPLORE_PATH,
    name="explore.title",
    icon="search",
    roles=frozenset(Role),
    head=heading_words,
    top=(
        Panel("explore.title", (), head, height=60),
        Panel("explore.ask", (), ask.bar, height=60),
        Panel(
            "explore.numbers",
            (),
            drawn,
            height=420,
            asks=lambda view: (*numbers.questions(view), *boards.questions(view)),
            tile=boards.TILE,
            sheets=drawn_sheets,
        ),
        Panel(
            "explore.result",
            (),
            result.result,
            height=320,
            asks=result.questions,
            tile=result.TILE,
            sheets=result.result_sheets,
        ),
    ),
)
