"""An engine that is wrong in one place is found out: each mistake on a case that shows it."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from dashboard.metrics.catalogue import MEASURES
from dashboard.pay import (
    awarding,
    caps,
    clawback,
    desk,
    due,
    engine,
    money,
    payout,
    proration,
    rounding,
    tables,
    terms,
)
from dashboard.pay.case import statements
from dashboard.pay.case_file import read_case
from dashboard.pay.engine import calculate
from dashboard.pay.facts import FOREVER, Leave, Payee
from dashboard.pay.second import differences, recalculated
from dashboard.pay.statement import Before
from tests.pay.given import FIVE_SEVEN, facts_of, line, month, plan_of

CASES = Path(__file__).parent / "cases"
JANUARY, MIDDLE = month(1), dt.date(2025, 1, 16)
SOLD = [line("L1", dt.date(2025, 1, 20), 96)]
TENTH = {"bands": [{"from": 0, "value": "10 %"}]}
SMALL = {
    "a cent and a half": (plan_of(TENTH), facts_of([line("L1", MIDDLE, Decimal("10.05"))])),
    "96 % are about all": (
        plan_of({"over": "attainment", "how": "retroactive", "bands": FIVE_SEVEN,
                 "round_attainment": {"digits": 1}}),
        facts_of(SOLD),
    ),
    "hired in the middle": (plan_of(), facts_of(SOLD, payees=(Payee("A", hired=MIDDLE),))),
    "away in the middle": (plan_of(), facts_of(SOLD, leaves=(Leave("A", JANUARY.first, MIDDLE),))),
    "a guarantee above a cap": (
        plan_of(TENTH, cap=[{"amount": 1}], guarantee={"amount": 3}), facts_of(SOLD),
    ),
    "six tenths of a line": (
        plan_of({**TENTH, "each": "line"}), facts_of([replace(SOLD[0], share=Decimal("0.6"))]),
    ),
}  # fmt: skip


def caught(name: str) -> bool:
    """Whether the calculators differ anywhere in a case, or in January of a small plan."""
    if name in SMALL:
        plan, facts = SMALL[name]
        made = calculate(plan, facts, "A", JANUARY, Before())
        return bool(differences(made, recalculated(plan, facts, "A", JANUARY, Before())))
    case = read_case(CASES / f"{name}.toml", MEASURES)
    for one in statements(case):
        if one.statement is None:
            continue
        again = recalculated(
            one.plan, one.facts, one.statement.payee, one.period, one.statement.before,
            paid_on=one.asked.paid_on, earlier=case.plans,
        )  # fmt: skip
        if differences(one.statement, again):
            return True
    return False


def above_edge(bands: Any, credit: Fraction) -> int:
    return max((index for index, band in enumerate(bands) if credit > band[0]), default=0)


def guarantee_of_all(self: payout.Payout, lines: Any, after: Any) -> Any:
    return GUARANTEE(self, [line for line in lines if line.kind != "cap"], after)


def without_balance(self: payout.Payout, lines: Any, after: Any) -> Any:
    more, then = DRAW(self, lines, after)
    return more, replace(then, drawn=self.before.drawn)


def no_step(self: payout.Payout, lines: Any, after: Any) -> Any:
    return [], after


def whole_deal(self: due.Asked, table: Any) -> Any:
    return replace(TERMS(self, table), factor=Fraction(1))


def any_share(returns: Any, age: int) -> Fraction:
    return Fraction(returns.schedule[0].share)


GUARANTEE, DRAW = payout.Payout._guarantee, payout.Payout._draw
TERMS, LATEST, VALUE = due.Asked.terms, money._latest, desk.Desk._value
MISTAKES: dict[str, tuple[object, str, Any, str]] = {
    "an edge belongs to the band below it": (tables, "reached", above_edge, "e34_rounded_bands"),
    "amounts are cut instead of rounded": (rounding, "_carries", lambda *_: 0, "a cent and a half"),
    "an attainment is not rounded": (
        terms, "rounded", lambda amount, _: amount, "96 % are about all",
    ),
    "a hire does not cut the quota": (
        proration.Prorated, "counts", lambda self, day: True, "hired in the middle",
    ),
    "a leave is not taken out": (proration.Prorated, "_away", (), "away in the middle"),
    "the whole quota counts at any time": (
        due.Asked, "held_against", property(lambda self: self.whole), "e33_quota_revised",
    ),
    "nothing that was paid is taken off": (
        engine._Run, "_through_before", lambda self, component, period: Decimal(0), "b05_year_to_date",
    ),
    "a closed period is not looked at again": (
        engine._Run, "_adjustments", lambda self, component: iter(()), "b04_prior_period",
    ),
    "a gate stands open": (
        due, "judge_gate", lambda *_: due.Judged("gate", "", "value", None, None, Fraction(1)),
        "b01_gate_of_three_products",
    ),
    "modifiers are forgotten": (due.Asked, "terms", whole_deal, "b02_margin_modifier"),
    "a cap is forgotten": (payout.Payout, "_cap", no_step, "e15_hard_cap"),
    "what a cap keeps is paid at once": (
        caps, "_limit", lambda desk, cap, weight, interval: Decimal(10**9), "own_refundable_cap",
    ),
    "a guarantee comes before the cap": (
        payout.Payout, "_guarantee", guarantee_of_all, "a guarantee above a cap",
    ),
    "a draw is never paid back": (payout.Payout, "_draw", no_step, "e18_recoverable_draw"),
    "a draw that is paid back is owed for ever": (payout.Payout, "_draw", without_balance, "own_draw_steps"),
    "a return takes back all at any age": (clawback, "share_at", any_share, "own_return_schedule"),
    "a return is not limited by the cheque": (
        clawback, "_paid", lambda desk, component, line: Fraction(10**6), "own_return_schedule",
    ),
    "a negative month is forgotten": (payout.Payout, "_carry", no_step, "b07_negative_month"),
    "money abroad is money at home": (
        money.Rates, "rate", lambda self, currency, to, day: Fraction(1), "e29_invoice_date",
    ),
    "the last rate is that of any day": (
        money, "_latest", lambda rates, day: LATEST(rates, FOREVER), "e29_pay_date",
    ),
    "a share of a line is all of it": (
        desk.Desk, "line_credit",
        lambda self, line, pick: Fraction(line.amounts[pick.measure]) / Fraction(line.share),
        "six tenths of a line",
    ),
    "a value of oneself is one of the team": (
        desk.Desk, "_value",
        lambda self, pick, window: VALUE(self, replace(pick, credit="direct"), window),
        "own_team_as_a_whole",
    ),
    "a value of all is one of some": (
        desk.Desk, "_value", lambda self, pick, window: VALUE(self, replace(pick, where=()), window),
        "own_team_as_a_whole",
    ),
    "a budget has no end": (
        awarding, "granted", lambda won, award, interval_of: set(won), "own_award_budget",
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_of_the_engine_is_found(mistake: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where, name, wrong, case = MISTAKES[mistake]
    assert not caught(case)
    monkeypatch.setattr(where, name, wrong)
    assert caught(case)
