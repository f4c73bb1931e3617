"""What operations do with pay on its page: steps of a run, and manual adjustments. All others are refused."""

import datetime as dt
from collections.abc import Callable, Mapping

from dashboard.errors import Denied, NotUnderstood
from dashboard.exports.payroll_file import FORMS, write_payroll
from dashboard.pages.pay.periods import may_act
from dashboard.pages.view import View
from dashboard.paths import Home
from dashboard.pay import adjustments, cycle, payroll
from dashboard.pay.adjustments import Wanted
from dashboard.pay.facts import Window
from dashboard.pay.plan_file import read_plans
from dashboard.pay.plans import measurable, plan_texts
from dashboard.pay.runs import Office, in_force
from dashboard.records import log
from dashboard.records import pay as records_of_pay
from dashboard.records.pay import Run
from dashboard.records.pay_adjustments import Adjustment
from dashboard.records.store import Records
from dashboard.settings import Settings
from dashboard.text import say

Fields = Mapping[str, str]


def do(view: View, settings: Settings, act: str, fields: Fields) -> str:
    """Do it with the rights of whoever asks; what is said then, in their language.

    Raises:
        Denied: they are not operations, or this step is not theirs.
        NotUnderstood: there is no such act, or a field says nothing that it could be about.
        Refused: it may not be done now.
    """
    if not may_act(view.person):
        raise Denied("payperiod.not_yours")
    if act in _STEPS:
        found = _STEPS[act](view, settings, fields)
        return say(view.language, f"payperiod.did_{act}", run=found.name)
    if act in _ADJUSTING:
        adjusted = _ADJUSTING[act](view, settings, fields)
        return say(view.language, f"payadjust.did_{adjusted.state}", adjustment=adjusted.name)
    raise NotUnderstood("screen.not_found")


def payroll_file(view: View, name: str, form: str) -> bytes:
    """The file of a run that payroll has, for operations alone. The reading is logged.

    Raises:
        Denied: they are not operations.
        NotUnderstood: there is no such run, or not in this form.
        Refused: it has not been exported.
        Failed: its frozen facts are gone, or it is not what payroll got.
    """
    if not may_act(view.person):
        raise Denied("payperiod.not_yours")
    known = next((one for one in FORMS if one == form), None)
    if known is None:
        raise NotUnderstood("export.no_form")
    records, home = _kept(view)
    with records.reading() as connection:
        found = records_of_pay.named(connection, name)
        if found is None:
            raise NotUnderstood("payrun.no_run", run=name)
        made = payroll.exported(connection, home, found.id)
    with records.writing() as connection:
        log.write(connection, view.person.email, "pay_read", "payroll", run=name)
    return write_payroll(made, known, view.language, view.shelf.manifest.name)


def _calculate(view: View, settings: Settings, fields: Fields) -> Run:
    return _office(view, settings).run(view.scope, _month(view, fields), view.person.email)


def _review(view: View, _settings: Settings, fields: Fields) -> Run:
    return cycle.review(_kept(view)[0], _number(fields), view.person.email)


def _approve(view: View, _settings: Settings, fields: Fields) -> Run:
    return cycle.approve(_kept(view)[0], _number(fields), view.person.email)


def _lock(view: View, _settings: Settings, fields: Fields) -> Run:
    return cycle.lock(_kept(view)[0], _number(fields), view.person.email)


def _reopen(view: View, _settings: Settings, fields: Fields) -> Run:
    return cycle.reopen(_kept(view)[0], _number(fields), view.person.email, fields.get("why", ""))


def _export(view: View, _settings: Settings, fields: Fields) -> Run:
    records, home = _kept(view)
    return payroll.export(records, home, _number(fields), view.person.email).run


def _ask(view: View, settings: Settings, fields: Fields) -> Adjustment:
    office, month = _office(view, settings), _month(view, fields)
    texts = {name: fields.get(name, "") for name in ("payee", "plan", "amount", "reason", "why")}
    wanted = Wanted(
        texts["payee"].strip(), texts["plan"], month, _point(texts["amount"]), texts["reason"], texts["why"]
    )
    keys = {one.key for one in in_force(read_plans(office.plans, office.measures), month)}
    return adjustments.ask(office.records, view.shelf, keys, wanted, view.person.email)


def _approve_adjustment(view: View, _settings: Settings, fields: Fields) -> Adjustment:
    number = adjustments.number_of(fields.get("adjustment", ""))
    return adjustments.decide(_kept(view)[0], view.shelf, number, "approved", view.person.email)


def _reject_adjustment(view: View, _settings: Settings, fields: Fields) -> Adjustment:
    number, why = adjustments.number_of(fields.get("adjustment", "")), fields.get("why", "")
    return adjustments.decide(_kept(view)[0], view.shelf, number, "rejected", view.person.email, why)


def _withdraw_adjustment(view: View, _settings: Settings, fields: Fields) -> Adjustment:
    number, why = adjustments.number_of(fields.get("adjustment", "")), fields.get("why", "")
    return adjustments.decide(_kept(view)[0], view.shelf, number, "withdrawn", view.person.email, why)


_STEPS: Mapping[str, Callable[[View, Settings, Fields], Run]] = {
    "run": _calculate, "review": _review, "approve": _approve, "lock": _lock, "reopen": _reopen,
    "export": _export,
}  # fmt: skip
_ADJUSTING: Mapping[str, Callable[[View, Settings, Fields], Adjustment]] = {
    "ask": _ask, "approved": _approve_adjustment, "rejected": _reject_adjustment,
    "withdrawn": _withdraw_adjustment,
}  # fmt: skip
ACTS = (*_STEPS, *_ADJUSTING)


def _kept(view: View) -> tuple[Records, Home]:
    if view.records is None or view.home is None:
        raise Denied("payperiod.not_yours")
    return view.records, view.home


def _office(view: View, settings: Settings) -> Office:
    records, home = _kept(view)
    texts = plan_texts(settings, view.shelf.manifest.kind)
    return Office(view.shelf, home, records, texts, measurable())


def _month(view: View, fields: Fields) -> Window:
    text = fields.get("month", "")
    try:
        day = dt.date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise NotUnderstood("payrun.no_month", text=text[:20]) from error
    month = view.outline.cut.month(day)
    return Window(month.start, month.end + dt.timedelta(days=1))


def _number(fields: Fields) -> int:
    text = fields.get("run", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotUnderstood("payrun.no_run", run=text[:40])
    return int(text)


def _point(text: str) -> str:
    """An amount with a point for decimals; a comma may stand for it where there is no point."""
    return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
