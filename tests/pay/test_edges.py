"""Where a fact is missing or odd: a sentence in both languages, and never a wrong amount."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from dashboard.errors import Refused
from dashboard.pay.eligible import check_alone
from dashboard.pay.engine import calculate
from dashboard.pay.facts import Facts, Leave, Membership, Payee, Score, Window
from dashboard.pay.money import Rate
from dashboard.pay.plan import Plan
from dashboard.pay.runs import everybody
from dashboard.pay.statement import Before
from dashboard.text import tell
from tests.pay.given import FIVE_SEVEN, facts_of, line, month, months_paid, plan_of

JANUARY = month(1)
MIDDLE = dt.date(2025, 1, 15)
SOLD = [line("L1", MIDDLE, 80)]
TENTH = {"bands": [{"from": 0, "value": "10 %"}]}
TO_TARGET = {"over": "attainment", "how": "linear", "points": [{"at": 0, "value": 0}, {"at": 1, "value": 1}]}
OBJECTIVE: dict[str, Any] = {"table": None, "objectives": [{"key": "coach", "weight": 1}]}


def refused(plan: Plan, facts: Facts) -> str:
    """The key of the refusal, which can be told in both languages."""
    with pytest.raises(Refused) as caught:
        calculate(plan, facts, "A", JANUARY, Before())
    for language in ("en", "el"):
        assert "{" not in tell(language, caught.value)
    return caught.value.key


def paid(plan: Plan, facts: Facts) -> Decimal:
    return calculate(plan, facts, "A", JANUARY, Before()).paid


def test_who_is_in_no_plan_is_not_paid() -> None:
    elsewhere = Membership("A", "other", dt.date(2000, 1, 1))
    later = Membership("A", "sales", JANUARY.end)
    for members in ((), (elsewhere,), (later,)):
        assert refused(plan_of(TENTH), facts_of(SOLD, members=members)) == "pay.not_in_plan"


def test_lines_outside_the_time_in_the_plan_are_not_paid() -> None:
    members = (Membership("A", "sales", dt.date(2000, 1, 1), MIDDLE),)
    assert paid(plan_of(TENTH), facts_of([*SOLD, line("L0", dt.date(2025, 1, 14), 50)], members=members)) == 5


def test_who_is_in_two_plans_at_once_is_paid_by_neither() -> None:
    plans = [plan_of(TENTH), plan_of(TENTH, key="other")]
    members = tuple(Membership("A", plan.key, dt.date(2000, 1, 1)) for plan in plans)
    done = everybody(plans, facts_of(SOLD, members=members), JANUARY, {})
    assert not done.statements
    assert {(payee, why.key) for payee, why in done.refused} == {("A", "payrun.two_plans")}
    one, other = members
    check_alone([replace(one, end=MIDDLE), replace(other, first=MIDDLE)], "A")


@pytest.mark.parametrize("amount", [0, -100])
def test_a_quota_of_nothing_or_less_follows_the_plan(amount: int) -> None:
    quotas = tuple(replace(one, amount=Decimal(amount)) for one in facts_of([]).quotas)
    facts = facts_of(SOLD, quotas=quotas)
    assert refused(plan_of(), facts) == "pay.no_quota"
    assert paid(plan_of(zero_quota="nothing"), facts) == 0
    assert paid(plan_of(TO_TARGET, {"pays": "target"}, zero_quota="full"), facts) == 12
    base = plan_of(
        {"over": "attainment", "bands": [{"from": 0, "value": 1}]}, {"pays": "base_rate"}, zero_quota="full"
    )
    assert paid(base, facts) == 12
    assert refused(plan_of(zero_quota="full"), facts) == "pay.no_quota"


def test_no_quota_at_all_is_no_quota_of_nothing_sold() -> None:
    assert refused(plan_of(), facts_of(SOLD, quotas=())) == "pay.no_quota"
    assert paid(plan_of(TENTH), facts_of(SOLD, quotas=())) == 8


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({"over": "attainment", "bands": FIVE_SEVEN}, "-4"),
        ({"over": "attainment", "how": "retroactive", "bands": FIVE_SEVEN}, "-4"),
        ({"bands": [{"from": 0, "to": 50, "value": 1}, {"from": 50, "value": 2}], "each": "line"}, "-80"),
        (
            {"how": "proportional", "bands": [{"from": 0, "to": 50, "value": 1}, {"from": 50, "value": 2}]},
            "0",
        ),
    ],
    ids=["marginal", "retroactive", "each line", "proportional"],
)
def test_a_month_of_returns_takes_back_at_the_first_rate(table: dict[str, Any], expected: str) -> None:
    back = [line("R1", MIDDLE, -80)]
    assert paid(plan_of(table, negative="pay"), facts_of(back)) == Decimal(expected)
    carried = calculate(plan_of(table), facts_of(back), "A", JANUARY, Before())
    assert (carried.paid, carried.after.carried) == (0, Decimal(expected))


def test_a_negative_month_does_not_turn_target_pay_round() -> None:
    assert (
        paid(plan_of(TO_TARGET, {"pays": "target"}, negative="pay"), facts_of([line("R1", MIDDLE, -80)])) == 0
    )


def test_a_day_without_a_rate_is_named() -> None:
    abroad = [line("L1", MIDDLE, 80, currency="USD")]
    plan = plan_of(TENTH)
    assert refused(plan, facts_of(abroad)) == "pay.no_rate"
    later = Rate("USD", "EUR", dt.date(2025, 1, 16), Decimal("0.9"))
    assert refused(plan, facts_of(abroad, rates=(later,))) == "pay.no_rate"
    planned = [{"currency": "USD", "from": dt.date(2025, 1, 1), "rate": Decimal("0.5")}]
    assert refused(plan_of(TENTH, currencies={"rate": planned}), facts_of(abroad)) == "pay.no_rate"
    known = Rate("USD", "EUR", dt.date(2025, 1, 2), Decimal("0.8"))
    assert paid(plan, facts_of(abroad, rates=(later, known))) == Decimal("6.4")


def test_a_payee_abroad_is_not_paid_in_the_plans_money() -> None:
    assert refused(plan_of(TENTH), facts_of(SOLD, payees=(Payee("A", currency="USD"),))) == "pay.no_rate"


def test_target_pay_that_nobody_says_is_not_nothing() -> None:
    assert refused(plan_of(TO_TARGET, {"pays": "target"}), facts_of(SOLD, targets=())) == "pay.no_target"


def test_a_score_that_is_missing_is_not_nothing() -> None:
    plan = plan_of(None, OBJECTIVE)
    assert refused(plan, facts_of([])) == "pay.no_score"
    own = Score("A", "coach", JANUARY.first, JANUARY.end, Decimal("0.5"), "A")
    assert refused(plan, facts_of([], scores=(own,))) == "pay.own_score"
    assert paid(plan, facts_of([], scores=(replace(own, evaluator="B"),))) == 6


def test_a_value_that_is_missing_is_not_nothing() -> None:
    gate = {"measure": "orders", "of": "value", "at_least": 1}
    assert refused(plan_of(TENTH, {"gate": [gate]}), facts_of(SOLD)) == "pay.no_value"


def test_who_was_away_all_month_needs_no_quota() -> None:
    away = (Leave("A", JANUARY.first, JANUARY.end),)
    assert paid(plan_of(), facts_of([], leaves=away)) == 0
    assert paid(plan_of(None, OBJECTIVE), facts_of([], leaves=away)) == 0
    assert refused(plan_of(), facts_of(SOLD, leaves=away)) == "pay.no_quota"


def test_who_joins_within_a_quarter_is_paid_from_then_on() -> None:
    plan = plan_of(interval={"measured": "month", "paid": "quarter"})
    joined = (Membership("A", "sales", dt.date(2025, 2, 1)),)
    quarter = Window(JANUARY.first, month(3).end)
    sold = [line("L2", dt.date(2025, 2, 3), 120), line("L3", dt.date(2025, 3, 3), 100)]
    made = calculate(plan, facts_of(sold, members=joined), "A", quarter, Before())
    assert made.paid == Decimal("6.4") + 5


def test_an_amount_is_in_the_ledger_to_the_cent_it_was_paid() -> None:
    """A third of a cent a month is not lost: the quarter comes to a cent."""
    plan = plan_of({"bands": [{"from": 0, "value": 1}]}, interval={"measured": "quarter", "paid": "month"})
    sold = [line(f"L{number}", dt.date(2025, number, 2), Decimal("0.0034")) for number in (1, 2, 3)]
    assert [one.paid for one in months_paid(plan, facts_of(sold), [1, 2, 3])] == [0, Decimal("0.01"), 0]
