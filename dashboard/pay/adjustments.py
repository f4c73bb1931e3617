"""Manual adjustments: an amount for somebody's plan in a month, asked for by one person, approved by another.

What is approved is frozen with the month's run and stands as a line of the statement, with its reason. What
waits or was rejected pays nothing.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sqlalchemy.engine import Connection

from dashboard.access.person import fold
from dashboard.answers.reports import report
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.errors import Denied, NotUnderstood, Refused
from dashboard.metrics.nearest import nearest
from dashboard.pay.facts import Adjusted, Window
from dashboard.records import log, pay_steps
from dashboard.records import pay as records_of_pay
from dashboard.records import pay_adjustments as book
from dashboard.records.pay_adjustments import Adjustment, Verdict
from dashboard.records.store import Records

# Why pay is set right by hand: what a dispute is upheld for, and what was agreed in writing.
REASONS = ("missing_credit", "split", "quota", "rate", "data", "policy", "agreement")
LONGEST_RATIONALE = 2000
MOST = Decimal(10) ** 9
DECIMALS = 2
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for; the amount as it was typed, with a point for decimals, in the currency in which
    the person is paid at the month's end.
    """

    payee: str
    plan: str
    month: Window
    amount: str
    reason: str
    rationale: str


def ask(records: Records, shelf: Shelf, plans: Collection[str], wanted: Wanted, by: str) -> Adjustment:
    """Ask for an adjustment in a month that is open.

    Args:
        records: where it is written down.
        shelf: the publication that knows the people.
        plans: the keys of the plans of that month.
        wanted: for whom, how much and why.
        by: the address of whoever asks.

    Raises:
        NotUnderstood: nobody is called so, no plan, no amount, no reason of the list, or no rationale.
        Denied: it is one's own pay.
        Refused: the month is not open any more.
    """
    by, rationale = fold(by), " ".join(wanted.rationale.split())
    people = [str(key) for key, _ in report("people", shelf)]
    if wanted.payee not in people:
        near = nearest(wanted.payee, people) or "–"
        raise NotUnderstood("payadjust.no_payee", payee=wanted.payee, nearest=near)
    if wanted.plan not in plans:
        raise NotUnderstood("payadjust.no_plan", plan=wanted.plan, known=", ".join(sorted(plans)) or "–")
    if wanted.reason not in REASONS:
        raise NotUnderstood("payadjust.no_reason", reason=wanted.reason, known=", ".join(REASONS))
    if not rationale or len(rationale) > LONGEST_RATIONALE:
        raise NotUnderstood("payadjust.no_rationale", longest=LONGEST_RATIONALE)
    amount = _amount(wanted.amount)
    _check_not_own(shelf, wanted.payee, by)
    ((currency,),) = report("paid_in", shelf, payee=wanted.payee, day=wanted.month.end - _DAY)
    with records.writing() as connection:
        pay_steps.take_turn(connection)
        check_open(connection, wanted.month)
        days, why = (wanted.month.first, wanted.month.end), (wanted.reason, rationale)
        money = amount, str(currency)
        number = book.add(connection, wanted.payee, wanted.plan, days, money, why, by)
        log.write(connection, by, "pay_adjustment_asked", f"A{number}", payee=wanted.payee)
        return _found(connection, number)


def decide(
    records: Records, shelf: Shelf, number: int, verdict: Verdict, by: str, reason: str = ""
) -> Adjustment:
    """Approve an adjustment, reject it, or withdraw one that was approved.

    Raises:
        NotUnderstood: there is none of this number, or a rejection or withdrawal without a reason.
        Denied: who asked for it approves it, or it is one's own pay.
        Refused: it has been decided already, or the month is not open any more.
    """
    by, reason = fold(by), " ".join(reason.split())
    with records.writing() as connection:
        pay_steps.take_turn(connection)
        found = _found(connection, number)
        if found.state != ("approved" if verdict == "withdrawn" else "pending"):
            raise Refused(f"payadjust.cannot_{verdict}", adjustment=found.name)
        if verdict == "approved":
            if found.by == by:
                raise Denied("payadjust.own_request", adjustment=found.name)
        elif not reason:
            raise NotUnderstood("payadjust.no_why", adjustment=found.name)
        _check_not_own(shelf, found.payee, by)
        if verdict != "rejected":  # what pays nothing may be rejected at any time
            check_open(connection, Window(found.first, found.end))
        book.decide(connection, number, verdict, by, reason)
        log.write(connection, by, f"pay_adjustment_{verdict}", found.name, payee=found.payee)
        return _found(connection, number)


def approved(connection: Connection, since: dt.date, until: dt.date) -> tuple[Adjusted, ...]:
    """What a run of these months pays by hand."""
    return tuple(
        Adjusted(
            one.name, one.payee, one.plan, one.first, one.end, one.amount, one.reason, one.rationale, one.by,
            one.decisions[-1].by, one.currency,
        )
        for one in book.adjustments(connection, since, until)
        if one.state == "approved"
    )  # fmt: skip


def check_open(connection: Connection, month: Window) -> None:
    """Go on only while a month may still be calculated.

    Raises:
        Refused: `payrun.closed`, `payrun.under_way`.
    """
    for one in records_of_pay.standing(connection):
        if one.paid and one.end >= month.end:
            raise Refused("payrun.closed", run=one.name, month=f"{month.end - _DAY:%Y-%m}")
        if one.end == month.end and one.state != "calculated":
            raise Refused("payrun.under_way", run=one.name, month=one.month)


def number_of(name: str) -> int:
    """The number of an adjustment that people name `A12`.

    Raises:
        NotUnderstood: it is none.
    """
    digits = name.removeprefix("A")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise NotUnderstood("payadjust.unknown", adjustment=name)
    return int(digits)


def _found(connection: Connection, number: int) -> Adjustment:
    found = book.adjustment(connection, number)
    if found is None:
        raise NotUnderstood("payadjust.unknown", adjustment=f"A{number}")
    return found


def _check_not_own(shelf: Shelf, payee: str, by: str) -> None:
    if payee in shelf.payees(by):
        raise Denied("payadjust.own_pay")


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text.strip().replace("\N{MINUS SIGN}", "-"))
    except InvalidOperation as error:
        raise NotUnderstood("payadjust.no_amount", text=text) from error
    if not amount.is_finite() or not amount or abs(amount) >= MOST:
        raise NotUnderstood("payadjust.no_amount", text=text)
    cut = amount.quantize(Decimal(1).scaleb(-DECIMALS))
    if cut != amount:
        raise NotUnderstood("payadjust.no_amount", text=text)
    return cut
