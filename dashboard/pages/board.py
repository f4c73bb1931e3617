"""A board: the results of several saved views side by side, all under the filter bar of the board.

Its address holds which, in which order and how wide, so that it is saved, shared and undone as every view.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dash.development.base_component import Component

from dashboard.access.person import Role
from dashboard.errors import MetronError
from dashboard.exports.sheet import Sheet
from dashboard.metrics.question import Question
from dashboard.pages.address import BOARD_PATH, EXPLORE_PATH, read_address
from dashboard.pages.bar import chip_words
from dashboard.pages.downloads import menu_of_page
from dashboard.pages.explore import result
from dashboard.pages.explore.forms import PIVOT, TABLE
from dashboard.pages.instead import instead
from dashboard.pages.page import Page, Panel
from dashboard.pages.saved import menu
from dashboard.pages.saved.fit import fitted
from dashboard.pages.saved.opening import numbers
from dashboard.pages.saved.rights import readable
from dashboard.pages.territory import title
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.board import SIZES, Tile, board_tile
from dashboard.parts.controls import Control
from dashboard.parts.drawing import Drawing
from dashboard.parts.filters import popover
from dashboard.parts.frame import heading
from dashboard.parts.icons import icon
from dashboard.parts.states import State, replacement
from dashboard.parts.views import Line, view_list
from dashboard.records import views as book
from dashboard.records.views import Kept
from dashboard.text import dates, say

MOST, TILE = 12, "board"
_SIXTHS = {"third": 2, "half": 3, "whole": 6}
_USUAL = "half"
_GAP, _EDGES, _PHONE_EDGES = 28, 132, 48  # pixels, as in `assets/views.css` and `assets/frame.css`


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the board: the view by its number, and how wide it is."""

    id: int
    size: str = _USUAL

    def __str__(self) -> str:
        return str(self.id) if self.size == _USUAL else f"{self.id}.{self.size}"


@dataclass(frozen=True, slots=True)
class Held:
    """What stands at a place: a saved view as it is looked at here, or nothing, where it is not there."""

    place: Place
    kept: Kept | None = None
    looked: View | None = None
    beside: str = ""
    lost: tuple[str, ...] = ()


def places(view: View) -> tuple[Place, ...]:
    """The places in order; each view once, and no more than one looks at."""
    found: dict[int, Place] = {}
    for text in view.address.tiles:
        _, _, size = text.partition(".")
        id = numbers(text.partition(".")[0])[0]
        if id:
            found.setdefault(id, Place(id, size if size in SIZES else _USUAL))
    return tuple(found.values())[:MOST]


def held(view: View) -> list[Held]:
    """The views of the board, as far as this person may read them."""
    known = {one.id: one for one in _offered(view)} if view.address.tiles else {}
    return [_held(view, place, known.get(place.id)) for place in places(view)]


def _offered(view: View) -> list[Kept]:
    """The views that may stand on a board: results of Explore."""
    return [one for one in readable(view) if read_address(one.content.address).path == EXPLORE_PATH]


def _held(view: View, place: Place, kept: Kept | None) -> Held:
    """A view under the bar of the board: time, comparison and place are the board's, filters are of both."""
    if kept is None:
        return Held(place)
    board, own = view.address, read_address(kept.content.address)
    # A table scrolls through all of its rows, for which a tile has no room.
    shelves = replace(own.shelves, form=PIVOT) if own.shelves.form == TABLE else own.shelves
    asked, lost = fitted(
        view,
        replace(
            own, period=board.period, incomplete=board.incomplete, against=board.against,
            alignment=board.alignment, at=board.at or own.at, as_of=board.as_of, shelves=shelves,
            view=f"{kept.id}.{kept.version.number}", see="",
        ),
    )  # fmt: skip
    # What the board itself limits has been judged with its own address.
    whole = replace(asked, where=tuple(dict.fromkeys((*asked.where, *board.where))))
    alone = replace(view, address=asked, opened=None)
    words = (title(alone) if asked.at and not board.at else "", *chip_words(alone))
    looked = replace(view, address=whole, opened=None, width=_width(view, place))
    return Held(place, kept, looked, ", ".join(filter(None, words)), lost)


def _width(view: View, place: Place) -> int:
    """The window for which a result is drawn that has the room of a tile."""
    if view.phone:
        return view.width
    sixths = max(_SIXTHS[place.size], 3) if view.narrow else _SIXTHS[place.size]
    room = (view.width - _EDGES) * sixths // 6 - (_GAP if sixths < 6 else 0)
    narrow = room + _PHONE_EDGES
    return narrow if narrow <= 700 else room + _EDGES


def questions(view: View) -> tuple[Question, ...]:
    """What all tiles ask; what is wrong with one is told in its place."""
    found: list[Question] = []
    for one in held(view):
        if one.looked is not None:
            try:
                found += result.questions(one.looked)
            except MetronError:
                continue
    return tuple(found)


