"""Runs of several people and currencies: what is wrong with one keeps nobody else from being paid."""

import datetime as dt
import hashlib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dashboard.errors import Refused
from dashboard.pay.freezing import FACTS, LINES
from dashboard.pay.plan_file import read_plans
from dashboard.pay.simulation import simulate
from dashboard.pay.thawing import thaw
from dashboard.pay.watching import watched
from dashboard.records import pay as records_of_pay
from tests.pay.foreign_company import RATES, START, plan, rows
from tests.pay.test_collected import JUNE, MAY, office, paid
from tests.pay.test_foreign_runs import POUNDS, asked, calculated

LAST_YEAR = dt.date(2025, 1, 1)


def of_both(text: str) -> str:
    return text.replace('["r1"]', '["r1", "r2"]')


def test_a_line_without_a_rate_of_the_plan_keeps_nobody_else_from_being_paid(tmp_path: Any) -> None:
    """r1 sold something in francs, of which the plan says no rate; r2 is paid 8.80 USD at 0.50."""
    made = rows(fx_rates=[*RATES, {"rate_date": START, "currency": "CHF", "rate": Decimal("1.05")}])
    made["sales"].append({**made["sales"][0], "line_id": "9", "order_id": "9", "currency": "CHF"})
    with office(tmp_path, of_both(plan("plan")), made) as one:
        run, statements = calculated(one)
    assert [(why["payee"], why["key"]) for why in run.refused] == [("r1", "pay.no_plan_rate")]
    assert [(kept.payee, kept.paid) for kept in statements] == [("r2", Decimal("4.40"))]


def test_sales_of_a_year_before_the_plan_said_a_rate_keep_nobody_from_being_paid(tmp_path: Any) -> None:
    """100 EUR in May 2025 are 200 of the dollars of the run's last day, in what growth is held against."""
    made = rows(fx_rates=[*RATES, *({**each, "rate_date": LAST_YEAR} for each in RATES[::3])])
    made["assignments"] = [{**each, "valid_from": LAST_YEAR} for each in made["assignments"]]
    made["sales"].append(
        {**made["sales"][0], "line_id": "9", "order_id": "9", "order_date": dt.date(2025, 5, 4)}
    )
    text = plan("plan", "plan")
    with office(tmp_path, text, made) as one:
        run, statements = calculated(one)
        plans = read_plans(one.plans, one.measures)
        (found,) = watched(plans, thaw(one.home, run.frozen, plans), statements)
    assert [kept.paid for kept in statements] == [Decimal("15.31")]
    assert found.people[0].baseline == 200


def test_what_was_paid_is_turned_back_as_the_version_says_that_paid_it(tmp_path: Any) -> None:
    """A guarantee of 100 USD was 50 GBP on 31 May; the version of June says rates from June on alone."""
    first = plan(entries="guarantee = { amount = 100 }\nvalid_to = 2026-05-31")
    later = plan("spot", "plan").replace("version = 1", "version = 2").replace("2026-01-01", "2026-06-01")
    sales = [each for each in rows()["sales"] if each["line_id"] != "4"]
    with office(tmp_path, first, rows(sales=sales)) as one:
        assert paid(one, MAY) == {"r1": [Decimal("50.00")]}
        then = replace(one, plans={**one.plans, "later.toml": later})
        run, _ = calculated(then, JUNE)
        plans = read_plans(then.plans, one.measures)
        with one.records.reading() as connection:
            both = records_of_pay.of_payee(connection, "r1")
        (found,) = watched(plans, thaw(one.home, run.frozen, plans), both)
    assert not run.refused
    assert found.people[0].cost == Decimal("100.00")


def test_who_left_is_paid_what_comes_later_in_the_money_they_were_paid_in(tmp_path: Any) -> None:
    """Pay in pounds ends on 20 May: May's statement, and what is adjusted, are in pounds."""
    with office(tmp_path, plan(), rows(compensation=[{**POUNDS, "valid_to": dt.date(2026, 5, 20)}])) as one:
        asked(one, "1.00")
        run, (kept,) = calculated(one)
    assert not run.differences
    assert (kept.currency, kept.paid) == ("GBP", Decimal("12.15"))


def test_a_changed_plan_that_says_no_currency_is_not_simulated_in_another(tmp_path: Any) -> None:
    """The company reports in dollars, and nobody wrote that the plan is in euros."""
    with office(tmp_path, plan(), rows()) as one:
        run, _ = calculated(one)
        place = one.home.pay / frozen_in_dollars(one.home.pay, run.frozen)
        plans = read_plans(one.plans, one.measures)
        (other,) = read_plans({"x": plan(rates=False).replace('currency = "USD"\n', "")}, one.measures)
        with pytest.raises(Refused, match=r"payrun\.no_currency"):
            simulate(one.home, place.name, plans, other, MAY.end)


def frozen_in_dollars(place: Path, name: str) -> str:
    """The same facts of a company that reports in dollars."""
    facts = (place / name / FACTS).read_text(encoding="utf-8")
    text, lines = facts.replace('"currency": "EUR", "cut"', '"currency": "USD", "cut"'), place / name / LINES
    assert text != facts
    digest = hashlib.sha256(text.encode() + lines.read_bytes()).hexdigest()[:32]
    (place / digest).mkdir()
    (place / digest / FACTS).write_text(text, encoding="utf-8")
    (place / digest / LINES).write_bytes(lines.read_bytes())
    return digest
