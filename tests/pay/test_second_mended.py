"""What the second calculator found in the engine: each as the smallest plan that shows it, by both."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from dashboard.errors import Refused
from dashboard.pay.engine import calculate
from dashboard.pay.facts import Event, Facts, Payee
from dashboard.pay.money import Rate
from dashboard.pay.plan import Plan
from dashboard.pay.second import differences, recalculated
from dashboard.pay.statement import Before, Statement
from tests.pay.given import FIVE_SEVEN, facts_of, line, month, plan_of

JANUARY, FEBRUARY = month(1), month(2)
DAY = dt.date(2025, 1, 15)
HALF = {"bands": [{"from": 0, "value": "50 %"}]}
SCHEDULE = {"policy": "schedule", "schedule": [{"within_days": 90, "share": 1}]}
ABROAD = {
    "payees": (Payee("A", currency="USD"),),
    "rates": (Rate("EUR", "USD", dt.date(2025, 1, 1), Decimal("0.5")),),
}


def both(plan: Plan, facts: Facts, before: Before | None = None, number: int = 1) -> Statement:
    """A month by both calculators, which say the same."""
    made = calculate(plan, facts, "A", month(number), before or Before())
    assert not differences(made, recalculated(plan, facts, "A", month(number), made.before))
    return made


def test_a_capped_order_gives_back_no_more_than_it_was_paid() -> None:
    plan = plan_of(HALF, {"cap": [{"per": "deal", "amount": 10}]}, returns=SCHEDULE)
    sold = line("L1", DAY, 100)
    back = line("R1", dt.date(2025, 2, 3), -100, returns="L1", returns_day=DAY)
    facts = facts_of([sold, back, line("L2", dt.date(2025, 2, 4), 10), line("L3", dt.date(2025, 2, 5), 12)])
    first = both(plan, facts)
    assert first.paid == 10
    second = both(plan, facts, first.after, 2)
    assert [line.amount for line in second.lines if line.kind == "clawback"] == [-10]


def test_no_credit_has_no_share_to_be_paid() -> None:
    table = {"over": "attainment", "how": "linear", "below": "first",
             "points": [{"at": 0, "value": "50 %"}, {"at": 1, "value": 1}]}  # fmt: skip
    plan = plan_of(table, {"pays": "target", "cap": [{"rate": "5 %"}]})
    assert both(plan, facts_of([])).paid == 0
    assert both(plan, facts_of([line("L1", DAY, 100)])).paid == 5


@pytest.mark.parametrize(
    ("component", "paid"),
    [({"cap": [{"rate": "6 %"}]}, "6.9"), ({"pays": "amount"}, "0.12"), ({}, "7.8")],
)
def test_a_running_line_keeps_to_its_cap_and_to_what_a_value_means(
    component: dict[str, Any], paid: str
) -> None:
    table = {"over": "attainment", "how": "flat", "each": "running", "bands": FIVE_SEVEN}
    facts = facts_of([line("L1", DAY, 30), line("L2", DAY, 90)])
    assert both(plan_of(table, component), facts).paid == Decimal(paid)


def test_a_quota_that_counts_as_reached_is_paid_once_and_not_for_each_line() -> None:
    table = {"how": "flat", "over": "attainment", "each": "running", "bands": [{"from": 0, "value": 1}]}
    plan = plan_of(table, {"pays": "base_rate"}, zero_quota="full")
    assert both(plan, facts_of([line("L1", DAY, 30), line("L2", DAY, 90)], quotas=())).paid == 12


def test_a_cap_abroad_has_the_rate_of_the_day_and_not_of_amounts_that_cancel() -> None:
    """Earned 100 more and 99.99 less: their difference is a cent, in dollars none at all."""
    plan = plan_of({"bands": [{"from": 0, "value": 1}]}, cap=[{"amount": 10}])
    before = both(plan, facts_of([line("L1", DAY, Decimal("199.99"))], **ABROAD)).after
    now = facts_of([line("L1", DAY, 100), line("L2", dt.date(2025, 2, 3), 100)], **ABROAD)
    made = both(plan, now, before, 2)
    assert made.paid == 5
    assert made.after.posted["commission", FEBRUARY.first] == 100


def test_lines_that_nearly_cancel_have_a_rate_of_some_day() -> None:
    rates = (*ABROAD["rates"], Rate("EUR", "USD", dt.date(2025, 1, 20), Decimal(1)))
    plan = plan_of(
        {"bands": [{"from": 0, "value": 1}]}, {"cap": [{"rate": 1}]},
        modifier=[{"measure": "net_sales", "bands": [{"from": 0, "value": 1}]}],
        currencies={"pay": "credit_day"},
    )  # fmt: skip
    sold = [line("L1", DAY, 100), line("L2", dt.date(2025, 1, 21), -99)]
    made = both(plan, facts_of(sold, payees=ABROAD["payees"], rates=rates))
    assert Decimal("0.5") <= made.paid <= 1


def test_an_award_may_be_capped_by_target_pay_and_not_by_nothing() -> None:
    component = {
        "table": None,
        "award": {"event": "win", "amount": 5},
        "cap": [{"per": "measure", "times_target": 1}],
    }
    won = tuple(Event(f"E{number}", "A", "win", DAY) for number in range(4))
    assert both(plan_of(None, component), facts_of([], events=won)).paid == 12
    with pytest.raises(Refused, match=r"pay\.no_target"):
        calculate(plan_of(None, component), facts_of([], events=won, targets=()), "A", JANUARY, Before())


def test_the_latest_version_that_held_is_asked_whatever_the_order_of_files() -> None:
    first = plan_of(HALF)
    second = first.model_copy(
        update={"version": 2, "valid_from": dt.date(2025, 1, 1), "component": plan_of().component}
    )
    facts = facts_of([line("L1", DAY, 100)])
    before = Before({("commission", JANUARY.first): Decimal(5)})
    for earlier in ((first, second), (second, first), (first,)):
        made = calculate(second, facts, "A", FEBRUARY, before, earlier=earlier)
        assert not [line for line in made.lines if line.kind == "adjustment"]
        assert not differences(made, recalculated(second, facts, "A", FEBRUARY, before, earlier=earlier))


def test_what_was_paid_last_year_is_not_paid_this_year() -> None:
    before = Before({("commission", dt.date(2024, 11, 1)): Decimal(5)}, year=Decimal(5))
    assert both(plan_of(HALF), facts_of([line("L1", DAY, 100)]), before).after.year == 45


def test_a_plan_that_it_does_not_know_is_not_agreed_with() -> None:
    plan = plan_of(HALF)
    odd = plan.model_copy(update={"negative": "lend"})
    with pytest.raises(Refused, match="unknown_to_second"):
        recalculated(odd, facts_of([line("L1", DAY, 100)]), "A", JANUARY, Before())


def test_a_cent_is_a_difference() -> None:
    made = both(plan_of(), facts_of([line("L1", DAY, 100)]))
    wrong = replace(made, lines=(replace(made.lines[0], amount=made.lines[0].amount + Decimal("0.01")),))
    found = differences(
        wrong, recalculated(plan_of(), facts_of([line("L1", DAY, 100)]), "A", JANUARY, Before())
    )
    assert [(one.key[0], one.stated - one.recalculated) for one in found] == [("earning", Decimal("0.01"))]
