"""Three currencies in a run: deals in euros, dollars and pounds, a plan in dollars, pay in pounds."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import pyarrow.parquet as pq
import pytest

from dashboard.access.scope import operator
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.errors import Refused
from dashboard.pay import adjustments, desk, money, payroll, proration
from dashboard.pay.adjustments import Wanted
from dashboard.pay.freezing import FACTS, LINES
from dashboard.pay.plan_file import read_plans
from dashboard.pay.rebuilding import rebuilt, same
from dashboard.pay.run_difference import Side, compare
from dashboard.pay.runs import Office
from dashboard.pay.simulation import simulate
from dashboard.records import pay as records_of_pay
from dashboard.records.pay import Kept, Run
from tests.answers.built import Built
from tests.pay.foreign_company import QUOTA, RATES, START, plan, rows
from tests.pay.paid_company import lock
from tests.pay.test_collected import JULY, JUNE, MAY, office, office_at, paid, published

POUNDS = {"rep_id": "r1", "valid_from": START, "currency": "GBP"}
# Pounds to the end of May, then what all others are paid in.
TO_JUNE = [
    {**POUNDS, "valid_to": JUNE.first},
    {**POUNDS, "valid_from": JUNE.first, "currency": None, "valid_to": None},
]  # fmt: skip
FIVE_TEN = """
[component.table]
over = "attainment"
bands = [{ from = 0, to = 1, value = "5 %" }, { from = 1, value = "10 %" }]
"""


@pytest.fixture(scope="module")
def shelf() -> Iterator[Shelf]:
    with published(rows()) as made:
        yield made


def calculated(office: Office, month: Any = MAY) -> tuple[Run, list[Kept]]:
    """A run and its statements, whatever it found."""
    run = office.run(operator(), month, "ops@x.gr")
    with office.records.reading() as connection:
        return run, records_of_pay.statements(connection, run.id)


def changed(office: Office, sql: str) -> None:
    """What a later publication says otherwise."""
    shelf = cast(Built, office.shelf)
    shelf.connection.execute(sql)
    shelf.forget()


def refusal(office: Office, month: Any = MAY) -> str:
    """Why the one person is not paid."""
    run, statements = calculated(office, month)
    assert not statements
    (why,) = run.refused
    return str(why["key"])


@pytest.mark.parametrize(("credit", "pay", "pounds"), [
    # 100 EUR at 1 / 0.80, 50 USD, and 30 GBP at 1.20 / 0.75: 125 + 50 + 48 = 223; a tenth at 0.50 / 1.00.
    ("spot", "pay_day", "11.15"),
    # All at the rates of 31 May: 200 + 50 + 60 = 310.
    ("month_end", "pay_day", "15.50"),
    # 110 + 50 + 39 = 199; 19.90 at 1 / 1.3, and at 0.50.
    ("plan", "plan", "15.31"),
    ("plan", "pay_day", "9.95"),
    # 12.50 and 5 at 0.80 / 1.20, and 4.80 at 0.75 / 1.20: 8.333… + 3.333… + 3.
    ("spot", "credit_day", "14.67"),
])  # fmt: skip
def test_a_deal_is_turned_into_the_plans_money_and_that_into_the_persons(
    shelf: Shelf, tmp_path: Any, credit: str, pay: str, pounds: str
) -> None:
    with office_at(shelf, tmp_path, plan(credit, pay)) as one:
        assert paid(one, MAY) == {"r1": [Decimal(pounds)]}


def test_payroll_gets_pounds_and_the_ledger_says_the_rate(shelf: Shelf, tmp_path: Any) -> None:
    with office_at(shelf, tmp_path, plan()) as one:
        run, (kept,) = calculated(one)
        lock(one.records, run.id)
        made = payroll.export(one.records, one.home, run.id, "ops@x.gr")
    assert made.totals.sums == {"GBP": Decimal("11.15")}
    (line,) = kept.lines
    assert (kept.currency, line["plan_amount"], line["amount"]) == ("GBP", "22.30", "11.15")
    assert line["note"] == {"currency": "USD", "rate": "1/2", "rate_day": "2026-05-31"}


def test_a_quota_is_turned_at_the_rate_of_the_plan_year_whatever_the_days_are(
    shelf: Shelf, tmp_path: Any
) -> None:
    """100 EUR are 110 USD at any time: 223 USD pay 5.50 and, beyond them, 11.30; 8.40 GBP."""
    with office_at(shelf, tmp_path, plan(component=FIVE_TEN)) as one:
        assert paid(one, MAY) == {"r1": [Decimal("8.40")]}


def test_a_quota_of_units_has_no_currency(tmp_path: Any) -> None:
    """40 of 40 units are all of it, and pay a tenth of each: 4 USD."""
    sales = [{**one, "quantity": Decimal(10)} for one in rows()["sales"]]
    units = {**QUOTA, "measure": "units", "amount": Decimal(30)}
    of_units = f'measure = "units"\n{FIVE_TEN.replace("5 %", "10 %")}'
    with office(tmp_path, plan(component=of_units, rates=False), rows(sales=sales, quotas=[units])) as one:
        assert paid(one, MAY) == {"r1": [Decimal("1.50")]}


@pytest.mark.parametrize(("pay", "pounds"), [("plan", "100.00"), ("pay_day", "65.00")])
def test_target_pay_in_pounds_is_what_is_paid_at_quota(tmp_path: Any, pay: str, pounds: str) -> None:
    """1,200 GBP a year are 130 USD a month at the plan's 1.3; paid at 1 / 1.3, or at the day's 0.50."""
    one_line = [{**one, "net_amount": Decimal(110)} for one in rows()["sales"] if one["line_id"] == "2"]
    component = 'pays = "target"\n[component.table]\nover = "attainment"\nhow = "linear"\n'
    component += "points = [{ at = 0, value = 0 }, { at = 1, value = 1 }]\n"
    made = rows(sales=one_line, compensation=[{**POUNDS, "target_amount": Decimal(1200)}])
    with office(tmp_path, plan("plan", pay, component=component), made) as one:
        assert paid(one, MAY) == {"r1": [Decimal(pounds)]}


@pytest.mark.parametrize(("credit", "pounds"), [("month_end", "100.00"), ("plan", "50.00")])
def test_money_of_a_person_as_a_whole_is_turned_at_the_last_day_of_its_window(
    shelf: Shelf, tmp_path: Any, credit: str, pounds: str
) -> None:
    """176 EUR in three orders are 58.67 each: 117.33 USD on 31 May, and 64.53 by the plan."""
    component = 'measure = "average_order"\npays = "amount"\n[component.table]\nhow = "flat"\n'
    component += "bands = [{ from = 0, to = 100, value = 100 }, { from = 100, value = 200 }]\n"
    with office_at(shelf, tmp_path, plan(credit, component=component)) as one:
        assert paid(one, MAY) == {"r1": [Decimal(pounds)]}


@pytest.mark.parametrize(("policy", "june", "carried"), [
    # It counts on 12 May, at that day's 1.6: 16 USD less, of which 1.60 were paid; at June's 0.50.
    ("original", "-0.80", "-0.80"),
    # It counts on 9 June, at that day's 2: 20 USD less, 2.00; at 0.50.
    ("current", "-1.00", "-1.00"),
])  # fmt: skip
def test_a_return_has_the_rate_of_the_day_on_which_it_counts(
    shelf: Shelf, tmp_path: Any, policy: str, june: str, carried: str
) -> None:
    text = plan(entries=f'returns = {{ policy = "{policy}" }}')
    with office_at(shelf, tmp_path, text) as one:
        assert paid(one, MAY) == {"r1": [Decimal("11.15")]}
        run, (kept,) = calculated(one, JUNE)
    assert not run.differences
    kind = "adjustment" if policy == "original" else "earning"
    assert [line["amount"] for line in kept.lines if line["kind"] == kind] == [june]
    assert kept.after["carried"] == carried


def test_what_a_returned_line_was_paid_is_taken_back_in_its_part(shelf: Shelf, tmp_path: Any) -> None:
    """10 of 30 GBP come back: a third of the 4.80 USD that the line was paid, at the day's 0.50."""
    schedule = 'returns = { policy = "schedule", schedule = [{ within_days = 90, share = 1 }] }'
    with office_at(shelf, tmp_path, plan(entries=schedule)) as one:
        paid(one, MAY)
        run, (kept,) = calculated(one, JUNE)
    assert not run.differences
    assert [line["amount"] for line in kept.lines if line["kind"] == "clawback"] == ["-0.80"]


