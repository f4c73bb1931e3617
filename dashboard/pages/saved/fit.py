"""An address as far as it is there for its reader: what is not is left out, and said."""

from collections.abc import Callable
from dataclasses import replace

from dashboard.answers.members import within
from dashboard.errors import NotUnderstood
from dashboard.metrics.bounds import bound, top
from dashboard.metrics.catalogue import dimensions, measures
from dashboard.metrics.comparison import compare
from dashboard.metrics.conditions import written
from dashboard.metrics.periods import GRAINS
from dashboard.metrics.question import ALIGNMENTS, INCOMPLETE, condition, period_of
from dashboard.metrics.shows import HOWS
from dashboard.pages.address import Address
from dashboard.pages.bar import dimension_name
from dashboard.pages.explore.own import names
from dashboard.pages.shelves import Shelves
from dashboard.pages.view import View
from dashboard.text import say

Lost = list[str]


def fitted(view: View, address: Address) -> tuple[Address, tuple[str, ...]]:
    """The address without what this person may not see or what is gone, and words for each of it."""
    lost: Lost = []
    at = address.at
    if at and at not in view.tree.nodes:
        at = ""
        lost.append(say(view.language, "saved.lost_place"))
    kept = replace(
        address,
        at=at,
        where=tuple(one for text in address.where if (one := _limit(view, text, lost))),
        shelves=_shelves(view, address, lost),
        **_days(view, address, lost),  # type: ignore[arg-type]
    )
    return kept, tuple(dict.fromkeys(lost))


def _limit(view: View, text: str, lost: Lost) -> str:
    """A limit with those of its members that there are; as it was written where all are."""
    try:
        asked = condition(text, view.outline.levels)
    except NotUnderstood:
        lost.append(say(view.language, "saved.lost_limit", text=text[:200]))
        return ""
    kept = within(asked, view.scope, view.shelf)
    if kept == asked:
        return text
    # By the words of the view itself: whether there is such a member for others is not said.
    gone = [one for one in asked.members if kept is None or one not in kept.members]
    named = f"{dimension_name(view, asked.dimension)}: {', '.join(gone)}"
    lost.append(say(view.language, "saved.lost_limit", text=named[:200]))
    return written(kept) if kept else ""


def _days(view: View, address: Address, lost: Lost) -> dict[str, str]:
    """Period and comparison; the default in place of one that means nothing."""
    plain, kept = Address(), {}
    if address.incomplete not in INCOMPLETE:
        kept["incomplete"] = plain.incomplete
    if address.alignment not in ALIGNMENTS:
        kept["alignment"] = plain.alignment
    incomplete = kept.get("incomplete", address.incomplete)
    try:
        period = period_of(address.period, view.outline, incomplete)
    except NotUnderstood:
        lost.append(say(view.language, "saved.lost_period", text=address.period[:60]))
        kept |= {"period": plain.period, "incomplete": plain.incomplete}
        period = period_of(plain.period, view.outline)
    try:
        compare(address.against, period, view.outline.cut)
    except NotUnderstood:
        lost.append(say(view.language, "saved.lost_against", text=address.against[:60]))
        kept["against"] = plain.against
    return kept


def _shelves(looking: View, address: Address, lost: Lost) -> Shelves:
    # The measures that its author made are those of this address, whatever is looked at now.
    view, shelves = replace(looking, address=address, opened=None), address.shelves
    named = names(view)
    known = {key for key in measures(view.outline.own) if view.has(key)}
    levels = dimensions(view.outline.levels)

    def sift(words: tuple[str, ...] | None, key: str, there: Callable[[str], bool]) -> tuple[str, ...] | None:
        if words is None:
            return None
        gone = [one for one in words if not there(one)]
        lost.extend(say(view.language, f"saved.lost_{key}", text=named.get(one, one)[:80]) for one in gone)
        return tuple(one for one in words if there(one))

    chosen = sift(shelves.measures, "measure", known.__contains__)
    rows, columns = (sift(one, "dimension", levels.__contains__) for one in (shelves.rows, shelves.columns))
    shows = sift(shelves.shows, "show", lambda one: one.rpartition(":")[2] in HOWS)
    if shows is not None:
        # What is shown of a measure goes with it: that is no second loss.
        shows = tuple(one for one in shows if one.rpartition(":")[0] in known)
    kept = replace(shelves, measures=chosen or None, rows=rows, columns=columns, shows=shows)
    if kept == shelves and not (shelves.bounds or shelves.top or shelves.sort):
        return shelves
    return _ordered(view, kept, known, lost)


def _ordered(view: View, shelves: Shelves, known: set[str], lost: Lost) -> Shelves:
    """Limits on numbers, the first few and the order, as far as the columns that they name are there."""
    columns = [*known, *(f"{key}.{how}" for key in known for how in HOWS)]
    rows = shelves.rows if shelves.rows is not None else tuple(dimensions(view.outline.levels))

    def stands(check: Callable[[], object], text: str) -> bool:
        try:
            check()
        except NotUnderstood:
            lost.append(say(view.language, "saved.lost_bound", text=text[:120]))
            return False
        return True

    bounds = shelves.bounds and tuple(
        one
        for one in shelves.bounds
        if rows and stands(lambda one=one: bound(one, columns), one)  # type: ignore[misc]
    )
    first = shelves.top
    if first and not stands(lambda: top(first, [one for one in rows if one not in GRAINS], columns), first):
        first = ""
    sort = shelves.sort if shelves.sort.lstrip("-") in (*columns, *rows) else ""
    return replace(shelves, bounds=bounds, top=first, sort=sort)
