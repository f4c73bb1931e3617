"""Pay in a currency of which a plan alone says a rate: what is told in the reporting one says so."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import cast

import pytest

from dashboard.access.person import Role
from dashboard.access.scope import operator
from dashboard.answers.answer import Answer, answer
from dashboard.answers.export import notes
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.errors import NotUnderstood, Refused
from dashboard.metrics.periods import Period
from dashboard.metrics.question import ask
from dashboard.pages.pay.simulating import simulated
from dashboard.pay import posted
from dashboard.pay.money import Rate, Rates, Worth, worth_on
from dashboard.pay.plan_file import read_plans
from dashboard.pay.posted import Posted
from dashboard.pay.rate_words import turned_words
from dashboard.pay.runs import Office
from dashboard.pay.simulation import Simulated, simulate
from dashboard.records import pay as records_of_pay
from dashboard.text import LANGUAGES, Language, tell
from tests.answers.built import Rows
from tests.pages.test_pay_foreign import looks, words
from tests.pay.foreign_company import RATES, plan, rows
from tests.pay.paid_company import lock
from tests.pay.test_collected import JUNE, MAY, TODAY, office
from tests.pay.test_foreign_others import of_both

BY_YEAR = of_both(plan("plan", "plan"))
RATE = Worth(Fraction("1.3") * Fraction(1, 2), agreed=True)


def without(*currencies: str) -> Rows:
    """No rate of these, nor a line in one; pay of r1 in pounds."""
    kept = [one for one in RATES if one["currency"] not in currencies]
    sales = [one for one in rows()["sales"] if one["currency"] not in currencies]
    people = [{**one, "email": f"{one['rep_id']}@x.gr"} for one in rows()["reps"]]
    return rows(fx_rates=kept, sales=sales, reps=people)


@pytest.fixture(scope="module")
def paid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """r1 is credited 110 USD for 100 EUR, and 50: 16.00 USD, 12.31 GBP. r2 is paid 8.00 EUR for 80.

    No rate of the pound is known. At 1.30 USD of the plan year, and 0.50 EUR of 31 May, 12.31 GBP are 8.0015.
    """
    with office(tmp_path_factory.mktemp("paid"), BY_YEAR, without("GBP")) as one:
        lock(one.records, one.run(operator(), MAY, "ops@x.gr").id)
        one.run(operator(), JUNE, "ops@x.gr")
        yield one


def told(one: Office, email: str, role: Role, *by: str) -> Answer:
    shelf = cast(Shelf, replace(one.shelf, book=Posted(one.records)))  # type: ignore[type-var]
    question = ask(shelf.outline, measures=("payout",), by=by, period=Period(MAY.first, TODAY))
    return answer(question, looks(one, email, role).scope, shelf)


def tried(one: Office, text: str) -> Simulated:
    with one.records.reading() as connection:
        run = max(records_of_pay.runs(connection), key=lambda one: one.end)
    plans = read_plans(one.plans, one.measures)
    (other,) = read_plans({"x": text}, one.measures)
    return simulate(one.home, run.frozen, plans, other, TODAY)


def test_pay_is_told_at_the_rate_of_its_plan_year_and_says_so(paid: Office) -> None:
    found = told(paid, "o@x.gr", Role.OPERATIONS, "rep")
    at = found.at("payout")
    assert {keys[0]: row[at] for keys, row in zip(found.keys, found.rows, strict=True)} == {
        "r1": Decimal("8.0015"), "r2": Decimal("8.0000"),
    }  # fmt: skip
    said = "Where the table fx_rates has no rate of the day, pay in GBP counts at that of its plan year."
    assert said in notes(found, "en")
    assert "GBP" not in str(notes(told(paid, "r2@x.gr", Role.REP), "en"))


def test_who_reads_sums_alone_is_told_no_currency(paid: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two are too few for a sum; with the limit of a crowd at one, theirs is told."""
    monkeypatch.setattr("dashboard.access.crowd.FEWEST", 1)
    found = told(paid, "b@x.gr", Role.EXECUTIVE)
    assert found.total("payout") == Decimal("16.0015")
    assert not re.search("GBP|USD", str([notes(found, one) for one in LANGUAGES]))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("email", "role", "key"), [
    ("o@x.gr", Role.OPERATIONS, "ask.no_pay_rate"), ("r1@x.gr", Role.REP, "ask.no_pay_rate"),
    ("b@x.gr", Role.EXECUTIVE, "ask.no_pay_sum"),
])  # fmt: skip
def test_without_either_rate_the_currency_is_named_to_who_may_read_the_pay(
    paid: Office, monkeypatch: pytest.MonkeyPatch, email: str, role: Role, key: str, language: Language
) -> None:
    (later,) = read_plans(
        {"x": BY_YEAR.replace('GBP", from = 2026-01', 'GBP", from = 2026-07')}, paid.measures
    )
    known = posted._lines
    monkeypatch.setattr(posted, "_lines", lambda *of: tuple(replace(one, plan=later) for one in known(*of)))
    with pytest.raises(NotUnderstood) as caught:
        told(paid, email, role)
    assert caught.value.key == key
    named = key == "ask.no_pay_rate"
    assert bool(re.search("GBP|USD|2026", tell(language, caught.value))) is named
    assert caught.value.__suppress_context__ or named


