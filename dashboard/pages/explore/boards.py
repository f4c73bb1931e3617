"""The leaderboards of Explore: who leads in each dimension, how it changed; a click keeps one alone."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from dash.development.base_component import Component

from dashboard.answers.answer import Answer
from dashboard.errors import MetronError
from dashboard.exports.cells import TEXT
from dashboard.exports.sheet import Column, Sheet
from dashboard.metrics.catalogue import dimension, measure
from dashboard.metrics.conditions import Condition
from dashboard.metrics.conditions import written as limit_to
from dashboard.metrics.kinds import Aggregation
from dashboard.metrics.question import Question
from dashboard.metrics.shows import means
from dashboard.pages.bar import dimension_name
from dashboard.pages.downloads import tile_downloads
from dashboard.pages.explore.chosen import chosen, divides, is_compared, is_share
from dashboard.pages.explore.members import member_name
from dashboard.pages.explore.values import Value, Written, form_of, written
from dashboard.pages.instead import instead, outside
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.controls import Control
from dashboard.parts.leaderboards import Leader, Leaderboard, leaderboard
from dashboard.parts.states import State, replacement
from dashboard.parts.tiles import Tone
from dashboard.text import formats, say

TILE = "leaderboards"
BOARDS, LEADERS = 6, 5
# By what a leaderboard is sorted, and the column that is shown for it: of the value, its change.
ORDERS: dict[str, tuple[str, bool]] = {
    "value": ("", True), "share": ("share_of_total", True),
    "gain": ("difference", True), "loss": ("difference", False),
    "gain_pct": ("difference_pct", True), "loss_pct": ("difference_pct", False),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Members:
    """The answer behind a leaderboard, with what it shows of each member."""

    dimension: str
    found: Answer
    value: Written
    beside: str
    change: str
    how: Written | None


def questions(view: View) -> tuple[Question, ...]:
    """One a dimension."""
    return tuple(_question(view, one) for one in shown(view))


def shown(view: View) -> tuple[str, ...]:
    """The dimensions that tell most."""
    return divides(view, chosen(view).leading)[:BOARDS]


def _question(view: View, by: str, limit: int = LEADERS) -> Question:
    key = chosen(view).leading
    how, down = ORDERS[order(view)]
    shows = [how] if how else _change(view, key)
    sort = f"{key}.{how}" if how and how != "share_of_total" else key
    return view.question(
        key,
        by=(by,),
        shows=[f"{key}:{one}" for one in shows],
        sort=(f"{'-' if down else ''}{sort}",),
        limit=limit,
    )


def _change(view: View, key: str) -> list[str]:
    row = measure(key, view.outline.own)
    if not is_compared(view, row):
        return []
    return ["difference" if is_share(row) else "difference_pct"]


def offered(view: View) -> list[str]:
    """The orders that mean something of the measure."""
    row = measure(chosen(view).leading, view.outline.own)
    kept = [one for one, (how, _) in ORDERS.items() if not how or how in means(row)]
    changed = is_compared(view, row)
    return [one for one in kept if ORDERS[one][0] in ("", "share_of_total") or changed]


def order(view: View) -> str:
    """The order chosen, if the measure has it."""
    found = view.address.shelves.order
    return found if found in offered(view) else "value"


def boards(view: View) -> Component:
    """All of them; one that fails, fails alone. Where nothing tells the measure apart, that is said."""
    if not (by := shown(view)):
        return replacement(view.language, State("empty", say(view.language, "explore.whole_alone")), 120)
    return html.Div([_board(view, one) for one in by], className="boards")


def _board(view: View, by: str) -> Component:
    title = dimension_name(view, by)
    try:
        return leaderboard(view.language, _leaderboard(view, by, title))
    except MetronError as error:
        return leaderboard(view.language, Leaderboard(title, "", state=instead(view.language, error)))


def _leaderboard(view: View, by: str, title: str) -> Leaderboard:
    if beside := outside(view, view.period):
        return Leaderboard(title, "", state=beside)
    members = _members(view, by)
    found, shelves = members.found, view.address.shelves
    leaders = tuple(_leader(view, members, at) for at in range(len(found.rows)))
    return Leaderboard(
        title,
        formats.number(view.language, found.row_count),
        leaders,
        _rest(view, members),
        view.address.but(shelves=shelves.but(rows=(by,), columns=(), sort="", top="")).href,
        _menu(view),
        None if leaders else State("empty", say(view.language, "explore.nothing_counted")),
    )


def _members(view: View, by: str, limit: int = LEADERS) -> Members:
    found, key = view.answer(_question(view, by, limit)), chosen(view).leading
    total = found.total(key)
    form = form_of([row[found.at(key)] for row in found.rows], form_of([total]))
    change = next((one.key for one in found.question.shows), "")
    return Members(
        by, found, written(view, key, found.question, form),
        found.beside(key) if found.question.against and is_compared(view, found.question.row(key)) else "",
        change, written(view, change, found.question, form) if change else None,
    )  # fmt: skip


def _leader(view: View, members: Members, at: int) -> Leader:
    found, key = members.found, members.found.question.measures[0]
    row, member = found.rows[at], str(found.keys[at][0])
    longest = max(
        [abs(_plain(one[found.at(name)])) for one in found.rows for name in _ends(members)], default=0
    )
    now, before = row[found.at(key)], row[found.at(members.beside)] if members.beside else None
    change = row[found.at(members.change)] if members.change else None
    new = members.beside and not before and now and view.comparison.yearly and not view.address.shelves.order
    return Leader(
        member_name(view, members.dimension, member, row[0]),
        members.value.told(view, now),  # type: ignore[arg-type]
        *_told_change(view, members, change, new=bool(new)),
        length=max(0.0, _plain(now) / longest) if longest else 0,
        mark=min(1.0, max(0.0, _plain(before) / longest)) if longest and before else None,
        href=keep(view, members.dimension, member),
    )  # fmt: skip


def _ends(members: Members) -> list[str]:
    return [members.found.question.measures[0], *([members.beside] if members.beside else [])]


def _told_change(view: View, members: Members, change: object, *, new: bool = False) -> tuple[str, Tone, int]:
    if members.how is None:
        return "", "flat", 0
    if change is None:
        return (say(view.language, "parts.mix_new") if new else formats.ABSENT), "flat", 0
    told, tone = members.how.told(view, change), members.how.tone(change)  # type: ignore[arg-type]
    way = 0 if not members.how.look.signed or tone == "flat" else 1 if _plain(change) > 0 else -1
    return told, tone, way


def keep(view: View, by: str, member: str) -> str:
    """Where a member leads: into a territory, or to itself alone; nowhere if it is alone already."""
    shelves = view.address.shelves.but()
    if dimension(by, view.outline.levels).group == "territory" and member in view.tree.nodes:
        return "" if member == view.address.at else view.address.but(at=member, shelves=shelves).href
    limit = limit_to(Condition(by, (member,)))
    if limit in view.address.where:
        return ""
    return view.address.but(where=(*view.address.where, limit), shelves=shelves).href


def _rest(view: View, members: Members) -> Leader | None:
    """All others in one line, where they add up; else the total, where nobody else is left."""
    found, key = members.found, members.found.question.measures[0]
    left = found.row_count - len(found.rows)
    if not left:
        change = found.total(members.change) if members.change else None
        total = found.total(key)
        told = _told_change(view, members, change)
        return Leader(say(view.language, "ask.total"), members.value.told(view, total), *told)  # type: ignore[arg-type]
    name = say(view.language, "explore.more", n=left, count=formats.number(view.language, left))
    if found.question.row(key).aggregation is not Aggregation.SUM:
        return Leader(name, "")
    now, before = (_left(found, one) if one else None for one in (key, members.beside))
    change = None
    if now is not None and before and members.change.endswith("difference_pct"):
        change = (now - before) / before if before > 0 else None
    elif now is not None and before is not None and members.change.endswith("difference"):
        change = now - before
    elif members.change.endswith("share_of_total"):
        change = Decimal(1) - sum((_exact(row[found.at(members.change)]) for row in found.rows), Decimal(0))
    return Leader(name, members.value.told(view, now), *_told_change(view, members, change))


def _left(found: Answer, column: str) -> Decimal | None:
    total = found.total(column)
    if total is None:
        return None
    return _exact(total) - sum((_exact(row[found.at(column)]) for row in found.rows), Decimal(0))


def _exact(value: object) -> Decimal:
    return Decimal(str(value or 0))


def _plain(value: object) -> float:
    return float(value) if isinstance(value, Decimal | float | int) else 0.0


def _menu(view: View) -> tuple[Control, ...]:
    """By what the leaderboards are sorted, and their download."""
    shelves = view.address.shelves
    orders = [
        Control(
            say(view.language, f"explore.order_{one}"),
            view.address.but(shelves=shelves.but(order="" if one == "value" else one)).href,
            current=one == order(view),
        )
        for one in offered(view)
    ]
    return (*orders, *tile_downloads(view, TILE))


def boards_sheets(view: View) -> tuple[Sheet, ...]:
    """Each leaderboard as a sheet, with as many members as a list has."""
    return tuple(_sheet(view, one) for one in shown(view))


def _sheet(view: View, by: str) -> Sheet:
    title = dimension_name(view, by)
    try:
        members = _members(view, by, 1000)
    except MetronError as error:
        return Sheet(title, notes=(instead(view.language, error).sentence,))
    found, form = members.found, members.value.look.form
    keys = [found.question.measures[0], members.beside, members.change]
    columns = [one for one in found.columns if one.key in keys]
    how = [written(view, one.key, found.question, form) for one in columns]
    rows = [
        (member_name(view, by, named[0], row[0]), *(_value(row[found.at(one.key)]) for one in columns))
        for named, row in zip(found.keys, found.rows, strict=True)
    ]
    return Sheet(
        title,
        f"{members.value.head} {members.value.unit}".strip(),
        (Column(title, TEXT), *(one.column for one in how)),
        tuple(rows),
        (say(view.language, "ask.total"), *(_value(found.total(one.key)) for one in columns)),
        more=found.row_count - len(found.rows),
    )


def _value(value: object) -> Value:
    return value if isinstance(value, Decimal | float | int | dt.date) else None
