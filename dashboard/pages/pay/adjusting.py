"""Manual adjustments for those who keep pay: what is asked for, what was decided, and the form to ask."""

import datetime as dt
from collections.abc import Iterator, Sequence

from dash.development.base_component import Component

from dashboard.answers.reports import report
from dashboard.pages.pay.periods import Month, may_act, moment, months_of
from dashboard.pages.pay.team import plans_of
from dashboard.pages.pay.words import named, of_currency, signed
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.drawing import Drawing
from dashboard.parts.panel import Panel, panel
from dashboard.parts.periods import AskForm, Doing, Row, ask_form, period_list
from dashboard.pay.adjustments import REASONS
from dashboard.records.pay_adjustments import Adjustment, adjustments
from dashboard.text import dates, say

_DAY = dt.timedelta(days=1)
_LOOKS = {"pending": "warn", "approved": "good", "rejected": "bad", "withdrawn": ""}
_FIELDS = ("ask", "month", "payee", "plan", "amount", "reason", "why", "send")


def adjusting_panel(view: View) -> Component:
    """The list of the months shown, and the form; nothing for whoever does not keep pay."""
    if not view.scope.pay.everybody or view.records is None:
        return html.Div()
    language, months = view.language, months_of(view)
    with view.records.reading() as connection:
        since = months[-1].end - dt.timedelta(days=40) if months else dt.date.max
        found = adjustments(connection, since)
    names = {str(key): str(name) for key, name in report("people", view.shelf)}
    rows = [_row(view, one, names.get(one.payee, one.payee)) for one in reversed(found)]
    title = say(language, "payadjust.title")
    said = period_list(rows, say(language, "payperiod.history")) if rows else ""
    empty = [] if rows else [html.P(say(language, "payadjust.none"), className="quiet")]
    form = ask_form(_form(view, months, names)) if may_act(view.person) else ""
    return panel(language, Panel(title), [*empty, Drawing(said + form)])


def _form(view: View, months: Sequence[Month], names: dict[str, str]) -> AskForm:
    language = view.language
    still_open = [one for one in months if one.run is None or one.run.state == "calculated"]
    run = next((one.run for one in months if one.run), None)
    plans = {plan.key: named(view, plan.name) for plan in plans_of(view, run).values()} if run else {}
    return AskForm(
        {name: say(language, f"payadjust.field_{name}") for name in _FIELDS},
        [(one.key, dates.month_name(language, one.end - _DAY)) for one in still_open],
        sorted(names.items(), key=lambda one: one[1]),
        sorted(plans.items()),
        [(key, say(language, f"payadjust.reason_{key}")) for key in REASONS],
    )


def _row(view: View, one: Adjustment, name: str) -> Row:
    language = view.language
    reason = say(language, f"payadjust.reason_{one.reason}")
    facts = [one.name, name, dates.month_name(language, one.end - _DAY), reason]
    return Row(
        of_currency(view, signed(view, one.amount), one.currency or view.currency),
        say(language, f"payadjust.state_{one.state}"),
        _LOOKS[one.state],
        facts,
        one.rationale,
        tuple(_doings(view, one)) if may_act(view.person) else (),
        history=[
            (_told(view, "pending", one.by, one.at), ""),
            *((_told(view, each.state, each.by, each.at), each.reason) for each in one.decisions),
        ],
    )


def _doings(view: View, one: Adjustment) -> Iterator[Doing]:
    fields, language = {"adjustment": one.name}, view.language
    if one.state == "pending":
        if one.by != view.person.email:
            yield Doing("approved", say(language, "payadjust.do_approved"), fields, main=True)
        yield Doing(
            "rejected", say(language, "payadjust.do_rejected"), fields, why=say(language, "payperiod.why")
        )
    if one.state == "approved":
        yield Doing(
            "withdrawn", say(language, "payadjust.do_withdrawn"), fields, why=say(language, "payperiod.why")
        )


def _told(view: View, state: str, by: str, at: dt.datetime) -> str:
    words = say(view.language, f"payadjust.step_{state}")
    return say(view.language, "payadjust.step", state=words, by=by, at=moment(view, at))
