"""The shelves of Explore as they are drawn: every change of them is a link to the same page."""

from collections.abc import Sequence

from dashboard.answers.glossary import worded
from dashboard.errors import NotUnderstood
from dashboard.metrics.bounds import Bound, Top, bound, top
from dashboard.metrics.catalogue import CHAPTERS, measures
from dashboard.metrics.periods import GRAINS
from dashboard.metrics.shows import CHANGES, HOWS, means
from dashboard.pages.bar import dimension_name
from dashboard.pages.explore import own
from dashboard.pages.explore.chosen import Chosen, chosen, is_compared, is_share, may_divide
from dashboard.pages.explore.forms import CHART, PIVOT, TABLE, charts, form
from dashboard.pages.view import View
from dashboard.parts.controls import Control
from dashboard.parts.shelves import Field, Lying, Shelf, Shelves
from dashboard.text import formats, has, say

_ICONS = {TABLE: "table", PIVOT: "rows", CHART: "bars"}
_TOPS, _BOTTOMS = (5, 10, 20, 50), (5, 10)
_SIGNS = (("<", "<"), ("<=", "≤"), (">", ">"), (">=", "≥"), ("=", "="), ("!=", "≠"))
Offers = tuple[tuple[str, tuple[Control, ...]], ...]


def shelves(view: View) -> Shelves:
    """All of them as they stand."""
    on = chosen(view)
    shown, possible = form(view, on), charts(view, on)
    forms = [TABLE, PIVOT, *([CHART] if possible else [])]
    return Shelves(
        (
            _measures(view, on), _places(view, on, "rows"), _places(view, on, "columns"), _shows(view, on),
            _bounds(view, on), _top(view, on),
        ),
        _tools(view, on),
        tuple(
            Control(
                _say(view, f"form_{one}"), _href(view, form=one), icon=_ICONS[one],
                current=shown in possible if one == CHART else one == shown,
            )
            for one in forms
        ),
        tuple(
            Control(_say(view, f"chart_{one}"), _href(view, form=one), current=one == shown)
            for one in possible
        )
        if shown in possible
        else (),
    )  # fmt: skip


def column_name(view: View, key: str) -> str:
    """The name of a column: a measure, or what is shown of one; an unknown one is called by its key."""
    name, _, how = key.rpartition(".")
    known = measures(view.outline.own)
    if key in known:
        return worded(known[key], view.language, "name")
    if name in known and has(f"explore.show_{how}"):
        return f"{worded(known[name], view.language, 'name')} {_say(view, f'show_{how}')}"
    return key


def _say(view: View, key: str, **values: object) -> str:
    return say(view.language, f"explore.{key}", **values)


def _href(view: View, **changes: object) -> str:
    return view.address.but(shelves=view.address.shelves.but(**changes)).href


def _measures(view: View, on: Chosen) -> Shelf:
    known = measures(view.outline.own)
    lying = tuple(
        Lying(
            column_name(view, one),
            _href(view, measures=tuple(other for other in on.measures if other != one), sort="", shows=None)
            if len(on.measures) > 1 else "",
            one not in known,
        )
        for one in on.measures
    )  # fmt: skip
    lying += tuple(
        Lying(own.own_name(view, one), _href(view, measures=on.measures), True) for one in on.broken
    )
    replaced = {row.key for row in view.outline.own}
    companys = {row.key for row in view.shelf.outline.own}
    mine = [row.key for row in view.outline.own if row.key not in companys]
    chapters = {"mine": mine, "own": [row.key for row in view.shelf.outline.own]} | {
        name: [row.key for row in rows if row.key not in replaced] for name, rows in CHAPTERS.items()
    }
    offers = tuple(
        (
            _say(view, "own_made") if name == "mine" else say(view.language, f"glossary.chapter_{name}"),
            tuple(_measure(view, on, one) for one in keys if view.has(one)),
        )
        for name, keys in chapters.items()
    )
    return Shelf(
        "measures", _say(view, "shelf_measures"), lying, tuple(one for one in offers if one[1]),
        making=own.making(view, on),
    )  # fmt: skip


def _measure(view: View, on: Chosen, key: str) -> Control:
    """Puts a measure on the shelf, or takes it off."""
    rest = tuple(one for one in on.measures if one != key)
    wanted = rest if key in on.measures and rest else (*rest, key)
    return Control(
        column_name(view, key), _href(view, measures=wanted, shows=None), current=key in on.measures
    )


def _places(view: View, on: Chosen, shelf: str) -> Shelf:
    """What goes down, or across."""
    here: tuple[str, ...] = getattr(on, shelf)
    other = "columns" if shelf == "rows" else "rows"
    there: tuple[str, ...] = getattr(on, other)
    possible = [one for one in may_divide(view, on.leading) if one not in here]
    lying = tuple(
        Lying(
            dimension_name(view, one), _placed(view, shelf, tuple(x for x in here if x != one), other, there)
        )
        for one in here
    )
    offers = tuple(
        Control(
            dimension_name(view, one),
            _placed(view, shelf, (*here, one), other, tuple(x for x in there if x != one)),
        )
        for one in possible
    )
    return Shelf(shelf, _say(view, f"shelf_{shelf}"), lying, (("", offers),) if offers else ())


def _placed(view: View, shelf: str, here: tuple[str, ...], other: str, there: tuple[str, ...]) -> str:
    """Both shelves at once: whoever changes one keeps what the page had put on the other."""
    return _href(view, **{shelf: here, other: there, "sort": "", "top": ""})


