"""The small print of the leadership page: how fresh and how whole its data is, and what is still to come."""

from decimal import Decimal

from dash.development.base_component import Component

from dashboard.exports.sheet import Column, Sheet
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.bridge import facts, note
from dashboard.parts.panel import Panel, panel
from dashboard.text import dates, formats, say


def status(view: View) -> Component:
    """Through when, published when, how much of the sales was accepted, and which checks failed."""
    language = view.language
    (name, day), *others = _facts(view)
    through: Component = html.Span(day)
    if view.late:
        through = html.Span([html.Span(className="dot warn"), day], className="late")
    return panel(language, Panel(say(language, "leadership.status")), [facts([(name, through), *others])])


def status_sheets(view: View) -> tuple[Sheet, ...]:
    """The same facts as a sheet, whose columns need no heading."""
    columns = (Column(""), Column(""))
    return (Sheet(say(view.language, "leadership.status"), "", columns, tuple(_facts(view))),)


def _facts(view: View) -> list[tuple[str, str]]:
    language, manifest = view.language, view.shelf.manifest
    day = dates.day(language, view.outline.through)
    made = f"{dates.day(language, manifest.created_at.date())}, {dates.time(language, manifest.created_at)}"
    passed = sum(check.passed for check in manifest.checks)
    return [
        (say(language, "leadership.through"), day),
        (say(language, "leadership.published"), made),
        (say(language, "leadership.publication"), manifest.id),
        (say(language, "leadership.accepted"), _accepted(view)),
        (say(language, "leadership.quarantined"), formats.number(language, manifest.quarantined)),
        (say(language, "leadership.checks"), f"{passed} / {len(manifest.checks)}"),
    ]


def _accepted(view: View) -> str:
    """The share of the rows of sales that were accepted."""
    for total in view.shelf.manifest.totals:
        if (total.target, total.measure) == ("sales", "rows") and Decimal(total.total_in):
            share = Decimal(total.accepted) / Decimal(total.total_in)
            return formats.percent(view.language, share)
    return formats.ABSENT


def governance_sheets(view: View) -> tuple[Sheet, ...]:
    """The same sentence as a sheet."""
    words = (say(view.language, "leadership.governance_to_come"),)
    return (Sheet(say(view.language, "leadership.governance"), notes=words),)


def governance(view: View) -> Component:
    """That changes of territories are told when they are administered here."""
    head = Panel(say(view.language, "leadership.governance"))
    return panel(view.language, head, [note(say(view.language, "leadership.governance_to_come"))])
