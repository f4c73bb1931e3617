"""Caps of what is known later than it was paid: each by hand, and by both calculators."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

from dashboard.pay.engine import calculate
from dashboard.pay.facts import Facts, Payee, TargetPay
from dashboard.pay.ledger import balances, before_of, kept
from dashboard.pay.money import Rate
from dashboard.pay.plan import Plan
from dashboard.pay.rebuilding import same
from dashboard.pay.second import differences, recalculated
from dashboard.pay.statement import Before, Statement
from dashboard.records.pay import Kept
from tests.pay.given import facts_of, line, month, plan_of

ALL = {"bands": [{"from": 0, "value": 1}]}
BY_CREDIT = {"pay": "credit_day"}


def day(number: int, of: int = 1) -> dt.date:
    return dt.date(2025, of, number)


def paid(
    plan: Plan, facts: Facts, before: Before | None = None, number: int = 1, earlier: tuple[Plan, ...] = ()
) -> Statement:
    """A month by both calculators, which say the same, from a ledger that was written down and read back."""
    then = before_of(balances(before or Before()), dt.date.min)
    made = calculate(plan, facts, "A", month(number), then, earlier=earlier)
    assert not differences(made, recalculated(plan, facts, "A", month(number), then, earlier=earlier))
    return made


def abroad(*lines: Any, rates: dict[int, str]) -> Facts:
    """A is paid in dollars; a euro is worth so many from each day of January on."""
    return facts_of(
        lines,
        payees=(Payee("A", currency="USD"),),
        rates=tuple(Rate("EUR", "USD", day(since), Decimal(rate)) for since, rate in rates.items()),
    )


def of_target(amount: int) -> dict[str, Any]:
    return {"targets": (TargetPay("A", Decimal(amount), "month", dt.date(2000, 1, 1)),)}


def test_target_pay_that_is_corrected_moves_the_cap_of_a_month_that_was_paid() -> None:
    plan, sold = plan_of(ALL, cap=[{"times_target": "0.5"}]), [line("L1", day(5), 20)]
    january = paid(plan, facts_of(sold, **of_target(12)))
    assert january.paid == 6
    february = paid(plan, facts_of(sold, **of_target(30)), january.after, 2)
    assert [(one.kind, one.amount) for one in february.lines if one.amount] == [("cap", Decimal(9))]


def test_a_month_keeps_the_cap_of_the_version_that_paid_it() -> None:
    first = plan_of(ALL, cap=[{"amount": 6}], valid_to=dt.date(2025, 1, 31))
    second = plan_of(ALL, cap=[{"amount": 12}], version=2, valid_from=dt.date(2025, 2, 1))
    facts = facts_of([line("L1", day(5), 20), line("L2", day(5, 2), 20)])
    january = paid(first, facts)
    february = paid(second, facts, january.after, 2, (first,))
    assert (january.paid, february.paid) == (6, 12)
    assert february.after.cut == {("", day(1)): 14, ("", day(1, 2)): 8}


def test_what_a_cap_leaves_has_the_mean_rate_of_all_that_is_credited() -> None:
    """Of 100 at 0.5 the cap leaves 10, which are 5.00; of 200, the half at 1, ten 200ths of 150.00: 7.50."""
    plan = plan_of(ALL, cap=[{"amount": 10}], currencies=BY_CREDIT, negative="pay")
    rates, one = {1: "0.5", 20: "1"}, line("L1", day(5), 100)
    january = paid(plan, abroad(one, rates=rates))
    assert january.paid == 5
    late = paid(plan, abroad(one, line("L2", day(25), 100), rates=rates), january.after, 2)
    assert [(made.kind, made.amount) for made in late.lines if made.amount] == [
        ("adjustment", Decimal("100.00")), ("cap", Decimal("-97.50")),
    ]  # fmt: skip
    gone_again = paid(plan, abroad(one, rates=rates), late.after, 3)
    assert gone_again.paid == Decimal("-2.50")
    assert gone_again.after.cut_turned[("", day(1))] == january.after.cut_turned[("", day(1))] == 45


def test_a_late_line_at_the_same_rate_pays_nothing_above_the_cap() -> None:
    plan = plan_of(ALL, {"cap": [{"amount": 10, "per": "year"}]}, currencies=BY_CREDIT)
    rates, one = {1: "0.87654321"}, line("L1", day(5), Decimal("33.33"))
    january = paid(plan, abroad(one, rates=rates))
    late = paid(plan, abroad(one, line("L2", day(6), Decimal("77.77")), rates=rates), january.after, 2)
    assert january.paid == Decimal("8.77")
    assert late.paid == 0


def test_a_rate_that_is_corrected_is_corrected_in_what_a_cap_left() -> None:
    plan, one = plan_of(ALL, cap=[{"amount": 10}], currencies=BY_CREDIT), line("L1", day(5), 100)
    january = paid(plan, abroad(one, rates={1: "0.5"}))
    february = paid(plan, abroad(one, rates={1: "0.5", 2: "0.8"}), january.after, 2)
    assert (january.paid, february.paid) == (5, 3)


def test_a_ledger_from_before_cuts_were_kept_goes_on() -> None:
    """What had been cut off is then worked out of what had been earned, so that it is not cut off twice."""
    plan, sold = plan_of(ALL, cap=[{"amount": 6}]), [line("L1", day(5), 20)]
    january = paid(plan, facts_of(sold))
    known = replace(january.after, cut={})
    february = paid(plan, facts_of([*sold, line("L2", day(9), 7)]), known, 2)
    assert february.paid == 0
    assert february.after.cut[("", day(1))] == 21


def test_a_statement_that_was_kept_without_cuts_is_the_same_when_it_is_made_again() -> None:
    made = paid(plan_of(ALL, cap=[{"amount": 6}]), facts_of([line("L1", day(5), 20)]))
    whole: dict[str, Any] = kept(made)

    def as_kept(after: dict[str, Any]) -> Kept:
        told = dict.fromkeys(Kept.__dataclass_fields__) | whole
        return Kept(**{name: told[name] for name in Kept.__dataclass_fields__} | {"after": after})

    without = {name: amounts for name, amounts in whole["after"].items() if name != "cut"}
    assert same(made, as_kept(whole["after"]))
    assert same(made, as_kept(without))
    assert not same(made, as_kept({**whole["after"], "cut": [["", "2025-01-01", "13.00"]]}))
    assert not same(made, as_kept({**without, "year": "5.00"}))
