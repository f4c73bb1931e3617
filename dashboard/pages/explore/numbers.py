"""The measures as numbers, each with its change and its months: a click makes one what everything tells."""

from decimal import Decimal
from functools import lru_cache

from dash.development.base_component import Component

from dashboard.answers.answer import PRIOR, Answer
from dashboard.answers.door import carries
from dashboard.answers.meeting import meets
from dashboard.exports.cells import Cell
from dashboard.figures.sparkline import Sparkline, sparkline
from dashboard.metrics.catalogue import dimensions, measures
from dashboard.metrics.kinds import Measure, atoms
from dashboard.metrics.question import Question
from dashboard.pages.bar import chip_words, dimension_name
from dashboard.pages.explore.chosen import FIRST_NUMBERS, chosen, is_compared, is_share, leading
from dashboard.pages.explore.values import form_of, written_measure
from dashboard.pages.instead import outside
from dashboard.pages.sheets import tile_menu
from dashboard.pages.view import View
from dashboard.pages.when import versus, without_base
from dashboard.parts.leaderboards import Number, number_list
from dashboard.parts.states import State
from dashboard.parts.tiles import Delta, Tile, tone_of
from dashboard.text import formats, say

TILE = "numbers"
_BY = ("fiscal_month",)


def shown(view: View) -> tuple[str, ...]:
    """Which measures stand here: the leading ones, and those that were chosen besides."""
    first = leading(view)[:FIRST_NUMBERS]
    known = measures(view.outline.own)
    more = [one for one in chosen(view).measures if one in known and view.has(one)]
    return tuple(dict.fromkeys((*first, *more)))


def questions(view: View) -> tuple[Question, ...]:
    """The values, and the months of the year of those that have any."""
    found = shown(view)
    timed = [one for one in found if meets(one, _BY, view.scope, view.outline)]
    return (
        view.question(*found),
        *(
            (view.question(*timed, by=_BY, period=view.year_to_date, against=view.yearly.name),)
            if timed
            else ()
        ),
    )


def tiles(view: View) -> list[tuple[str, Tile]]:
    """The tiles by their measures, in order."""
    total, *months = (view.answer(one) for one in questions(view))
    return [(one, _tile(view, one, total, months[0] if months else None)) for one in shown(view)]


def numbers(view: View) -> Component:
    """The list."""
    on = chosen(view)
    shelves = view.address.shelves
    found = [
        Number(
            tile,
            view.address.but(shelves=shelves.but(measures=(one,), sort="", shows=None)).href,
            one == on.leading,
        )
        for one, tile in tiles(view)
    ]
    return number_list(view.language, found)


def _tile(view: View, key: str, total: Answer, months: Answer | None) -> Tile:
    row = total.question.row(key)
    now = total.total(key)
    form = form_of([now])
    how = written_measure(view, row, form)
    state = outside(view, view.period) or _not_limited(view, row)
    if state:
        return Tile(how.head, state=state)
    if now is None:
        return Tile(how.head, state=State("empty", say(view.language, "explore.no_value")))
    return Tile(
        how.head,
        Cell(now, how.look),  # type: ignore[arg-type]
        how.unit,
        _deltas(view, row, total),
        _months(key, months),
        menu=tile_menu(view, key),
        chips=chip_words(view),
    )


def _not_limited(view: View, row: Measure) -> State | None:
    """That a filter knows nothing of the measure or a part of it: a ratio of the two would mean nothing."""
    aside = unlimited(row, tuple(one.dimension for one in view.limits), view.outline.levels)
    if not aside:
        return None
    names = ", ".join(dimension_name(view, one) for one in aside)
    return State("empty", say(view.language, "explore.not_limited", dimensions=names))


@lru_cache(maxsize=1024)
def unlimited(row: Measure, by: tuple[str, ...], levels: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the dimensions that a part of the measure does not know."""
    known = dimensions(levels)
    marts = {atom.mart for atom in atoms(row.formula)}
    return tuple(dict.fromkeys(one for one in by if not all(carries(mart, known[one]) for mart in marts)))


def _deltas(view: View, row: Measure, total: Answer) -> tuple[Delta, ...]:
    if not is_compared(view, row):
        return ()
    now, before = total.total(row.key), total.total(total.beside(row.key))
    if not view.reaches_back(view.period, view.comparison) or now is None or before is None:
        return (Delta("", rest=without_base(view, view.period, view.comparison)),)
    change = Decimal(str(now)) - Decimal(str(before))
    better = row.direction.value
    way = 0
    if is_share(row):
        way = formats.direction(change * 100, 1)
        text = formats.points(view.language, change)
        rest = versus(view, view.comparison)
    else:
        base = Decimal(str(before))
        if base <= 0:
            return (Delta("", rest=without_base(view, view.period, view.comparison)),)
        way = formats.direction(change / base * 100, 1)
        text = formats.signed_percent(view.language, change / base)
        rest = versus(view, view.comparison)
    tone = "flat" if better == "neither" else tone_of(way, better == "up")
    return (Delta(text, tone, way, rest),)


def _months(key: str, months: Answer | None) -> Sparkline | None:
    if months is None or not months.has(key):
        return None
    now, before = ([_plain(row[months.at(one)]) for row in months.rows] for one in (key, key + PRIOR))
    return sparkline(now, before)


def _plain(value: object) -> float | None:
    return float(value) if isinstance(value, Decimal | float | int) else None
