"""Who saw one customer, and which territories and people had it."""

import datetime as dt

from dash import dcc
from dash.development.base_component import Component

from dashboard.answers.customers import Holder, holders
from dashboard.answers.rows import Rows, rows_behind
from dashboard.metrics.question import Question
from dashboard.pages.sheets import tile_menu
from dashboard.pages.view import View
from dashboard.parts.listing import listing, named
from dashboard.parts.panel import Panel, panel
from dashboard.parts.states import State
from dashboard.text import dates, formats, has, say

_MOST = 12


def _question(view: View) -> Question:
    return view.question("contacts", period=view.so_far, against="")


def contacts_panel(view: View) -> Component:
    """The latest contacts; all of them are the rows behind their number."""
    language, title = view.language, say(view.language, "profile.contacts")
    found = rows_behind(
        _question(view), "contacts", view.scope, view.shelf, _MOST // 2 if view.phone else _MOST
    )
    count = formats.number(language, found.row_count)
    more = found.row_count > len(found.rows)
    key = "profile.contacts_some" if more else "profile.contacts_all"
    scope = say(language, key, n=found.row_count, count=count, shown=len(found.rows))
    nothing = None if found.rows else State("empty", say(language, "profile.no_contact"))
    heads = [say(language, f"column.{name}") for name in ("contact_kind", "contact_day")]
    rows = [_contact(view, found, row) for row in found.rows]
    head = Panel(title, scope, menu=tile_menu(view, "contacts", "months"), state=nothing)
    return panel(language, head, [listing(title, heads, rows)])


def _contact(view: View, found: Rows, row: tuple[object, ...]) -> list[object]:
    told = dict(zip(found.columns, row, strict=True))
    day, kind = told["contact_day"], _kind(view, told["contact_kind"])
    what = kind if told["result"] in (None, "?") else f"{kind} · {told['result']}"
    return [
        named(what, _word(view, told["rep"])),
        dates.day(view.language, day) if isinstance(day, dt.date) else formats.ABSENT,
    ]


def _kind(view: View, kind: object) -> str:
    key = f"profile.kind_{kind}"
    return say(view.language, key) if has(key) else _word(view, kind)


def _word(view: View, value: object) -> str:
    return say(view.language, "ask.unknown") if value in (None, "?") else str(value)


def holders_panel(view: View) -> Component:
    """Which territory had it from when to when, and who worked it; the latest first."""
    language, title = view.language, say(view.language, "profile.holders")
    customer = view.customer
    assert customer, "only the page of a customer asks whose it was"
    found = holders(customer.id, view.scope, view.shelf)
    scope = "" if view.scope.everything else say(language, "profile.holders_scope")
    nothing = None if found else State("empty", say(language, "profile.no_holder"))
    heads = [say(language, f"profile.col_{key}") for key in ("territory", "days")]
    rows = [_holder(view, one) for one in found]
    return panel(language, Panel(title, scope, state=nothing), [listing(title, heads, rows)])


def _holder(view: View, one: Holder) -> list[object]:
    known = one.territory in view.tree.nodes
    there = view.address.but(path="/", at=one.territory)
    return [
        named(
            dcc.Link(one.label, href=there.href) if known else one.label,
            one.person or say(view.language, "profile.vacant"),
        ),
        _days(view, one),
    ]


def _days(view: View, one: Holder) -> str:
    start, end = (dates.day(view.language, day) for day in (one.start, one.end))
    if one.start and one.end:
        return say(view.language, "profile.from_to", start=start, end=end)
    if one.start:
        return say(view.language, "profile.from", start=start)
    return say(view.language, "profile.to", end=end) if one.end else say(view.language, "profile.always")