def test_a_changed_plan_is_told_at_one_rate_on_both_sides(paid: Office) -> None:
    """A fifth for a tenth: 12.31 and 24.62 GBP, which are 8 and 16 EUR at 0.65. Then with another rate of the
    pound: at 1.20, 32.00 USD are 26.67 GBP, which are 17.34 EUR at 0.65, and not 16.00.
    """
    for text, after in (
        (BY_YEAR.replace("10 %", "20 %"), "16.00"),
        (BY_YEAR.replace("10 %", "20 %").replace("rate = 1.3", "rate = 1.2"), "17.34"),
    ):
        made = tried(paid, text)
        assert [(one.payee, one.before, one.after) for one in made.people] == [
            ("r1", Decimal("8.00"), Decimal(after)), ("r2", Decimal("8.00"), Decimal("16.00")),
        ]  # fmt: skip
        assert made.turned == {"GBP": RATE}
    assert made.data(lambda _: True)["rates"] == {"GBP": {"rate": "0.65000000", "of": "plan_year"}}


@pytest.mark.parametrize(("language", "said"), [
    ("en", "Of GBP the table fx_rates has no rate to EUR on 30 Jun 2026: one is 0.6500 EUR here"),
    ("el", "1 GBP = 0,6500 EUR"),
])  # fmt: skip
def test_who_tries_a_plan_reads_which_rate_it_was(paid: Office, language: Language, said: str) -> None:
    view = looks(paid, "o@x.gr", Role.OPERATIONS, language)
    found = simulated(view, BY_YEAR.replace("10 %", "20 %"))
    assert said in found
    assert "r1" in found


def test_rates_of_a_day_and_of_a_year_are_told_apart() -> None:
    both = {"USD": Worth(Fraction(1, 2)), "GBP": RATE}
    told = turned_words("en", both, "EUR", TODAY)
    assert [bool(re.search("GBP", one)) for one in told] == [False, True]
    assert len(turned_words("en", {"GBP": RATE}, "EUR", TODAY)) == 1
    assert not turned_words("en", {}, "EUR", TODAY)


@pytest.mark.parametrize(("known", "worth"), [
    # The day's rate, though the plan says another.
    (("GBP", "USD"), Worth(Fraction("1.2"))),
    # The pound by the plan year's, the dollar by the day's; then both by the plan year's.
    (("USD",), Worth(Fraction("1.3") * Fraction("0.8"), agreed=True)),
    ((), Worth(Fraction("1.3") / Fraction("1.1"), agreed=True)),
])  # fmt: skip
def test_a_day_comes_before_a_year(known: tuple[str, ...], worth: Worth) -> None:
    rates = Rates(
        Rate(one["currency"], "EUR", one["rate_date"], one["rate"])
        for one in RATES
        if one["currency"] in known
    )
    (here,) = read_plans({"x": BY_YEAR}, ("net_sales",))
    assert worth_on(here, rates, ("GBP", "EUR"), MAY.first) == worth
    assert worth_on(here, rates, ("EUR", "EUR"), MAY.first) == Worth(Fraction(1))
    with pytest.raises(Refused) as caught:
        worth_on(here, rates, ("CHF", "EUR"), MAY.first)
    assert caught.value.values == {"currency": "CHF", "to": "EUR", "day": MAY.first}


def test_a_statement_says_that_its_rate_is_of_the_plan_year(paid: Office) -> None:
    told = words(looks(paid, "r1@x.gr", Role.REP, month="2026-05"))
    assert "At 0.76923077 GBP for one USD, the rate of the plan year on 31 May 2026 12.31" in told
