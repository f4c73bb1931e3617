"""The steps ahead: each is what the engine would pay more, and none is promised that it would not pay."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

import pytest

from dashboard.pay.ahead import Ahead
from dashboard.pay.engine import Known, calculate
from dashboard.pay.facts import Event, Facts, Pick, Score
from dashboard.pay.looking import looked
from dashboard.pay.outlook import Outlook, Step, outlook_of, plain
from dashboard.pay.plan import Component, Plan
from dashboard.pay.statement import Before
from dashboard.pay.supposed import with_more
from dashboard.records.pay import Kept
from tests.pay.given import WORDS, YEAR, facts_of, line, month, plan_of

MIDDLE = dt.date(YEAR, 3, 15)
END = dt.date(YEAR, 3, 31)
GATE = {"measure": "net_sales", "at_least": "90 %"}


def sold(amount: int | str, **entries: Any) -> Facts:
    """A sold so much in March before its middle, of a quota of 100."""
    return facts_of([line("1", dt.date(YEAR, 3, 3), Decimal(amount))], **entries)


def ahead(plan: Plan, facts: Facts, through: dt.date = MIDDLE, **entries: Any) -> Outlook:
    return Ahead(plan, facts, "A", through, **entries).outlook()


def one(found: Outlook, kind: str) -> Step:
    (step,) = [step for step in found.steps if step.kind == kind]
    return step


def test_the_next_tier_is_what_it_pays_and_what_comes_after() -> None:
    step = one(ahead(plan_of(), sold(92)), "tier")
    # 8 more at 5 % are 0.40; a further 1,000 pays 70 instead of 50.
    assert (step.more, step.gain, step.until) == (Decimal(8), Decimal("0.40"), END)
    assert (step.before, step.after, step.jump) == (Decimal(50), Decimal(70), Decimal(0))
    assert (step.of, step.at, step.component) == ("attainment", Fraction(1), "commission")


def test_a_retroactive_tier_jumps() -> None:
    table = {"over": "attainment", "how": "retroactive",
             "bands": [{"from": 0, "to": 1, "value": "5 %"}, {"from": 1, "value": "7 %"}]}  # fmt: skip
    step = one(ahead(plan_of(table), sold(92)), "tier")
    # 100 at 7 % are 7.00, where 92 at 5 % were 4.60 and 99.99 would be 5.00.
    assert (step.gain, step.jump) == (Decimal("2.40"), Decimal("2.00"))


@pytest.mark.parametrize(("cap", "gain"), [("5", "0.40"), ("4.80", "0.20")])
def test_a_cap_cuts_what_is_promised(cap: str, gain: str) -> None:
    plan = plan_of(cap=[{"per": "pay", "amount": cap}])
    assert one(ahead(plan, sold(92)), "tier").gain == Decimal(gain)


def test_nothing_is_promised_where_nothing_would_be_paid() -> None:
    capped = plan_of(cap=[{"per": "pay", "amount": "4.60"}])
    assert not ahead(capped, sold(92)).steps
    guaranteed = plan_of(guarantee={"amount": 50})
    assert not ahead(guaranteed, sold(92)).steps
    assert not ahead(plan_of(), sold(120)).steps


def test_a_gate_is_worth_what_it_holds_back() -> None:
    plan = plan_of(component={"gate": [GATE]})
    step = one(ahead(plan, sold(80)), "gate")
    # 80 at 5 % are 4.00, and nothing of it is paid below 90.
    assert (step.more, step.gain, step.at) == (Decimal(10), Decimal("4.00"), Fraction(9, 10))
    assert not [step for step in ahead(plan, sold(95)).steps if step.kind == "gate"]


def test_a_gate_says_nothing_of_periods_that_are_over() -> None:
    plan = plan_of(component={"gate": [GATE]})
    lines = [line("1", dt.date(YEAR, 2, 3), 50), line("2", dt.date(YEAR, 3, 3), 80)]
    facts = facts_of(lines)
    before = calculate(plan, facts, "A", month(2), Before()).after
    assert one(ahead(plan, facts, posted=before), "gate").gain == Decimal("4.00")


def test_the_next_band_of_a_modifier() -> None:
    bands = [{"from": 0, "to": 120, "value": 1}, {"from": 120, "value": "1.5"}]
    plan = plan_of(modifier=[{"measure": "units", "bands": bands}])
    amounts = {"net_sales": Decimal(80), "units": Decimal(100)}
    lines = [replace(line("1", dt.date(YEAR, 3, 3), 80), amounts=amounts)]
    step = one(ahead(plan, facts_of(lines)), "factor")
    # 4.00 times 1.5 are 6.00.
    assert (step.more, step.gain, step.before, step.after) == (20, Decimal("2.00"), 1, Decimal("1.5"))
    assert step.component == ""


def award(limit: int | None, budget: int | None) -> Plan:
    entries = {"event": "new_customer", "amount": 10, "limit": limit, "budget": budget}
    known = {key: one for key, one in entries.items() if one is not None}
    plan = plan_of()
    bonus = {"key": "bonus", "name": WORDS, "award": known}
    return plan.model_copy(update={"component": (Component.model_validate(bonus),)})


@pytest.mark.parametrize(
    ("limit", "budget", "more", "gain"), [(3, None, 2, 20), (3, 20, 2, 10), (None, None, 1, 10)]
)
def test_an_award_pays_what_is_left_of_limit_and_budget(
    limit: int | None, budget: int | None, more: int, gain: int
) -> None:
    facts = sold(0, events=(Event("e", "A", "new_customer", dt.date(YEAR, 3, 2)),))
    step = one(ahead(award(limit, budget), facts), "award")
    assert (step.more, step.gain, step.until) == (more, gain, END)


def test_a_year_that_is_paid_by_month_is_looked_at_to_its_end() -> None:
    plan = plan_of(interval={"measured": "year", "paid": "month", "quota": "to_date"})
    lines = [line("1", dt.date(YEAR, 2, 3), 150), line("2", dt.date(YEAR, 3, 3), 100)]
    facts = facts_of(lines)
    made = calculate(plan, facts, "A", month(2), Before())
    step = one(ahead(plan, facts, made=made), "tier")
    # The year's quota is 1,200, of which 250 are sold: 950 at 5 % are missing, whatever the quota to date.
    assert (step.more, step.until) == (Decimal(950), dt.date(YEAR, 12, 31))
    assert step.gain == Decimal("47.50")


def test_an_interval_that_is_over_leads_to_the_next() -> None:
    step = one(ahead(plan_of(), sold(92), through=END), "tier")
    assert (step.until, step.more) == (dt.date(YEAR, 4, 30), Decimal(100))


def test_what_is_promised_is_what_the_statement_pays() -> None:
    """Of any plan: sell as much, and the statement of the last day pays as much more."""
    tables = [
        {"over": "attainment", "how": how, "bands": [
            {"from": 0, "to": "80 %", "value": "3 %"}, {"from": "80 %", "to": 1, "value": "5 %"},
            {"from": 1, "value": "8 %"}]}
        for how in ("marginal", "retroactive")
    ]  # fmt: skip
    for table in tables:
        for amount in (10, 79, 85, 99):
            plan = plan_of(table, gate=[{"measure": "net_sales", "at_least": "50 %"}],
                           cap=[{"per": "pay", "amount": 6}])  # fmt: skip
            facts = sold(amount)
            for step in ahead(plan, facts).steps:
                if step.kind != "tier":
                    continue
                more = with_more(facts, "A", Pick("net_sales"), END, step.more)
                paid = [calculate(plan, each, "A", month(3), Before()).paid for each in (facts, more)]
                assert paid[1] - paid[0] == step.gain


def test_an_outlook_is_kept_to_the_last_digit() -> None:
    found = ahead(plan_of(component={"gate": [GATE]}), sold("66.67"))
    assert outlook_of("A", found.plan, found.version, plain(found)) == found


def test_the_pace_is_of_sixty_days() -> None:
    days = {MIDDLE - dt.timedelta(60): 900, MIDDLE - dt.timedelta(59): 30, MIDDLE: 30}
    lines = [line(str(day), day, amount) for day, amount in days.items()]
    assert one(ahead(plan_of(), facts_of(lines)), "tier").pace == 1


def test_objectives_that_nobody_has_scored_yet_count_as_reached() -> None:
    mbo = {"key": "mbo", "name": WORDS, "measured": "quarter",
           "objectives": [{"key": "coverage", "weight": 1}]}  # fmt: skip
    plan = plan_of(interval={"measured": "year", "paid": "quarter"})
    plan = plan.model_copy(update={"component": (*plan.component, Component.model_validate(mbo))})
    # The first quarter is scored, and the last one, whose statement settles the year, is not.
    scored = Score("A", "coverage", month(1).first, month(3).end, Decimal("0.5"))
    step = one(ahead(plan, sold(92, scores=(scored,))), "tier")
    assert (step.more, step.until) == (1108, dt.date(YEAR, 12, 31))


def test_a_plan_whose_file_is_gone_holds_up_no_run() -> None:
    facts = sold(92)
    made = calculate(plan_of(), facts, "A", month(3), Before())
    gone = Kept(
        1, 1, "A", "gone", 1, month(2).first, month(2).end, "EUR", Decimal(1), Decimal(1), [], {}, {},
    )  # fmt: skip
    known = {("A", "sales"): Known()}
    (row,) = looked([plan_of()], facts, [made], {}, known, END, [gone])
    assert (row["payee"], row["plan"]) == ("A", "sales")
    assert cast(dict[str, Any], row["standing"])["paid"] == "4.60"
    assert cast(dict[str, Any], row["ahead"])["steps"]
