"""The periods on the page of pay: who keeps pay sees where each stands, and operations what may follow."""

from collections.abc import Iterator

import pytest

from dashboard.access.person import Role
from dashboard.pages.site import screen
from dashboard.pages.view import View
from dashboard.parts.drawing import Drawing
from dashboard.paths import Home
from dashboard.pay import cycle
from dashboard.pay.adjustments import Wanted, ask
from dashboard.pay.payroll import export
from dashboard.text import LANGUAGES, Language
from tests.answers.built import Built
from tests.pages.test_pay import Paid, told
from tests.parts.conftest import walk
from tests.pay.paid_company import JUNE, office_of, paid_shelf

DOES = 'data-pay-do="'


@pytest.fixture(scope="module")
def shelf() -> Iterator[Built]:
    with paid_shelf() as made:
        yield made


@pytest.fixture(scope="module")
def paid(shelf: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paid]:
    """May is locked, June calculated by ops, and an adjustment waits."""
    made = Paid(shelf, Home(tmp_path_factory.mktemp("periods")))
    wanted = Wanted("r2", "field", JUNE, "643.21", "split", "Half <of> it")
    ask(made.records, office_of(shelf, made.home, made.records).shelf, {"field"}, wanted, "ops@x.gr")
    yield made
    made.records.close()


def operations(paid: Paid, who: str = "ops@x.gr", language: Language = "en", see: str = "") -> View:
    return paid.view(who, Role.OPERATIONS, language, see=see)


def acts(view: View) -> list[str]:
    """What the buttons of the page do."""
    drawn = "".join(one.svg for one in walk(screen(view)) if isinstance(one, Drawing))
    return [part.split('"')[0] for part in drawn.split(DOES)[1:]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_operations_see_each_period_with_its_next_steps(paid: Paid, language: Language) -> None:
    view = operations(paid, language=language)
    words = told(view)
    for part in ("2026-05-R1", "2026-06-R1", "boss@x.gr", "15.74" if language == "en" else "15,74"):
        assert part in words
    assert ("Half &lt;of&gt; it" in words, "Half <of> it" in words) == (True, False)
    # June: review or calculate again; May: export or reopen; of the adjustment, who asked only rejects.
    assert acts(view) == ["review", "run", "export", "reopen", "rejected", "ask"]
    assert acts(operations(paid, "second@x.gr", language))[4:] == ["approved", "rejected", "ask"]


def test_an_auditor_reads_and_does_nothing(paid: Paid) -> None:
    view = paid.view("auditor@x.gr", Role.AUDITOR)
    words = told(view)
    assert "2026-06-R1" in words
    assert "boss@x.gr" in words
    assert acts(view) == []
    assert "/pay/payroll/" not in words


@pytest.mark.parametrize("role", [Role.REP, Role.LEADER, Role.EXECUTIVE])
def test_nobody_else_sees_the_periods(paid: Paid, role: Role) -> None:
    for email in ("rep@x.gr", "leader@x.gr"):
        for see in ("", "runs:2026-05-R1:2026-06-R1"):
            words = told(paid.view(email, role, see=see))
            assert DOES not in words
            assert "Periods" not in words
            assert "643.21" not in words
            assert "Sotiris" not in words


def test_two_runs_are_compared_for_who_keeps_pay(paid: Paid) -> None:
    words = told(operations(paid, see="runs:2026-05-R1:2026-06-R1"))
    assert "2026-05-R1 against 2026-06-R1" in words
    # 15.74 in May and 1.20 in June.
    assert "\N{MINUS SIGN}14.54" in words
    assert "There is no pay run" in told(operations(paid, see="runs:2026-05-R1:2026-05-R7"))
    assert "There is no pay run" in told(operations(paid, see="runs:"))


def test_what_one_calculated_somebody_else_approves(shelf: Built, home: Home) -> None:
    made = Paid(shelf, home)
    cycle.review(made.records, 2, "ops@x.gr")
    assert acts(operations(made))[:1] == ["reopen"]
    assert "somebody else approves it" in told(operations(made))
    assert acts(operations(made, "second@x.gr"))[:2] == ["approve", "reopen"]
    export(made.records, home, 1, "ops@x.gr")
    words = told(operations(made))
    assert "/pay/payroll/2026-05-R1.csv" in words
    assert screen(operations(made)) is not None
    made.records.close()
