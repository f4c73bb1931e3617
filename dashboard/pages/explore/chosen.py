"""What the shelves hold: what was chosen, and for what nobody chose, what fits the view."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dashboard.access.scope import Scope
from dashboard.answers.compiler_formulas import has_earlier
from dashboard.answers.meeting import meets
from dashboard.metrics.catalogue import dimensions, measures
from dashboard.metrics.kinds import Kind, Measure
from dashboard.metrics.periods import GRAINS
from dashboard.metrics.question import Layout, Outline, Question
from dashboard.pages.shelves import Shelves
from dashboard.pages.view import View
from dashboard.text import say

# The numbers that a page opens with, as far as the company has them.
LEADING = ("net_sales", "gross_margin_rate", "attainment", "active_customers", "discount_rate", "orders",
           "open_pipeline", "contacts")  # fmt: skip
FIRST_NUMBERS = 5
OWN = "own_"  # the keys of measures that readers make begin so
_DIVIDES = ("category", "segment", "territory", "customer", "product", "rep", "channel", "brand", "city",
            "industry", "stage", "outcome", "contact_kind")  # fmt: skip
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The shelves as they stand, in words of a question.

    `broken` are measures of one's own that are none any more: what is left is shown without them.
    """

    measures: Words
    rows: Words
    columns: Words
    shows: Words
    bounds: Words
    top: str
    sort: str
    form: str
    broken: Words = ()

    @property
    def leading(self) -> str:
        """The measure by which leaderboards are made."""
        return self.measures[0]

    @property
    def timed(self) -> bool:
        """Whether the rows are one stretch of time after another, and nothing else."""
        return len(self.rows) == 1 and self.rows[0] in GRAINS


def chosen(view: View) -> Chosen:
    """What is chosen, completed by what fits; the words are checked when they are asked."""
    shelves = view.address.shelves
    wanted = shelves.measures or leading(view)[:1]
    known = measures(view.outline.own)
    first = tuple(one for one in wanted if one in known or not one.startswith(OWN)) or wanted
    broken = tuple(one for one in wanted if one not in first)
    if broken:
        shelves = without(shelves, broken)
    rows = shelves.rows if shelves.rows is not None else _all_divide(view, first)[:1]
    columns = shelves.columns
    if columns is None:
        columns = _grain(view, first) if shelves.rows is None else ()
    columns = tuple(one for one in columns if one not in rows)
    shows = shelves.shows if shelves.shows is not None else _changes(view, first)
    return Chosen(
        first, rows, columns, shows, shelves.bounds or (), shelves.top, shelves.sort or _order(first, rows),
        shelves.form, broken,
    )  # fmt: skip


def _all_divide(view: View, asked: Words) -> Words:
    """What tells all of these measures apart, where anything does; else what does so with the first."""
    by_first = divides(view, asked[0])
    known = [one for one in asked[1:] if one in measures(view.outline.own)]
    shared = tuple(
        by for by in by_first if all(_divided(one, (by,), view.scope, view.outline) for one in known)
    )
    return shared or by_first


def without(shelves: Shelves, gone: Words) -> Shelves:
    """The shelves without measures, and without what was said of them."""

    def stands(column: str) -> bool:
        return re.split(r"[\s.:<>=!]", column.strip().lstrip("-"), maxsplit=1)[0] not in gone

    by = shelves.top.split(" by ", 1)[-1]
    return shelves.but(
        measures=tuple(one for one in shelves.measures or () if one not in gone) or None,
        shows=None if shelves.shows is None else tuple(filter(stands, shelves.shows)),
        bounds=None if shelves.bounds is None else tuple(filter(stands, shelves.bounds)),
        top=shelves.top if stands(by) else "",
        sort=shelves.sort if stands(shelves.sort) else "",
    )


def question(
    view: View, on: Chosen, *, subtotals: bool, limit: int | None = None, offset: int = 0
) -> Question:
    """The question that the shelves ask.

    Raises:
        NotUnderstood: a word on them means nothing here.
    """
    return view.question(
        *on.measures,
        by=on.rows,
        layout=Layout(
            across=on.columns, subtotals=subtotals, shows=on.shows, sort=(on.sort,) if on.sort else (),
            limit=limit, offset=offset, bounds=on.bounds, top=on.top,
        ),
    )  # fmt: skip


def leading(view: View) -> Words:
    """The measures that stand as numbers: those that come first, of which the company has data."""
    return tuple(one for one in LEADING if view.has(one))


def divides(view: View, measure: str) -> Words:
    """The dimensions by which a measure may be told apart here, those that tell most first.

    The level below comes first, for that is who answers for the number; one that is fixed to a single
    member tells nothing apart.
    """
    if measure not in measures(view.outline.own):
        return ()
    fixed = {one.dimension for one in view.limits if len(one.members) == 1 and not one.exclude}
    below = view.tree.children(view.node.id) if view.node else view.tree.tops
    level = below[0].level if below else ""
    names = dict.fromkeys((*((level,) if level else ()), *_DIVIDES))
    if not below:
        names.pop("territory", None)
    known = _divided(measure, tuple(names), view.scope, view.outline)
    return tuple(one for one in known if one not in fixed)


@lru_cache(maxsize=256)
def _divided(measure: str, names: Words, scope: Scope, outline: Outline) -> Words:
    return tuple(one for one in names if meets(measure, (one,), scope, outline))


def may_divide(view: View, measure: str) -> Words:
    """All dimensions that may stand on a shelf beside a measure, those of time last."""
    known = dimensions(view.outline.levels)
    names = tuple(sorted(known, key=lambda one: known[one].group == "time"))
    return _divided(measure, names, view.scope, view.outline) if measure in measures(view.outline.own) else ()


def _grain(view: View, asked: Sequence[str]) -> Words:
    """The stretches of time that go across: few enough to be read."""
    cut, start = view.outline.cut, max(view.period.start, view.outline.first)
    end = min(view.period.end, view.outline.through)
    known = [one for one in asked if one in measures(view.outline.own)]
    for grain in GRAINS[:1:-1]:
        several = start <= end and cut.grain(grain, start).end < end
        if several and all(meets(one, (grain,), view.scope, view.outline) for one in known):
            return (grain,)
    return ()


def _changes(view: View, asked: Iterable[str]) -> Words:
    """How each measure changed, where it stands beside something: shares in points, amounts in percent."""
    known = measures(view.outline.own)
    return tuple(
        f"{one}:{'difference' if is_share(known[one]) else 'difference_pct'}"
        for one in asked
        if one in known and is_compared(view, known[one])
    )


def is_share(row: Measure) -> bool:
    """Whether a change of it is told in points."""
    return row.kind is Kind.RATIO and row.unit == "fraction"


def is_compared(view: View, row: Measure) -> bool:
    """Whether what the view compares with has a value of this measure."""
    if row.kind is Kind.DATE:
        return False
    beside = view.comparison
    return bool(beside.plan(row.key)) if beside.with_plan else has_earlier(row)


def nothing(view: View) -> str:
    """That there is nothing to show: within the limits that were set, or on these days at all."""
    limits = view.address.where or view.address.shelves.bounds or view.address.shelves.top
    return say(view.language, "explore.no_rows" if limits else "explore.nothing_counted")


def _order(asked: Words, rows: Words) -> str:
    """Largest first; time runs on."""
    return "" if not rows or rows[0] in GRAINS or not asked else f"-{asked[0]}"
