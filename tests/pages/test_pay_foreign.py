"""Pages of pay where people are paid in several currencies: each amount has its own, and none are added."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from dashboard.access.person import Person, Role
from dashboard.access.scope import grant, operator
from dashboard.answers.answer import answer
from dashboard.answers.deliverable import Deliverable
from dashboard.metrics.periods import Period
from dashboard.metrics.question import ask
from dashboard.pages.address import Address
from dashboard.pages.pay import costs, suggestions
from dashboard.pages.pay.curve import what_if
from dashboard.pages.pay.here import here, own
from dashboard.pages.pay.inquiries import pay_sheet, readable
from dashboard.pages.pay.oversight import overseen
from dashboard.pages.pay.page import PAY, bank_sheets
from dashboard.pages.pay.performance import performance_sheets
from dashboard.pages.pay.suggestion_words import line
from dashboard.pages.pay.tile import next_words
from dashboard.pages.site import screen
from dashboard.pages.view import View
from dashboard.pay import adjustments
from dashboard.pay.adjustments import Wanted
from dashboard.pay.budget import budget, cost
from dashboard.pay.outlook import Step
from dashboard.pay.posted import Posted
from dashboard.pay.runs import Office
from dashboard.pay.standings import standing_of
from dashboard.records import pay_outlooks
from dashboard.shell.pay_acts import ACTS
from dashboard.shell.view_acts import Wish
from dashboard.text import LANGUAGES, Language, say
from tests.access.rosters import Staff
from tests.parts.conftest import walk
from tests.pay.foreign_company import START, plan, rows
from tests.pay.paid_company import lock
from tests.pay.test_collected import MAY, TODAY, office

PLACES = {"r1@x.gr": "N", "r2@x.gr": "S", "m@x.gr": "C"}
TABLE = """
[component.table]
over = "attainment"
bands = [{ from = 0, to = 10, value = "10 %" }, { from = 10, value = "20 %" }]
"""
# Both have a quota, so that there is a curve: 10 % up to ten times it, as without one.
QUOTAS = [
    {"territory_id": node, "period_start": MAY.first, "period_end": MAY.end, "measure": "net_sales",
     "amount": Decimal(100)}
    for node in "NS"
]  # fmt: skip


def given() -> Any:
    people = [{**one, "email": f"{one['rep_id']}@x.gr"} for one in rows()["reps"]]
    pay = [
        {"rep_id": key, "valid_from": START, "currency": currency, "target_amount": Decimal(target)}
        for key, currency, target in (("r1", "GBP", 1200), ("r2", None, 2400))
    ]
    deal = {
        "opportunity_id": "o1", "customer_id": "n", "rep_id": "r1", "stage": "offer", "amount": Decimal(500),
        "created_on": dt.date(2026, 5, 1), "probability": 0.5, "outcome": "open",
    }  # fmt: skip
    return rows(reps=people, quotas=QUOTAS, compensation=pay, opportunities=[deal])


def text(leader_sees: bool = True) -> str:
    entries = f"leader_sees = {str(leader_sees).lower()}"
    return plan(component=TABLE, entries=entries).replace('["r1"]', '["r1", "r2"]')


@pytest.fixture(scope="module")
def paid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """May is paid: 11.15 GBP to r1, and 5.00 EUR to r2, who sold 100 USD."""
    with office(tmp_path_factory.mktemp("paid"), text(), given()) as one:
        wanted = Wanted("r1", "field", MAY, "1.00", "agreement", "As agreed.")
        asked = adjustments.ask(one.records, one.shelf, ["field"], wanted, "ops@x.gr")
        adjustments.decide(one.records, one.shelf, asked.id, "rejected", "boss@x.gr", "No.")
        lock(one.records, one.run(operator(), MAY, "ops@x.gr").id)
        yield one


def looks(one: Office, email: str, role: Role, language: Language = "en", **chosen: Any) -> View:
    person, address = Person("1", email, email[:3], role), Address(PAY.path, **chosen)
    scope = grant(person, Staff(one.shelf, PLACES), (), TODAY)
    return View(person, scope, one.shelf, address, language, 1280, TODAY, records=one.records, home=one.home)


def words(view: View) -> str:
    told = " ".join(re.sub(r"<[^>]*>", " ", str(found)) for found in walk(screen(view)))
    return " ".join(told.replace("\N{NO-BREAK SPACE}", " ").split())


def test_a_statement_says_which_amount_is_in_which_currency(paid: Office) -> None:
    told = words(looks(paid, "r1@x.gr", Role.REP))
    for said in (
        "amounts in GBP", "calculated in USD", "For May 2026 (USD)", "(USD)",
        "At 0.5000 GBP for one USD, the rate of 31 May 2026 11.15", "3 (30.00 GBP)", "1 (100.00 EUR)",
    ):  # fmt: skip
        assert said in told


def test_what_if_is_told_in_both(paid: Office) -> None:
    """1,000 USD more are paid 100.00 USD up to ten times the quota: 777 of them, 223 at twice."""
    told = re.sub(r"<[^>]*>", " ", what_if(looks(paid, "r1@x.gr", Role.REP), "1000"))
    assert "In USD; at 0.5000 GBP for one, that is 56.15 GBP." in " ".join(told.split())


def test_a_deal_that_may_be_won_says_its_money(paid: Office) -> None:
    assert "500 EUR" in words(looks(paid, "r1@x.gr", Role.REP))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_leader_is_told_the_sum_of_each_currency(paid: Office, language: Language) -> None:
    told = words(looks(paid, "m@x.gr", Role.LEADER, language))
    point = "," if language == "el" else "."
    assert f"5{point}00 EUR + 11{point}15 GBP" in told
    assert told.count(f"5{point}00 EUR") == 2 * told.count(f"5{point}00 EUR + 11{point}15 GBP")
    assert f"16{point}15" not in told


def test_a_leader_of_a_plan_that_keeps_pay_is_told_no_currency_either(tmp_path: Any) -> None:
    with office(tmp_path, text(leader_sees=False), given()) as one:
        lock(one.records, one.run(operator(), MAY, "ops@x.gr").id)
        told = words(looks(one, "m@x.gr", Role.LEADER))
    assert not [secret for secret in ("GBP", "USD", "11.15", "5.00") if secret in told]


def test_cost_is_told_in_the_reporting_currency_at_a_named_day(paid: Office) -> None:
    """22.30 and 10.00 USD, at 0.50 EUR; of so few people it is on no page."""
    view = looks(paid, "o@x.gr", Role.OPERATIONS)
    found = overseen(view)
    assert found is not None
    assert cost(found.watched).actual == Decimal("16.15")
    said = "Pay in other currencies is told in EUR here, at the rates of 31 May 2026"
    assert any(one.startswith(said) for one in costs.notes(view, found, budget(found.watched, found.known)))
    with paid.records.reading() as connection:
        kept = [standing_of(one.payee, one.told) for one in pay_outlooks.standings(connection)]
    assert sorted(one.cost for one in kept) == [Decimal("5.00"), Decimal("11.15")]
    assert all(one.turned for one in kept)


def test_operations_see_each_currency_of_a_run_and_of_an_adjustment(paid: Office) -> None:
    told = words(looks(paid, "o@x.gr", Role.OPERATIONS))
    assert "5.00 EUR" in told
    assert "11.15 GBP" in told
    assert "+1.00 GBP" in told


@pytest.mark.parametrize(("language", "own", "all_of_them"), [
    ("en", "Only these 2 people are in it: r1, one other.", "Only these 2 people are in it: r1, r2."),
    ("el", "Συμμετέχουν μόνο 2 άτομα: r1, άλλος ένας.", "Συμμετέχουν μόνο 2 άτομα: r1, r2."),
])  # fmt: skip
def test_a_plan_names_colleagues_to_who_may_see_their_pay(
    paid: Office, language: Language, own: str, all_of_them: str
) -> None:
    assert own in words(looks(paid, "r1@x.gr", Role.REP, language, see="plan"))
    assert all_of_them in words(looks(paid, "m@x.gr", Role.LEADER, language, see="plan", of="r1"))


def test_files_name_the_currency_of_each_amount(paid: Office) -> None:
    (sheet,) = bank_sheets(looks(paid, "r1@x.gr", Role.REP))
    assert [one.label for one in sheet.columns[3:]] == ["Amount (GBP)", "Balance (GBP)"]
    assert not [one for one in sheet.columns if one.look.kind == "money"]
    (people,) = performance_sheets(looks(paid, "m@x.gr", Role.LEADER))
    assert not [one for one in people.columns if one.look.kind == "money"]
    # A month of 1,200 GBP at the plan's 1.3, and of 2,400 EUR at 1.1.
    assert [(row[0], row[4], told(row[5]), row[6]) for row in people.rows] == [
        ("r1", Decimal("22.30"), 130, "USD"), ("r2", Decimal("10.00"), 220, "USD"),
    ]  # fmt: skip


def told(cell: Any) -> Any:
    return cell.value


def test_the_years_target_is_ones_own_money(paid: Office) -> None:
    """11.15 of 1,200 GBP a year."""
    assert "0.9% of the target 1,200.00" in words(looks(paid, "r1@x.gr", Role.REP))


def test_payout_in_explore_is_in_the_reporting_currency_at_the_rate_of_its_day(paid: Office) -> None:
    shelf = replace(paid.shelf, book=Posted(paid.records))  # type: ignore[type-var]
    period = Period(MAY.first, TODAY)
    question = ask(shelf.outline, measures=("payout",), by=("rep",), period=period)
    scope = looks(paid, "o@x.gr", Role.OPERATIONS).scope
    found = answer(question, scope, shelf)
    at = found.at("payout")
    assert {keys[0]: row[at] for keys, row in zip(found.keys, found.rows, strict=True)} == {
        "r1": Decimal("11.15"), "r2": Decimal("5.00"),
    }  # fmt: skip


def test_the_next_step_is_missing_in_the_plans_money_and_paid_in_ones_own(paid: Office) -> None:
    view = looks(paid, "r1@x.gr", Role.REP)
    with paid.records.reading() as connection:
        (one,) = pay_outlooks.ahead(connection, "r1")
    assert (one.told["currency"], one.told["credited"]) == ("GBP", "USD")
    assert one.told["worth"] == {"GBP": "1", "USD": "1/2"}
    found = here(view)
    assert found is not None
    assert found.outlook is not None
    step = Step(
        "tier", "commission", "net_sales", "attainment", Fraction(10), Decimal(877), Decimal("43.85"), TODAY
    )  # fmt: skip
    reachable = replace(found.outlook, steps=(step,))
    assert (
        next_words(view, reachable) == "Sell 877\N{NO-BREAK SPACE}$ more by 31 Jul for 43\N{NO-BREAK SPACE}£"
    )


@pytest.mark.parametrize(("language", "title", "reasons", "account"), [
    ("en", "Sell 877 $ more by 31 Jul: 43 £ more pay",
     ("a further 1,000 USD pays 90.00 GBP instead of 45.00 GBP", "Crossing it brings 7.50 GBP at once.",
      "Lately 13 USD a day"), "deal of 500 €, likely 250 €"),
    ("el", "Πωλήσεις 877 $ ακόμη έως 31 Ιουλ: 43 £ επιπλέον αμοιβή",
     ("κάθε επόμενα 1.000 USD δίνουν 90,00 GBP αντί για 45,00 GBP", "προστίθενται 7,50 GBP.", "13 USD"),
     "500 €"),
])  # fmt: skip
def test_an_idea_about_pay_says_which_amount_is_in_which_currency(
    paid: Office,
    monkeypatch: pytest.MonkeyPatch,
    language: Language,
    title: str,
    reasons: tuple[str, ...],
    account: str,
) -> None:
    deal = Deliverable("deal", "n", "N", Decimal(500), Decimal(250), TODAY)
    monkeypatch.setattr(suggestions, "deliverable", lambda *_: [deal])
    view = looks(paid, "r1@x.gr", Role.REP, language)
    step = Step(
        "tier", "commission", "net_sales", "value", Fraction(1000), Decimal(877), Decimal("43.85"), TODAY,
        Fraction("12.5"), Decimal(45), Decimal(90), Decimal("7.50"),
    )  # fmt: skip
    mine = own(view)
    assert mine is not None
    assert mine.outlook is not None
    told = line(view, suggestions._suggestion(view, mine, step))
    assert plain(told.title) == title
    assert not [one for one in reasons if one not in plain(told.reason)], plain(told.reason)
    assert "1,000 USD" in plain(told.reason) or "1.000 USD" in plain(told.reason)
    assert account in plain(told.accounts[0].note)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_an_inquiry_expects_is_in_the_money_of_the_statement(paid: Office, language: Language) -> None:
    view = looks(paid, "r1@x.gr", Role.REP, language, see="ask:0")
    view = replace(view, today=dt.datetime.now(dt.UTC).date())  # approval is by the real clock
    form = words(view)
    assert say(language, "inquiry.field_expected_in", currency="GBP") in form
    asked = {"line": "0", "kind": "rate", "expected": "12.34", "text": "One pound more."}
    ACTS["ask-pay"](view, Wish(fields=asked))
    amount = "12.34 GBP" if language == "en" else "12,34 GBP"
    for reader in (view, looks(paid, "o@x.gr", Role.OPERATIONS, language)):
        (latest, *_) = readable(reader)
        said = say(language, "inquiry.expects", amount=amount)
        assert latest.currency == "GBP"
        assert said in words(replace(reader, address=replace(reader.address, see="")))
        sheet = pay_sheet(replace(reader, address=replace(reader.address, see=f"inquiry:{latest.id}")))
        assert said in str([one.to_plotly_json() for one in sheet])