@pytest.mark.parametrize(("text", "given", "why"), [
    (plan(), {"fx_rates": [one for one in RATES if one["rate_date"] != START]}, "pay.no_rate"),
    (plan("plan", rates=False), {}, "pay.no_plan_rate"),
    (plan(component=FIVE_TEN, rates=False), {}, "pay.no_plan_rate"),
    (plan("spot", "plan", rates=False), {}, "pay.no_plan_rate"),
])  # fmt: skip
def test_without_a_rate_nobody_is_paid_the_wrong_money(
    tmp_path: Any, text: str, given: dict[str, Any], why: str
) -> None:
    # Lines in euros alone: those of other currencies would not have been published without a rate.
    euros = [{**one, "currency": None} for one in rows()["sales"]]
    with office(tmp_path, text, rows(**{"sales": euros, **given})) as one:
        assert refusal(one) == why


def test_quotas_and_target_pay_that_nobody_is_paid_by_need_no_rate(tmp_path: Any) -> None:
    """The plan pays a tenth, and says no rate of its year: 223 USD, as with one."""
    told = rows(compensation=[{**POUNDS, "target_amount": Decimal(1200)}])
    with office(tmp_path, plan(rates=False), told) as one:
        assert paid(one, MAY) == {"r1": [Decimal("11.15")]}


