"""Who may see what: closed by default, and one maker."""

import ast
import datetime as dt
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from dashboard.access.person import Person, Role, fold
from dashboard.access.scope import HandGrant, Scope, grant, operator
from dashboard.errors import Denied
from dashboard.paths import ROOT

DAY = dt.date(2026, 11, 12)


@dataclass
class Assignments:
    own: dict[str, set[str]] = field(default_factory=dict)
    led: dict[str, set[str]] = field(default_factory=dict)

    def territories_of(self, email: str, on: dt.date) -> frozenset[str]:
        return frozenset(self.own.get(email, set()))

    def territories_led(self, email: str, on: dt.date) -> frozenset[str]:
        return frozenset(self.led.get(email, set()))


ROSTER = Assignments({"ana@x.gr": {"T1"}}, {"ana@x.gr": {"T2", "T3"}})


def someone(role: Role, email: str = "ana@x.gr") -> Person:
    return Person("1", email, "Ana", role)


def test_a_rep_sees_own_territories_even_when_somebody_reports_to_them() -> None:
    assert grant(someone(Role.REP), ROSTER, (), DAY).territories == frozenset({"T1"})


def test_a_leader_sees_own_and_led() -> None:
    assert grant(someone(Role.LEADER), ROSTER, (), DAY).territories == frozenset({"T1", "T2", "T3"})


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.OPERATIONS, Role.AUDITOR])
def test_these_roles_see_everything(role: Role) -> None:
    assert grant(someone(role, "nobody@x.gr"), ROSTER, (), DAY).everything


@pytest.mark.parametrize("role", [Role.REP, Role.LEADER])
def test_without_a_territory_there_is_no_scope(role: Role) -> None:
    with pytest.raises(Denied, match=r"access\.no_territory"):
        grant(someone(role, "nobody@x.gr"), ROSTER, (), DAY)


@pytest.mark.parametrize("role", list(Role))
def test_an_inactive_person_gets_nothing_whatever_the_role(role: Role) -> None:
    with pytest.raises(Denied, match=r"access\.inactive"):
        grant(replace(someone(role), active=False), ROSTER, (HandGrant("T1", DAY),), DAY)


@pytest.mark.parametrize(
    ("given", "holds"),
    [
        (HandGrant("T9", DAY), True),
        (HandGrant("T9", DAY + dt.timedelta(1)), False),
        (HandGrant("T9", dt.date(2020, 1, 1), DAY), False),
        (HandGrant("T9", dt.date(2020, 1, 1), DAY + dt.timedelta(1)), True),
    ],
)
def test_a_grant_by_hand_counts_on_its_days_only(given: HandGrant, holds: bool) -> None:
    territories = grant(someone(Role.REP), ROSTER, (given,), DAY).territories
    assert territories == frozenset({"T1", "T9"} if holds else {"T1"})


def test_the_unknown_territory_is_never_granted_by_an_assignment() -> None:
    with pytest.raises(Denied):
        grant(someone(Role.REP), Assignments({"ana@x.gr": {"?", ""}}), (), DAY)


def test_the_operator_sees_everything() -> None:
    assert operator() == grant(someone(Role.EXECUTIVE, "operator"), ROSTER, (), DAY)


def test_a_scope_cannot_be_made_by_hand() -> None:
    with pytest.raises(TypeError):
        Scope("ana@x.gr", None)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Scope("ana@x.gr", None, object())
    with pytest.raises((TypeError, ValueError)):
        replace(grant(someone(Role.REP), ROSTER, (), DAY), territories=None)  # type: ignore[call-arg]


def _makes_a_scope(file: Path) -> list[int]:
    calls = (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call))
    return [
        call.lineno
        for call in calls
        if (isinstance(call.func, ast.Name) and call.func.id == "Scope")
        or (isinstance(call.func, ast.Attribute) and call.func.attr == "Scope")
    ]


def test_no_other_module_makes_a_scope() -> None:
    makers = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "dashboard").rglob("*.py")
        if _makes_a_scope(file)
    }
    assert makers == {"dashboard/access/scope.py"}


@pytest.mark.parametrize("written", ["ana@x.gr", " Ana@X.GR ", "ANA@x.gr"])
def test_an_address_is_folded(written: str) -> None:
    assert fold(written) == "ana@x.gr"
