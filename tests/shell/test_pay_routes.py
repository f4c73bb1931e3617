"""The routes of pay: operations lead it, an auditor reads, and nobody else so much as touches it."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.access import people
from dashboard.paths import Home
from dashboard.records.pay_tables import (
    pay_adjustment,
    pay_decision,
    pay_entry,
    pay_run,
    pay_statement,
    pay_step,
)
from dashboard.shell.pay_keeping import ACTS
from tests.answers.built import Built
from tests.pay.paid_company import PLAN, paid_shelf
from tests.shell.conftest import House
from tests.shell.test_gate import PASSWORD, page_token

TABLES = (pay_run, pay_statement, pay_entry, pay_step, pay_adjustment, pay_decision)
OPS, SECOND, AUDITOR = "ops@x.gr", "second@x.gr", "auditor@x.gr"
OTHERS = ("rep@x.gr", "leader@x.gr", "boss@x.gr", AUDITOR)


@pytest.fixture(scope="module")
def shelf() -> Iterator[Built]:
    with paid_shelf() as made:
        yield made


@pytest.fixture
def paying(house: House, home: Home) -> House:
    (home.path / "plans").mkdir()
    plan = PLAN.replace("LEADER_SEES", "true")
    (home.path / "plans" / "field.toml").write_text(plan, encoding="utf-8")
    for email, role in ((OPS, "operations"), (SECOND, "operations"), (AUDITOR, "auditor")):
        people.add(house.records, email, role, name=email[:3], password=PASSWORD)
    return house


def do(browser: FlaskClient, act: str, **fields: Any) -> TestResponse:
    return browser.post(f"/pay/{act}", data=fields, headers={"X-CSRFToken": page_token(browser)})


def counted(house: House) -> list[Any]:
    with house.records.reading() as connection:
        states = connection.execute(sa.select(pay_run.c.state).order_by(pay_run.c.id)).scalars().all()
        counts = [
            connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() for table in TABLES
        ]
    return [*counts, *states]


def test_a_month_is_led_to_payroll_by_two_of_operations(paying: House) -> None:
    ops, second = paying.browser(OPS), paying.browser(SECOND)
    asked = {"month": "2026-05", "payee": "r1", "plan": "field", "reason": "data", "why": "A typing error"}
    for browser, act, fields, code in (
        (ops, "ask", {**asked, "amount": "1,234"}, 400), (ops, "ask", {**asked, "amount": "2,50"}, 200),
        (ops, "approved", {"adjustment": "A1"}, 403), (second, "approved", {"adjustment": "A1"}, 200),
        (ops, "run", {"month": "May"}, 400), (ops, "run", {"month": "2026-05"}, 200),
        (ops, "lock", {"run": "1"}, 400), (ops, "review", {"run": "1"}, 200),
        (ops, "approve", {"run": "1"}, 403), (second, "approve", {"run": "1"}, 200),
        (ops, "reopen", {"run": "1", "why": " "}, 400), (ops, "lock", {"run": "1"}, 200),
    ):  # fmt: skip
        answer = do(browser, act, **fields)
        assert (answer.status_code, bool(answer.get_json()["said"])) == (code, True), (act, answer.get_json())
    file = "/pay/payroll/2026-05-R1.csv"
    assert ops.get(file).status_code == 400, "nothing leaves before it is exported"
    assert do(ops, "export", run="1").get_json()["said"].startswith("Exported for payroll: 2026-05-R1.")
    fetched = ops.get(file)
    assert (fetched.status_code, fetched.mimetype) == (200, "text/csv")
    assert "r1,Rea Own,field,EUR,5.00,2.50,7.50\r\n" in fetched.data.decode("utf-8-sig")
    assert "payroll 2026-05-R1.csv" in fetched.headers["Content-Disposition"]
    assert ops.get(file.replace("csv", "xlsx")).data.startswith(b"PK")
    for strange in ("2026-05-R1.pdf", "2026-05-R9.csv", "x.csv"):
        assert ops.get(f"/pay/payroll/{strange}").status_code in (400, 404)


def test_everybody_else_is_refused_and_nothing_changes(paying: House) -> None:
    ops, second = paying.browser(OPS), paying.browser(SECOND)
    do(ops, "run", month="2026-05")
    asked = {"month": "2026-05", "payee": "r2", "plan": "field", "amount": "5", "reason": "data", "why": "x"}
    do(ops, "ask", **asked)
    browsers = [paying.browser(email) for email in OTHERS]
    # At every stage of the run, for each act: what it needs is given, so that only the role is in its way.
    for step in (lambda: None, lambda: do(ops, "review", run=1), lambda: do(second, "approve", run=1),
                 lambda: do(ops, "lock", run=1), lambda: do(ops, "export", run=1)):  # fmt: skip
        step()
        before = counted(paying)
        for browser in browsers:
            for act in (*ACTS, "nothing"):
                answer = do(browser, act, run=1, adjustment="A1", **asked)
                assert answer.status_code == 403, (act, answer.get_json())
            assert browser.get("/pay/payroll/2026-05-R1.csv").status_code == 403
            assert b"Sotiris" not in browser.get("/pay/payroll/2026-05-R1.csv").data
        assert counted(paying) == before
    assert before[-1] == "exported"


def test_every_post_needs_the_token_and_a_session(paying: House) -> None:
    ops = paying.browser(OPS)
    for act in ACTS:
        assert ops.post(f"/pay/{act}", data={"month": "2026-05", "run": "1"}).status_code == 400
        assert paying.server.test_client().post(f"/pay/{act}").status_code in (400, 401)
    assert counted(paying) == [0] * len(TABLES)
    assert do(ops, "nothing").status_code == 404
    for number in ("", "x", "-1", "٣", "9" * 40):
        assert do(ops, "review", run=number).status_code == 400