def test_who_is_paid_in_another_currency_now_must_owe_nothing_in_the_former(tmp_path: Any) -> None:
    draw = "[draw]\namount = 100\n"
    with office(tmp_path, plan(entries=draw), rows(compensation=TO_JUNE)) as one:
        paid(one, MAY)
        assert refusal(one, JUNE) == "pay.balances_abroad"


def test_who_owes_nothing_goes_on_in_the_other_currency_and_its_year_begins(tmp_path: Any) -> None:
    sales = [one for one in rows()["sales"] if one["line_id"] != "4"]
    sales.append({**sales[0], "line_id": "6", "order_id": "6", "order_date": dt.date(2026, 6, 2)})
    with office(tmp_path, plan(), rows(compensation=TO_JUNE, sales=sales)) as one:
        assert paid(one, MAY) == {"r1": [Decimal("11.15")]}
        run, (kept,) = calculated(one, JUNE)
    # 100 EUR are 200 USD; a tenth of them 20.00, at 0.50 EUR.
    assert not run.differences
    assert (kept.currency, kept.paid, kept.after["year"]) == ("EUR", Decimal("10.00"), "10.00")
    assert kept.before["currency"] == "GBP"


DEARER = "UPDATE model.fx_rates SET rate = 0.4 WHERE currency = 'USD' AND rate_date < DATE '2026-05-10'"


