"""Asking about a line, answering, accepting a plan: by whom, about what, and nothing lost."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.access.person import Role
from dashboard.errors import Denied, MetronError, NotUnderstood
from dashboard.pages.pay.inquiries import pay_sheet, readable
from dashboard.pages.view import View
from dashboard.paths import Home
from dashboard.records import inquiries as book
from dashboard.shell.pay_acts import ACTS
from dashboard.shell.view_acts import Done, Wish
from tests.answers.built import Built
from tests.pages.test_pay import Paid
from tests.pay.paid_company import paid_shelf

GOOD = {"line": "0", "kind": "split", "expected": "7.50", "text": "It was half mine.", "evidence": "order 1"}


@pytest.fixture(scope="module")
def shelf() -> Iterator[Built]:
    with paid_shelf() as made:
        yield made


@pytest.fixture
def paid(shelf: Built, tmp_path: Path) -> Iterator[Paid]:
    made = Paid(shelf, Home(tmp_path))
    yield made
    made.records.close()


def rep(paid: Paid, email: str = "rep@x.gr", month: str = "2026-05", **chosen: str) -> View:
    today = dt.datetime.now(dt.UTC).date()  # approval is by the real clock
    return replace(paid.view(email, Role.REP, month=month, **chosen), today=today)


def ops(paid: Paid, **chosen: str) -> View:
    return paid.view("ops@x.gr", Role.OPERATIONS, month="2026-05", **chosen)


def do(act: str, view: View, **fields: str) -> Done:
    return ACTS[act](view, Wish(fields=fields))


def asked(paid: Paid) -> int:
    do("ask-pay", rep(paid), **GOOD)
    return readable(rep(paid))[0].id


def test_a_question_is_answered_and_ends_in_a_dated_change(paid: Paid) -> None:
    id = asked(paid)
    (one,) = readable(rep(paid))
    assert (one.payee, one.kind, str(one.expected), one.state) == ("r1", "split", "7.50", "asked")
    do("say-pay", ops(paid), inquiry=str(id), said="asked_back", text="Which order?")
    do("say-pay", rep(paid), inquiry=str(id), said="added", text="Order 1.")
    with pytest.raises(NotUnderstood, match=r"inquiry\.no_day"):
        do("say-pay", ops(paid), inquiry=str(id), said="upheld", text="Split mended.")
    do("say-pay", ops(paid), inquiry=str(id), said="upheld", text="Split mended.", changed_on="2026-05-01")
    (one,) = readable(ops(paid))
    assert [said.said for said in one.steps] == ["asked", "asked_back", "added", "upheld"]
    assert one.steps[-1].changed_on == dt.date(2026, 5, 1)
    sheet = str(pay_sheet(rep(paid, see=f"inquiry:{id}"))[0].to_plotly_json())
    assert "Split mended." in sheet
    with pytest.raises(Denied, match=r"inquiry\.not_next"):
        do("say-pay", ops(paid), inquiry=str(id), said="rejected", text="No.")


def test_nobody_elses_inquiry_is_read_or_gone_on_with(paid: Paid) -> None:
    id = asked(paid)
    for view in (rep(paid, "other@x.gr"), paid.view("leader@x.gr", Role.LEADER)):
        assert readable(view) == []
        with pytest.raises(Denied):
            do("say-pay", view, inquiry=str(id), said="withdrawn", text="Mine now.")
        with pytest.raises(Denied):
            pay_sheet(replace(view, address=view.address.but(see=f"inquiry:{id}")))
    auditor = paid.view("audit@x.gr", Role.AUDITOR)
    assert [one.id for one in readable(auditor)] == [id]
    for said in ("upheld", "withdrawn", "rejected"):
        with pytest.raises(Denied):
            do("say-pay", auditor, inquiry=str(id), said=said, text="So.", changed_on="2026-05-01")
    assert readable(ops(paid))[0].state == "asked"


def test_only_an_approved_line_of_ones_own_is_asked_about(paid: Paid) -> None:
    for view in (
        ops(paid, of="r1"), paid.view("leader@x.gr", Role.LEADER, of="r1", month="2026-05"),
        rep(paid, of="r2"), rep(paid, month="2026-06"),
        replace(rep(paid), today=dt.date(2099, 1, 1)),
    ):  # fmt: skip
        with pytest.raises(Denied):
            do("ask-pay", view, **GOOD)
    assert readable(ops(paid)) == []


@pytest.mark.parametrize("wrong", [
    {"line": "99"}, {"line": "-1"}, {"line": "x"}, {"line": "٣"}, {"line": "9" * 30}, {"kind": "nonsense"},
    {"text": " "}, {"text": "x" * 2001}, {"expected": "much"}, {"expected": "1e99"}, {"expected": "nan"},
    {"expected": "0.001"}, {"evidence": "x" * 2001},
])  # fmt: skip
def test_what_is_filled_in_wrongly_is_told(paid: Paid, wrong: dict[str, str]) -> None:
    with pytest.raises(NotUnderstood):
        do("ask-pay", rep(paid), **GOOD | wrong)
    assert readable(rep(paid)) == []


def test_too_many_questions_at_once_are_stopped(paid: Paid) -> None:
    for _ in range(20):
        do("ask-pay", rep(paid), **GOOD)
    with pytest.raises(NotUnderstood, match=r"inquiry\.too_many"):
        do("ask-pay", rep(paid), **GOOD)


def test_a_plan_is_accepted_by_whom_it_pays(paid: Paid) -> None:
    for view in (ops(paid, of="r1"), rep(paid, of="r2")):
        with pytest.raises(MetronError):
            do("accept-plan", view)
    do("accept-plan", rep(paid))
    with paid.records.reading() as connection:
        assert book.acknowledged(connection, "r1", "field", 1) is not None
        assert book.acknowledged(connection, "r2", "field", 1) is None
