"""The map of the customers: where they stand, what they buy, and the outlines of territories around them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dash.development.base_component import Component

from dashboard.answers.places import Ground, Places, Spot, begin_places, outlines, places
from dashboard.exports.cells import COUNT, TEXT, Value, money, number, percent
from dashboard.exports.sheet import Column, Row, Sheet
from dashboard.figures.territory_map import TerritoryMap, territory_map
from dashboard.metrics.question import Question
from dashboard.pages import below
from dashboard.pages.amounts import base
from dashboard.pages.map_marks import circle, grown, name, parcels, way
from dashboard.pages.sheets import tile_menu
from dashboard.pages.view import View
from dashboard.pages.when import compared_with, versus
from dashboard.parts.customer_map import MapLine, map_panel_of, map_table
from dashboard.parts.frame import chart_width
from dashboard.parts.panel import Panel, panel
from dashboard.parts.states import State
from dashboard.text import formats, say

TILE = "map"
_BY = ("customer",)
_LISTED = 30  # marks in the table beside the map; a download has all
_DEGREES = 5


@dataclass(frozen=True, slots=True)
class _Map:
    """What the panel and its sheet show: the picture, its title's second part, the words below it."""

    spec: TerritoryMap
    scope: str
    notes: tuple[str, ...]
    found: Places


def questions(view: View) -> tuple[Question, ...]:
    """What the territories below sell, for their outlines to tell it: as the list of them asks."""
    return below.questions(view) if _ground(view).below else ()


def begin_map(view: View) -> None:
    """Have the marks computed beside what else the page asks."""
    begin_places(_question(view), _ground(view), view.scope, view.shelf)


def map_panel(view: View) -> Component:
    """Circles on outlines, and the same as a table; a click keeps customers, or goes to a territory below."""
    language, title = view.language, say(view.language, "territory.map")
    found = _map(view)
    menu = tile_menu(view, "net_sales", tile=TILE)
    if isinstance(found, State):
        return panel(language, Panel(title, menu=menu, state=found), ())
    beside = compared_with(view, view.beside(_BY))
    legend = tuple((f"round {look}", word) for look, word in found.spec.legend)
    head = Panel(title, found.scope, legend=legend, menu=menu)
    lines = _lines(view, found.found, _LISTED)
    table = map_table(language, title, lines, _total(view, found.found), view.form, beside)
    return map_panel_of(language, head, found.spec, chart_width(view.width), found.notes, table)


def map_sheets(view: View) -> tuple[Sheet, ...]:
    """All marks as a sheet with their places, those who are on no map, and the total."""
    language, title = view.language, say(view.language, "territory.map")
    found = _map(view)
    if isinstance(found, State):
        return (Sheet(title, notes=(found.sentence,)),)
    other = compared_with(view, view.beside(_BY))
    looks = {
        "name": TEXT, "customers": COUNT, "actual": money(view.form), "prior": money(view.form),
        "growth": percent(signed=True), "latitude": number(_DEGREES), "longitude": number(_DEGREES),
    }  # fmt: skip
    spots: list[Spot | None] = [*found.found.spots, None, None]
    lines = _lines(view, found.found, len(spots))
    total = _cells(view, _total(view, found.found), None)
    rows = tuple(_cells(view, line, spot) for line, spot in zip(lines, spots, strict=False))
    columns = tuple(
        Column(say(language, f"parts.map_{key}", beside=other), look) for key, look in looks.items()
    )
    return (Sheet(title, found.scope, columns, rows, total, found.notes, found.spec),)


def _question(view: View) -> Question:
    return view.question("net_sales", by=_BY)


def _ground(view: View) -> Ground:
    """The territory looked at with those one level below it, or the tops."""
    down = view.tree.children(view.node.id) if view.node else view.tree.tops
    nodes = [view.node] if view.node else down
    return Ground(tuple(one.id for one in nodes), tuple(one.id for one in down))


def _map(view: View) -> _Map | State:
    """The map, or why there is none."""
    ground, language = _ground(view), view.language
    found = places(_question(view), ground, view.scope, view.shelf)
    if not found.all:
        return State("empty", say(language, "screen.nothing_sold"))
    if not found.spots and not found.beyond:
        customers = found.customers
        count = formats.number(language, customers)
        return State("empty", say(language, "territory.map_no_coordinates", n=customers, count=count))
    land = outlines(ground, view.scope, view.shelf)
    sold = view.answer(questions(view)[0]) if ground.below else None
    beside = view.beside(_BY)
    spec = territory_map(
        language,
        parcels(view, ground, land, sold),
        [circle(view, spot, beside) for spot in found.spots],
        _sentence(view, found),
        compared_with(view, beside),
    )
    scope = say(
        language, "territory.map_scope",
        n=found.customers, count=formats.number(language, found.customers),
        unit=formats.unit(language, view.form, view.currency), versus=versus(view, beside),
    )  # fmt: skip
    return _Map(spec, scope, tuple(_notes(view, found, any(one.derived for one in land.values()))), found)


def _sentence(view: View, found: Places) -> str:
    language = view.language
    if not found.spots:
        return say(language, "territory.map_none_here")
    largest = found.spots[0]
    return say(
        language, "territory.map_sentence",
        n=len(found.spots), marks=formats.number(language, len(found.spots)), largest=name(view, largest),
        amount=formats.money_with_unit(language, largest.amount, view.form, view.currency),
    )  # fmt: skip


def _notes(view: View, found: Places, derived: bool) -> Iterable[str]:
    """What a circle is, that some share one, who is not on the map, and where outlines come from."""
    if found.spots:
        yield say(view.language, "territory.map_area")
        yield say(view.language, "territory.map_bought")
    if any(spot.customers > 1 for spot in found.spots):
        yield say(view.language, "territory.map_shared")
    for key, spot in (("nowhere", found.nowhere), ("beyond", found.beyond)):
        if spot:
            yield say(
                view.language, f"territory.map_{key}",
                n=spot.customers, count=formats.number(view.language, spot.customers),
                amount=formats.money_with_unit(view.language, spot.amount, view.form, view.currency),
            )  # fmt: skip
    if derived:
        yield say(view.language, "territory.map_derived")


def _lines(view: View, found: Places, most: int) -> list[MapLine]:
    """The largest marks, the others as one, and those who are not on the map: together everybody."""
    shown, others = found.spots[:most], found.spots[most:]
    lines = [_line(view, name(view, spot), [spot], way(view, spot)[0]) for spot in shown]
    if others:
        marks = say(view.language, "territory.map_others", n=len(others), count=len(others))
        lines.append(_line(view, marks, others))
    for key, spot in (("without", found.nowhere), ("outside", found.beyond)):
        if spot:
            lines.append(_line(view, say(view.language, f"territory.map_{key}"), [spot]))
    return lines


def _total(view: View, found: Places) -> MapLine:
    return _line(view, say(view.language, "ask.total"), found.all)


def _line(view: View, called: str, spots: Sequence[Spot], href: str = "") -> MapLine:
    sold = sum((one.amount or Decimal(0) for one in spots), Decimal(0))
    known = [one.before for one in spots if one.before is not None]
    prior = base(view, view.beside(_BY), sum(known, Decimal(0)) if known else None)
    return MapLine(called, sum(one.customers for one in spots), sold, prior, grown(sold, prior), href)


def _cells(view: View, line: MapLine, spot: Spot | None) -> Row:
    growth: Value = say(view.language, "parts.new_customer") if line.new else line.growth
    at = (spot.latitude, spot.longitude) if spot else (None, None)
    return (line.name, line.customers, line.actual, line.prior, growth, *at)
