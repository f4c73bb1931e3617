"""Asking about a line: the list of what was asked, and one inquiry with its answers."""

import datetime as dt
from decimal import Decimal

from dash.development.base_component import Component

from dashboard.access.person import Role
from dashboard.access.scope import PayScope
from dashboard.errors import Denied, NotUnderstood
from dashboard.pages.pay.entries import item_of
from dashboard.pages.pay.planned import plan_sheet
from dashboard.pages.pay.shown import may_ask, month_of, shown
from dashboard.pages.pay.team import names, plans_of
from dashboard.pages.pay.words import money, named, of_currency, signed
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.drawing import Drawing
from dashboard.parts.inquiries import Asked, Spoken, ask_form, inquiry_list, say_form, spoken
from dashboard.parts.panel import Panel, panel
from dashboard.parts.window import window
from dashboard.pay.inquiring import ANSWER_DAYS, KINDS, UPHELD, may_say
from dashboard.records import inquiries as book
from dashboard.records import pay as records_of_pay
from dashboard.records.inquiries import Inquiry, Step
from dashboard.records.pay import Kept, Run
from dashboard.text import dates, say

_WINDOW = {"window": "sheet"}


def readable(view: View) -> list[Inquiry]:
    """The inquiries that this person may read: their own, or all for those who keep pay."""
    if view.records is None:
        return []
    rights = view.scope.pay
    with view.records.reading() as connection:
        return book.of(connection, None if rights.everybody else rights.own)


def opened(view: View, id: int) -> Inquiry:
    """One of them.

    Raises:
        Denied: there is none, or it is not this person's to read.
    """
    for one in readable(view):
        if one.id == id:
            return one
    raise Denied("inquiry.not_yours")


def sides(view: View, inquiry: Inquiry) -> tuple[bool, bool]:
    """Whether this person is who is paid, and whether they answer."""
    return inquiry.payee in view.scope.pay.own, view.person.role is Role.OPERATIONS


def inquiries_panel(view: View) -> Component:
    """What was asked, the latest first; nothing where nobody has asked."""
    found = readable(view)
    if not found:
        return html.Div()
    language, rights = view.language, view.scope.pay
    rows = [_asked(view, rights, one) for one in found]
    waiting = sum(one.open for one in found)
    head = Panel(say(language, "inquiry.title"), say(language, "inquiry.waiting", n=waiting))
    return panel(language, head, [Drawing(inquiry_list(language, rows))])


def pay_sheet(view: View) -> list[Component]:
    """The sheet that the address opens over the page of pay, if any.

    Raises:
        Denied: it is about somebody else's pay.
        NotUnderstood: there is no such line.
    """
    kind, _, what = view.address.see.partition(":")
    if kind == "inquiry" and what.isdecimal():
        return [_thread(view, opened(view, int(what)))]
    if kind == "ask" and what.isdecimal():
        return [_asking(view, int(what))]
    if kind == "plan":
        return [plan_sheet(view)]
    return []


def _asking(view: View, line: int) -> Component:
    found = shown(view)
    if found is None or not line < len(found.kept.lines):
        raise NotUnderstood("inquiry.no_line")
    if may_ask(view, found) is None:
        raise Denied("inquiry.not_now")
    language = view.language
    about = html.P(_about(view, found.kept, found.run, line))
    kinds = [(kind, say(language, f"inquiry.kind_{kind}")) for kind in KINDS]
    promise = html.P(say(language, "inquiry.promise", days=ANSWER_DAYS), className="quiet")
    currency = "" if found.kept.currency == view.currency else found.kept.currency
    form = ask_form(language, line, kinds, currency)
    content = [about, Drawing(form, className="views-box"), promise]
    return window(language, _WINDOW, say(language, "inquiry.ask"), content, full=view.phone)


def _thread(view: View, inquiry: Inquiry) -> Component:
    language = view.language
    kept, run = statement_of(view, inquiry)
    about = [html.P(_about(view, kept, run, inquiry.line))]
    if expected := _expected(view, inquiry):
        about.append(html.P(expected))
    about.append(html.P(_due(view, inquiry), className="quiet"))
    said = spoken([_spoken(view, one) for one in inquiry.steps])
    payee, keeper = sides(view, inquiry)
    says = may_say(inquiry, payee=payee, keeper=keeper)
    form = ""
    if says:
        options = [(one, say(language, f"inquiry.say_{one}")) for one in says]
        form = say_form(language, inquiry.id, options, dated=bool(UPHELD & {*says}))
    title = say(language, "inquiry.number", id=inquiry.id, kind=say(language, f"inquiry.kind_{inquiry.kind}"))
    content = [*about, Drawing(said + form, className="views-box")]
    return window(language, _WINDOW, title, content, full=view.phone)


def statement_of(view: View, inquiry: Inquiry) -> tuple[Kept, Run]:
    """The statement that an inquiry is about, and its run."""
    assert view.records is not None, "an inquiry was read from there"
    with view.records.reading() as connection:
        kept = records_of_pay.statement(connection, inquiry.statement_id)
        run = records_of_pay.run(connection, kept.run_id)
    assert run is not None, "a statement has a run"
    return kept, run


def _about(view: View, kept: Kept, run: Run, line: int) -> str:
    written = kept.lines[line]
    plan = plans_of(view, run)[kept.plan, kept.plan_version]
    return say(
        view.language,
        "inquiry.about",
        item=item_of(view, plan, written["kind"], written["component"]),
        amount=of_currency(view, signed(view, Decimal(written["amount"])), kept.currency),
        month=dates.month_name(view.language, kept.end - dt.timedelta(days=1)),
        plan=named(view, plan.name),
    )


def _asked(view: View, rights: PayScope, inquiry: Inquiry) -> Asked:
    language = view.language
    kept, run = statement_of(view, inquiry)
    late = inquiry.open and inquiry.state != "asked_back" and inquiry.due_on < view.today
    return Asked(
        view.address.but(
            of=kept.payee if rights.everybody else "", month=month_of(kept), see=f"inquiry:{inquiry.id}"
        ).href,
        _about(view, kept, run, inquiry.line),
        names(view).get(kept.payee, kept.payee) if rights.everybody else "",
        _expected(view, inquiry),
        say(language, f"inquiry.state_{inquiry.state}"),
        _due(view, inquiry) if inquiry.open else "",
        inquiry.open,
        late,
    )


def _expected(view: View, inquiry: Inquiry) -> str:
    """What was expected, if an amount was named."""
    if inquiry.expected is None:
        return ""
    amount = of_currency(view, money(view, inquiry.expected), inquiry.currency)
    return say(view.language, "inquiry.expects", amount=amount)


def _due(view: View, inquiry: Inquiry) -> str:
    key = "inquiry.due" if inquiry.open else "inquiry.was_due"
    return say(view.language, key, day=dates.day(view.language, inquiry.due_on))


def _spoken(view: View, step: Step) -> Spoken:
    language = view.language
    title = say(language, f"inquiry.state_{step.said}")
    if step.changed_on is not None:
        title = say(language, "inquiry.changed", state=title, day=dates.day(language, step.changed_on))
    by = say(language, "inquiry.by", name=step.name, day=dates.day(language, step.at.date()))
    evidence = say(language, "inquiry.shown_by", evidence=step.evidence) if step.evidence else ""
    return Spoken(title, by, step.text, evidence)
