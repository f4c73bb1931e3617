"""Who saw one customer, and which territories and people had it."""

import datetime as dt

from dash.development.base_component import Component

from dashboard.answers.customers import Holder, holders
from dashboard.answers.rows import Rows, rows_behind
from dashboard.exports.cells import DAY, TEXT
from dashboard.exports.sheet import Column, Sheet
from dashboard.metrics.question import Question
from dashboard.pages.downloads import tile_downloads
from dashboard.pages.sheets import tile_menu
from dashboard.pages.view import View
from dashboard.parts.listing import Line, Named, listing, listing_sheet
from dashboard.parts.panel import Panel, panel
from dashboard.parts.states import State
from dashboard.text import dates, formats, has, say

_MOST = 12
CONTACTS, HOLDERS = "contacts", "holders"


def _question(view: View) -> Question:
    return view.question("contacts", period=view.so_far, against="")


def contacts_panel(view: View) -> Component:
    """The latest contacts; all of them are the rows behind their number."""
    head, columns, lines = _contacts(view, _MOST // 2 if view.phone else _MOST)
    return panel(view.language, head, [listing(view.language, head.title, columns, lines)])


def contacts_sheets(view: View) -> tuple[Sheet, ...]:
    """All contacts as a sheet."""
    return (listing_sheet(*_contacts(view, view.longest)),)


def _contacts(view: View, most: int) -> tuple[Panel, list[Column], list[Line]]:
    language, title = view.language, say(view.language, "profile.contacts")
    found = rows_behind(_question(view), "contacts", view.scope, view.shelf, most)
    count = formats.number(language, found.row_count)
    key = "profile.contacts_some" if found.row_count > len(found.rows) else "profile.contacts_all"
    scope = say(language, key, n=found.row_count, count=count, shown=len(found.rows))
    nothing = None if found.rows else State("empty", say(language, "profile.no_contact"))
    looks = {"contact_kind": TEXT, "contact_day": DAY}
    columns = [Column(say(language, f"column.{key}"), look) for key, look in looks.items()]
    head = Panel(title, scope, menu=tile_menu(view, "contacts", "months", tile=CONTACTS), state=nothing)
    return head, columns, [_contact(view, found, row) for row in found.rows]


def _contact(view: View, found: Rows, row: tuple[object, ...]) -> Line:
    told = dict(zip(found.columns, row, strict=True))
    day, kind = told["contact_day"], _kind(view, told["contact_kind"])
    what = kind if told["result"] in (None, "?") else f"{kind} · {told['result']}"
    return Named(what, _word(view, told["rep"])), day if isinstance(day, dt.date) else None


def _kind(view: View, kind: object) -> str:
    key = f"profile.kind_{kind}"
    return say(view.language, key) if has(key) else _word(view, kind)


def _word(view: View, value: object) -> str:
    return say(view.language, "ask.unknown") if value in (None, "?") else str(value)


def holders_panel(view: View) -> Component:
    """Which territory had it from when to when, and who worked it; the latest first."""
    head, columns, lines = _holders(view)
    return panel(view.language, head, [listing(view.language, head.title, columns, lines)])


def holders_sheets(view: View) -> tuple[Sheet, ...]:
    """The same lines as a sheet."""
    return (listing_sheet(*_holders(view)),)


def _holders(view: View) -> tuple[Panel, list[Column], list[Line]]:
    language, customer = view.language, view.customer
    assert customer, "only the page of a customer asks whose it was"
    found = holders(customer.id, view.scope, view.shelf)
    head = Panel(
        say(language, "profile.holders"),
        "" if view.scope.everything else say(language, "profile.holders_scope"),
        menu=tile_downloads(view, HOLDERS),
        state=None if found else State("empty", say(language, "profile.no_holder")),
    )
    columns = [Column(say(language, f"profile.col_{key}")) for key in ("territory", "days")]
    return head, columns, [_holder(view, one) for one in found]


def _holder(view: View, one: Holder) -> Line:
    there = view.address.but(path="/", at=one.territory)
    href = there.href if one.territory in view.tree.nodes else ""
    return Named(one.label, one.person or say(view.language, "profile.vacant"), href), _days(view, one)


def _days(view: View, one: Holder) -> str:
    start, end = (dates.day(view.language, day) for day in (one.start, one.end))
    if one.start and one.end:
        return say(view.language, "profile.from_to", start=start, end=end)
    if one.start:
        return say(view.language, "profile.from", start=start)
    return say(view.language, "profile.to", end=end) if one.end else say(view.language, "profile.always")