def _shows(view: View, on: Chosen) -> Shelf:
    known = measures(view.outline.own)
    rows = [known[one] for one in on.measures if one in known]
    hows = list(dict.fromkeys(one.rpartition(":")[2] for one in on.shows))
    possible = [
        how for how in HOWS
        if any(how in means(row) and (how not in CHANGES or is_compared(view, row)) for row in rows)
    ]  # fmt: skip

    def told(how: str) -> tuple[str, ...]:
        return tuple(
            f"{row.key}:{how}" for row in rows
            if how in means(row) and (how not in CHANGES or is_compared(view, row))
        )  # fmt: skip

    def without(how: str) -> tuple[str, ...]:
        return tuple(one for one in on.shows if one.rpartition(":")[2] != how)

    lying = tuple(
        Lying(
            _say(view, f"show_{how}") if how in HOWS else how,
            _href(view, shows=without(how)),
            how not in HOWS,
        )
        for how in hows
    )
    offers = tuple(
        Control(
            _say(view, f"show_{how}"),
            _href(view, shows=without(how) if how in hows else (*on.shows, *told(how))),
            current=how in hows,
        )
        for how in possible
    )
    return Shelf(
        "shows",
        _say(view, "shelf_shows"),
        (Lying(_say(view, "show_value")), *lying),
        (("", offers),) if offers else (),
    )


def _bounds(view: View, on: Chosen) -> Shelf:
    """Limits on numbers: only rows that lie within them."""
    lying = tuple(Lying(*_bound(view, on, one), wrong=False) for one in on.bounds)
    columns = [(key, column_name(view, key)) for key in _columns(on)]
    limit = Field(
        "bound", tuple(columns), _SIGNS, _say(view, "bound_of"), _say(view, "bound_sign"),
        _say(view, "bound_number"), _say(view, "bound_go"),
        tuple(key for key in _columns(on) if _is_shared(view, key)), _say(view, "bound_share"),
    )  # fmt: skip
    return Shelf(
        "bounds", _say(view, "shelf_bounds"), lying, empty=_say(view, "all"), field=limit if on.rows else None
    )


def _columns(on: Chosen) -> list[str]:
    return [*on.measures, *(one.replace(":", ".") for one in on.shows)]


def _bound(view: View, on: Chosen, text: str) -> tuple[str, str]:
    away = _href(view, bounds=tuple(one for one in on.bounds if one != text))
    try:
        return bound_words(view, bound(text, _columns(on))), away
    except NotUnderstood:
        return text, away


def bound_words(view: View, one: Bound) -> str:
    """A limit as its reader writes it: «Attainment < 80%»."""
    number = (
        formats.percent(view.language, one.value, _places_of(one.value * 100))
        if _is_shared(view, one.column)
        else formats.number(view.language, one.value, _places_of(one.value))
    )
    return f"{column_name(view, one.column)} {dict(_SIGNS)[one.sign]} {number}"


def _is_shared(view: View, column: str) -> bool:
    """Whether the values of a column are shares, which people write in percent."""
    name, _, how = column.partition(".")
    row = measures(view.outline.own).get(name)
    own = row is not None and is_share(row) and how in ("", "difference")
    return own or how.startswith("share") or how == "difference_pct"


def _places_of(value: object) -> int:
    text = f"{value:f}"
    return min(4, len(text.partition(".")[2].rstrip("0")))


def _top(view: View, on: Chosen) -> Shelf:
    """The first few of what goes down."""
    names = [one for one in on.rows if one not in GRAINS]
    found = None
    lying: tuple[Lying, ...] = ()
    if on.top:
        try:
            found = top(on.top, on.rows, _columns(on))
            lying = (Lying(top_words(view, found), _href(view, top="")),)
        except NotUnderstood:
            lying = (Lying(on.top, _href(view, top=""), wrong=True),)
    offers = [(dimension_name(view, name), _firsts(view, on, name, found)) for name in names]
    return Shelf("top", _say(view, "shelf_top"), lying, tuple(offers), empty=_say(view, "all"))


def _firsts(view: View, on: Chosen, of: str, found: Top | None) -> tuple[Control, ...]:
    def control(n: int, down: bool) -> Control:
        others = found.others if found else True
        wanted = Top(n, of, on.leading, down, others=others)
        key = "top_choice" if down else "bottom_choice"
        same = found is not None and (found.n, found.of, found.descending) == (n, of, down)
        return Control(_say(view, key, n=n), _href(view, top=str(wanted)), current=same)

    choices = [control(n, True) for n in _TOPS] + [control(n, False) for n in _BOTTOMS]
    if found and found.of == of:
        turned = Top(found.n, of, found.column, found.descending, found.per, not found.others)
        choices.append(Control(_say(view, "with_others"), _href(view, top=str(turned)), current=found.others))
    return tuple(choices)


def top_words(view: View, one: Top) -> str:
    """The first few in words: «10 Customer by Net sales»."""
    key = f"{'top' if one.descending else 'bottom'}_n{'_per' if one.per else ''}"
    return _say(
        view, key, n=one.n, of=dimension_name(view, one.of), column=column_name(view, one.column),
        per=dimension_name(view, one.per) if one.per else "",
    )  # fmt: skip


def _tools(view: View, on: Chosen) -> tuple[Control, ...]:
    tools: Sequence[Control] = (
        Control(_say(view, "undo"), icon="undo", attributes={"data-step": "-1"}),
        Control(_say(view, "redo"), icon="redo", attributes={"data-step": "1"}),
    )
    swap = Control(
        _say(view, "swap"), _href(view, rows=on.columns, columns=on.rows, sort="", top=""), icon="swap"
    )
    fold = Control(_say(view, "open_all"), icon="rows", attributes={"data-folds": ""})
    return (*tools, *((swap,) if on.columns else ()), *((fold,) if len(on.rows) > 1 else ()))