@pytest.mark.parametrize(("pay", "was", "is_now"), [
    # 100 EUR and 50 USD at 0.40: 25 and 5 USD are paid at 0.40 / 1.20, 4.80 at 0.75 / 1.20: 8.33 + 1.67 + 3.
    ("credit_day", "14.67", "13.00"),
    # 250 + 50 + 48 = 348 USD of credit; a tenth at 0.50 / 1.00, the rate of the pay day, which stood.
    ("pay_day", "11.15", "17.40"),
])  # fmt: skip
def test_a_rate_that_is_corrected_later_changes_what_was_paid_by_it(
    tmp_path: Any, pay: str, was: str, is_now: str
) -> None:
    with office(tmp_path / "later", plan("spot", pay), rows()) as one:
        assert paid(one, MAY) == {"r1": [Decimal(was)]}
        changed(one, DEARER)
        for month in (JUNE, JULY):
            run, (kept,) = calculated(one, month)
            assert run.differences == []
            adjusted = [Decimal(line["amount"]) for line in kept.lines if line["kind"] == "adjustment"]
            assert adjusted == ([Decimal(is_now) - Decimal(was)] if month == JUNE else [])
            lock(one.records, run.id)
    with office(tmp_path / "first", plan("spot", pay), rows()) as one:
        changed(one, DEARER)
        assert paid(one, MAY) == {"r1": [Decimal(is_now)]}


def test_a_corrected_rate_of_the_pay_day_leaves_what_was_paid(tmp_path: Any) -> None:
    """Money that was paid keeps the rate of the day on which it was paid."""
    with office(tmp_path, plan("plan"), rows()) as one:
        paid(one, MAY)
        changed(one, "UPDATE model.fx_rates SET rate = 0.4 WHERE currency = 'USD'")
        _, (kept,) = calculated(one, JUNE)
        assert not [line for line in kept.lines if line["kind"] == "adjustment"]


def asked(office: Office, amount: str) -> None:
    """An adjustment of May, asked for and approved."""
    wanted = Wanted("r1", "field", MAY, amount, "agreement", "As agreed.")
    made = adjustments.ask(office.records, office.shelf, ["field"], wanted, "ops@x.gr")
    adjustments.decide(office.records, office.shelf, made.id, "approved", "boss@x.gr")


def test_what_is_adjusted_by_hand_is_in_pounds_and_is_paid_in_no_other(tmp_path: Any) -> None:
    with office(tmp_path, plan(), rows()) as one:
        asked(one, "1.00")
        run, (kept,) = calculated(one)
        assert (run.differences, kept.paid) == ([], Decimal("12.15"))
        changed(one, "UPDATE mart.compensation SET currency = NULL")
        assert refusal(one) == "pay.adjusted_abroad"


def test_a_run_is_rebuilt_to_the_last_sign(shelf: Shelf, tmp_path: Any) -> None:
    with office_at(shelf, tmp_path, plan("spot", "credit_day")) as one:
        run, (kept,) = calculated(one)
        made = rebuilt(one.home, run, kept, one.measures)
    assert same(made.statement, kept)
    assert made.facts.rates


def test_a_run_that_was_frozen_in_the_reporting_currency_alone_is_rebuilt_as_it_was(tmp_path: Any) -> None:
    """What runs froze before lines, quotas and values had a currency: the statement is the same."""
    text = plan(component=FIVE_TEN, rates=False).replace('"USD"', '"EUR"')
    euros = [{**one, "currency": None} for one in rows()["sales"]]
    with office(tmp_path, text, rows(sales=euros, compensation=[])) as one:
        run, (kept,) = calculated(one)
        name = as_frozen_before(one.home.pay, run.frozen)
        found = one.home.pay / name / LINES
        assert "currency" not in pq.read_table(found).column_names
        earlier = rebuilt(one.home, Run(**{**fields(run), "frozen": name}), kept, one.measures)
    assert kept.currency == "EUR"
    assert same(earlier.statement, kept)


def fields(run: Run) -> dict[str, Any]:
    return {name: getattr(run, name) for name in Run.__slots__}


def as_frozen_before(place: Path, name: str) -> str:
    """The same facts as a run froze them that knew no currency of lines, quotas and values."""
    lines, facts = place / "old.parquet", json.loads((place / name / FACTS).read_text(encoding="utf-8"))
    pq.write_table(pq.read_table(place / name / LINES).drop_columns(["currency"]), lines)
    facts["quotas"] = [row[:-1] for row in facts["quotas"]]
    facts["values"] = [row[:-1] for row in facts["values"]]
    text = json.dumps(facts)
    digest = hashlib.sha256(text.encode() + lines.read_bytes()).hexdigest()[:32]
    (place / digest).mkdir()
    (place / digest / FACTS).write_text(text, encoding="utf-8")
    lines.rename(place / digest / LINES)
    return digest


