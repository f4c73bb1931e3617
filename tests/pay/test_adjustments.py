"""Manual adjustments: asked by one, approved by another, never of one's own pay; paid whole, and rebuilt."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from dashboard.access.scope import operator
from dashboard.errors import Denied, MetronError, NotUnderstood, Refused
from dashboard.paths import Home
from dashboard.pay import cycle
from dashboard.pay.adjustments import Wanted, ask, decide, number_of
from dashboard.pay.facts import Adjusted, Hold
from dashboard.pay.rebuilding import rebuilt, same
from dashboard.pay.runs import Office
from dashboard.pay.second import differences, recalculated
from dashboard.records import pay
from dashboard.records.pay import Run
from dashboard.records.pay_adjustments import Adjustment
from dashboard.records.store import Records
from tests.answers.built import Built
from tests.pay.given import facts_of, line, month, months_paid, plan_of
from tests.pay.paid_company import JUNE, MAY, PLAN, lock, office_of, paid_shelf

# Two of the three have the least that a month pays, and nothing that they are advanced.
CAPPED = PLAN.replace(
    "leader_sees", 'guarantee = { amount = 7 }\ncap = [{ amount = 8, per = "pay" }]\nleader_sees'
)


@pytest.fixture(scope="module")
def shelf() -> Iterator[Built]:
    with paid_shelf() as made:
        yield made


@pytest.fixture
def office(shelf: Built, home: Home) -> Iterator[Office]:
    records = Records(f"sqlite:///{home.path / 'records.sqlite'}")
    yield office_of(shelf, home, records)
    records.close()


def wanted(amount: str = "2.50", **changes: Any) -> Wanted:
    given = {"payee": "r1", "plan": "field", "month": MAY, "reason": "policy", "rationale": "As agreed"}
    return Wanted(amount=amount, **{**given, **changes})


def asked(office: Office, amount: str = "2.50", by: str = "ops@x.gr", **changes: Any) -> Adjustment:
    return ask(office.records, office.shelf, {"field"}, wanted(amount, **changes), by)


def decided(
    office: Office, one: Adjustment, verdict: Any, by: str = "boss@x.gr", why: str = ""
) -> Adjustment:
    return decide(office.records, office.shelf, one.id, verdict, by, why)


def paid(office: Office, run: Run) -> dict[str, Decimal]:
    with office.records.reading() as connection:
        return {one.payee: one.paid for one in pay.statements(connection, run.id)}


def test_only_what_is_approved_is_paid_and_it_is_rebuilt(office: Office) -> None:
    rise, waits, no = asked(office, "2.50"), asked(office, "100"), asked(office, "200")
    fall = asked(office, "\N{MINUS SIGN}0.74", payee="r2", rationale="  The  split\nwas 50 ")
    for one in (rise, fall):
        decided(office, one, "approved")
    decided(office, no, "rejected", why="Nothing was agreed")
    assert waits.state == "pending"
    run = office.run(operator(), MAY, "ops@x.gr")
    assert paid(office, run) == {"r1": Decimal("7.50"), "r2": Decimal("10.00")}
    with office.records.reading() as connection:
        kept = pay.statements(connection, run.id)
    (line,) = (line for line in kept[1].lines if line["kind"] == "adjustment")
    assert (line["source"], line["amount"]) == (fall.name, "-0.74")
    assert line["note"] == {
        "reason": "policy", "rationale": "The split was 50",
        "asked_by": "ops@x.gr", "approved_by": "boss@x.gr",
    }  # fmt: skip
    assert all(same(rebuilt(office.home, run, one, office.measures).statement, one) for one in kept)
    lock(office.records, run.id)
    # What May was adjusted by is no part of what June is due.
    assert paid(office, office.run(operator(), JUNE, "ops@x.gr"))["r1"] == Decimal("1.20")


def test_no_cap_and_no_guarantee_takes_an_adjustment_up(shelf: Built, office: Office) -> None:
    limited = office_of(shelf, office.home, office.records, plan=CAPPED)
    for payee in ("r1", "r2"):
        decided(limited, asked(limited, "3", payee=payee), "approved")
    # 5.00 is raised to 7, and 10.74 cut to 8; 3 comes on top of both.
    assert paid(limited, limited.run(operator(), MAY, "ops@x.gr")) == {
        "r1": Decimal("10.00"), "r2": Decimal("11.00"),
    }  # fmt: skip


def test_it_stands_behind_the_clawback_and_before_holds() -> None:
    back = {"policy": "schedule", "schedule": [{"within_days": 90, "share": "100 %"}], "most_share": "50 %"}
    plan, january, february = plan_of(returns=back), month(1), month(2)
    sold, more = line("1", january.first, 100), line("2", february.first, 40)
    returned = line("3", february.first, -100, returns="1", returns_day=january.first)
    by_hand = Adjusted("A1", "A", "sales", february.first, february.end, Decimal(10), "data", "", "a", "b")
    facts = facts_of(
        [sold, more, returned],
        adjustments=(by_hand,),
        holds=(Hold("H", "A", "", february.first, share=Decimal("0.5")),),
    )
    first, second = months_paid(plan, facts, (1, 2))
    # Of 2.00 earned a half may be taken back; 10 comes on top, and half of 11 waits.
    assert (first.paid, second.of("clawback"), second.of("adjustment")) == (5, -1, 10)
    assert (second.of("reserve"), second.paid) == (Decimal("-5.50"), Decimal("5.50"))
    again = recalculated(plan, facts, "A", february, first.after)
    assert differences(second, again) == []


def test_nobody_approves_what_they_asked_or_their_own_pay(office: Office) -> None:
    for by in ("rep@x.gr", "REP@x.gr "):
        with pytest.raises(Denied, match=r"payadjust\.own_pay"):
            asked(office, by=by)
    one = asked(office)
    for by, error in (("ops@x.gr", "own_request"), ("OPS@x.gr", "own_request"), ("Rep@x.gr", "own_pay")):
        with pytest.raises(Denied, match=rf"payadjust\.{error}"):
            decided(office, one, "approved", by)
    with pytest.raises(Denied, match=r"payadjust\.own_pay"):
        decided(office, one, "rejected", "rep@x.gr", "Mine")
    assert decided(office, one, "approved").decisions[0].by == "boss@x.gr"


MEANINGLESS = (
    ({"payee": "r9"}, "no_payee"), ({"plan": "other"}, "no_plan"), ({"reason": "mood"}, "no_reason"),
    ({"reason": ""}, "no_reason"), ({"rationale": " \n"}, "no_rationale"),
    ({"rationale": "x" * 2001}, "no_rationale"),
    *(({"amount": one}, "no_amount") for one in ("", "much", "0", "0.00", "1.005", "nan", "inf", "1e9")),
)  # fmt: skip


def test_what_means_nothing_is_not_asked(office: Office) -> None:
    for changes, error in MEANINGLESS:
        with pytest.raises(NotUnderstood, match=rf"payadjust\.{error}"):
            asked(office, **changes)


def test_each_decision_follows_its_own_state(office: Office) -> None:
    one = asked(office)
    with pytest.raises(Refused, match=r"payadjust\.cannot_withdrawn"):
        decided(office, one, "withdrawn", why="No")
    with pytest.raises(NotUnderstood, match=r"payadjust\.no_why"):
        decided(office, one, "rejected")
    decided(office, one, "approved")
    for verdict in ("approved", "rejected"):
        with pytest.raises(Refused, match=rf"payadjust\.cannot_{verdict}"):
            decided(office, one, verdict, why="No")
    assert decided(office, one, "withdrawn", why="A mistake").state == "withdrawn"
    with pytest.raises(Refused):
        decided(office, one, "withdrawn", why="Again")
    assert (number_of(one.name), one.name) == (one.id, "A1")
    for name in ("A", "1.5", "A-1", "A99", "Α٣", "A" + "9" * 30):
        with pytest.raises(NotUnderstood, match=r"payadjust\.unknown"):
            decide(office.records, office.shelf, number_of(name), "approved", "boss@x.gr")


def test_a_month_under_way_takes_none_and_one_decided_since_asks_for_a_new_run(office: Office) -> None:
    one, other = asked(office), asked(office, "1")
    run = office.run(operator(), MAY, "ops@x.gr")
    decided(office, one, "approved")
    with pytest.raises(Refused, match=r"payrun\.adjusted_since"):
        cycle.review(office.records, run.id, "boss@x.gr")
    run = office.run(operator(), MAY, "ops@x.gr")
    cycle.review(office.records, run.id, "boss@x.gr")
    for late in (lambda: asked(office), lambda: decided(office, other, "approved")):
        with pytest.raises(Refused, match=r"payrun\.under_way"):
            late()
    cycle.reopen(office.records, run.id, "boss@x.gr", "One more")
    decided(office, one, "withdrawn", why="A mistake")
    assert paid(office, office.run(operator(), MAY, "ops@x.gr"))["r1"] == Decimal("5.00")


def test_what_no_statement_would_pay_holds_up_the_run(office: Office) -> None:
    decided(office, asked(office, payee="m"), "approved")
    run = office.run(operator(), MAY, "ops@x.gr")
    assert [(one["payee"], one["key"]) for one in run.refused] == [("m", "payadjust.unpaid")]
    with pytest.raises(MetronError, match=r"payrun\.not_clean"):
        cycle.review(office.records, run.id, "ops@x.gr")