def tiles(view: View) -> Component:
    """The board."""
    all_held = held(view)
    if not all_held:
        return html.Section(
            replacement(view.language, State("empty", say(view.language, "saved.board_empty")), 200),
            className="panel",
        )
    title = html.H2(say(view.language, "saved.board_tiles"), className="unseen")
    drawn = [_tile(view, one, at, len(all_held)) for at, one in enumerate(all_held)]
    return html.Section([title, html.Div(drawn, className="views-board")], className="panel")


def _tile(view: View, one: Held, at: int, count: int) -> Component:
    language, all_places = view.language, list(places(view))
    name = one.kept.content.title if one.kept else say(language, "saved.board_missing")

    def moved(to: int) -> str:
        order = all_places[:at] + all_places[at + 1 :]
        order.insert(to, one.place)
        return _href(view, order)

    def sized(size: str) -> Control:
        order = [*all_places[:at], Place(one.place.id, size), *all_places[at + 1 :]]
        return Control(
            say(language, f"saved.size_{size}"), _href(view, order), current=size == one.place.size
        )

    away = Control(
        say(language, "saved.take_off"), _href(view, [*all_places[:at], *all_places[at + 1 :]]), icon="close"
    )
    model = Tile(
        one.place.id, str(one.place), one.place.size, name,
        one.looked.address.href if one.looked else "", one.beside,
        say(language, "saved.lost", what="; ".join(one.lost)) if one.lost else "",
        moved(at - 1) if at else "", moved(at + 1) if at + 1 < count else "", (at + 1, count),
        (*(sized(size) for size in SIZES), away),
    )  # fmt: skip
    return board_tile(language, model, _drawn(view, one))


def _href(view: View, order: Sequence[Place]) -> str:
    return view.address.but(tiles=tuple(map(str, order))).href


def _drawn(view: View, one: Held) -> list[Component]:
    """The result; a tile that fails does so alone."""
    if one.looked is None:
        return [replacement(view.language, State("denied", say(view.language, "saved.not_there_tile")), 120)]
    try:
        return result.given(one.looked)
    except Exception as error:  # noqa: BLE001 - as a panel, it fails alone, and its number leads to the log
        return [replacement(view.language, instead(view.language, error), 120)]


def sheets(view: View) -> tuple[Sheet, ...]:
    """Each tile as a sheet under its name."""
    found: list[Sheet] = []
    for one in held(view):
        if one.looked is None or one.kept is None:
            continue
        name = one.kept.content.title
        found += [
            replace(sheet, title=f"{name}: {sheet.title}") for sheet in result.result_sheets(one.looked)
        ]
    return tuple(found) or (
        Sheet(say(view.language, "saved.board"), notes=(say(view.language, "saved.board_empty"),)),
    )


def heading_words(view: View) -> tuple[str, str]:
    """The name of the board, and where, when and within which limits."""
    name = view.opened.kept.content.title if view.opened else say(view.language, "saved.board")
    days = dates.day_range(view.language, view.period.start, view.period.end)
    return name, ", ".join((title(view), days, *chip_words(view)))


def head(view: View) -> Component:
    """The heading, with a way to add views."""
    name, line = heading_words(view)
    notice = say(view.language, "screen.demo") if view.shelf.manifest.kind == "demo" else ""
    views = [_adding(view), *menu.controls(view)] if view.records is not None else []
    return heading(name, [line], notice=notice, downloads=menu_of_page(view), views=views)


def _adding(view: View) -> Component:
    """The views that are not on the board yet; each is a link to the board with it."""
    language, now = view.language, places(view)
    there = {one.id for one in now}
    assert view.records is not None
    with view.records.reading() as connection:
        marked = book.favourites(connection, view.person.email)
    offered = [one for one in _offered(view) if one.id not in there] if len(now) < MOST else []
    chapters = [
        (name, [_added(view, line, now) for line in lines])
        for name, lines in menu.chapters(view, offered, marked)
    ]
    key = "saved.board_none" if len(now) < MOST else "saved.board_full"
    content = view_list(language, chapters, "add-view", say(language, key, most=MOST))
    label = say(language, "saved.add_tile")
    face = [icon("plus", "small"), html.Span(label, className="wide-word")]
    return html.Div(
        popover(face, [Drawing(content, className="views-box")], label, "add-tile"),
        className="pill save-pill",
    )


def _added(view: View, line: Line, now: Sequence[Place]) -> Line:
    return replace(line, href=_href(view, [*now, Place(line.id)]))


BOARD = Page(
    path=BOARD_PATH,
    name="saved.board",
    icon="grid",
    roles=frozenset(Role),
    under=EXPLORE_PATH,
    head=heading_words,
    top=(
        Panel("saved.board", (), head, height=60),
        Panel("saved.board_tiles", (), tiles, height=320, asks=questions, tile=TILE, sheets=sheets),
    ),
)