def no_rate(*_: Any) -> Fraction:
    return Fraction(1)


@pytest.mark.parametrize(("where", "name"), [
    (desk.Desk, "worth"), (desk.Desk, "pay_rate"), (proration, "plan_rate"), (money, "plan_rate"),
], ids=["credit", "pay", "quota", "plan"])  # fmt: skip
def test_the_second_calculator_finds_money_that_was_not_turned(
    shelf: Shelf, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, where: object, name: str
) -> None:
    monkeypatch.setattr(where, name, no_rate)
    text = plan("plan" if where is money else "spot", component=FIVE_TEN)
    with office_at(shelf, tmp_path, text) as one:
        run, _ = calculated(one)
    assert run.differences


def test_two_runs_are_held_against_each_other_in_each_currency(tmp_path: Any) -> None:
    """The first pays pounds; before the second the person's pay turns to euros, and a rate changes."""
    with office(tmp_path, plan(), rows()) as one:
        sides = [Side(*calculated(one))]
        changed(one, "UPDATE model.fx_rates SET rate = 0.4 WHERE currency = 'USD' AND rate = 0.5")
        sides.append(Side(*calculated(one)))
        changed(one, "UPDATE mart.compensation SET currency = NULL")
        sides.append(Side(*calculated(one)))
        (rate,) = compare(one.home, sides[0], sides[1], one.measures)
        pounds, euros = compare(one.home, sides[0], sides[2], one.measures)[::-1]
    # 22.30 USD at 0.40 instead of 0.50.
    assert rate.causes == ((("rates",), Decimal("-2.23")),)
    assert (pounds.currency, pounds.difference) == ("GBP", Decimal("-11.15"))
    assert (euros.currency, euros.difference) == ("EUR", Decimal("8.92"))


def test_a_changed_plan_is_told_in_the_reporting_currency(shelf: Shelf, tmp_path: Any) -> None:
    """A fifth instead of a tenth: 22.30 USD more in May, 11.15 GBP, at 1.00 EUR; June's return takes 1.00."""
    with office_at(shelf, tmp_path, plan()) as one:
        paid(one, MAY)
        run, _ = calculated(one, JUNE)
        plans = read_plans(one.plans, one.measures)
        (other,) = read_plans({"x": plan().replace("10 %", "20 %")}, one.measures)
        made = simulate(one.home, run.frozen, plans, other, JUNE.end - dt.timedelta(days=1))
    assert (made.before, made.after) == (Decimal("10.15"), Decimal("20.30"))
    assert (made.currency, made.turned) == ("EUR", {"GBP": money.Worth(Fraction(1))})


def test_a_plan_that_says_no_currency_is_not_taken_for_one_in_euros(shelf: Shelf, tmp_path: Any) -> None:
    silent = plan(rates=False).replace('currency = "USD"\n', "")
    dollars = replace(cast(Any, shelf), outline=replace(shelf.outline, currency="USD"))
    with office_at(dollars, tmp_path, silent) as one, pytest.raises(Refused, match=r"payrun\.no_currency"):
        one.run(operator(), MAY, "ops@x.gr")


def test_a_plan_whose_money_is_worth_nothing_known_is_refused_before_anything_is_kept(tmp_path: Any) -> None:
    text = plan(component='pays = "amount"\n[component.award]\nevent = "x"\namount = 1\n', rates=False)
    euros = [{**one, "currency": None} for one in rows()["sales"]]
    dollars = [{**POUNDS, "currency": "USD"}]
    with office(tmp_path, text, rows(sales=euros, fx_rates=[], compensation=dollars)) as one:
        with pytest.raises(Refused, match=r"pay\.no_rate"):
            one.run(operator(), MAY, "ops@x.gr")
        with one.records.reading() as connection:
            assert not records_of_pay.runs(connection)
