"""Who may see what: closed by default, and one maker."""

import ast
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import pytest

from dashboard.access.person import Person, Role, fold
from dashboard.access.scope import HandGrant, Scope, grant, kept, narrowed, operator
from dashboard.errors import Denied
from dashboard.paths import ROOT
from tests.access.rosters import Nobody

DAY = dt.date(2026, 11, 12)


@dataclass
class Assignments(Nobody):
    own: dict[str, set[str]] = field(default_factory=dict)
    led: dict[str, set[str]] = field(default_factory=dict)
    paid: dict[str, set[str]] = field(default_factory=dict)
    reports: dict[str, set[str]] = field(default_factory=dict)

    def territories_of(self, email: str, on: dt.date) -> frozenset[str]:
        return frozenset(self.own.get(email, set()))

    def territories_led(self, email: str, on: dt.date) -> frozenset[str]:
        return frozenset(self.led.get(email, set()))

    def known(self, nodes: Iterable[str]) -> frozenset[str]:
        return frozenset(nodes) - {"NOSUCH"}

    def payees(self, email: str) -> frozenset[str]:
        return frozenset(self.paid.get(email, set()))

    def reports_of(self, email: str) -> frozenset[str]:
        return frozenset(self.reports.get(email, set()))


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


def test_a_territory_that_does_not_exist_opens_nothing() -> None:
    with pytest.raises(Denied, match=r"access\.no_territory"):
        grant(someone(Role.REP, "nobody@x.gr"), ROSTER, (HandGrant("NOSUCH", DAY),), DAY)
    given = (HandGrant("NOSUCH", DAY), HandGrant("T9", DAY))
    assert grant(someone(Role.REP), ROSTER, given, DAY).territories == frozenset({"T1", "T9"})


def test_a_role_that_nobody_thought_of_sees_nothing() -> None:
    """Roles that see everything are listed: one that is added does not slip in."""
    assert {role for role in Role if role.sees_everything} == {Role.EXECUTIVE, Role.OPERATIONS, Role.AUDITOR}


def test_the_operator_sees_everything() -> None:
    assert operator() == grant(someone(Role.AUDITOR, "operator"), ROSTER, (), DAY)


def test_a_scope_cannot_be_made_by_hand() -> None:
    with pytest.raises(TypeError):
        Scope("ana@x.gr", None)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Scope("ana@x.gr", None, object())
    with pytest.raises((TypeError, ValueError)):
        replace(grant(someone(Role.REP), ROSTER, (), DAY), territories=None)  # type: ignore[call-arg]


def _calling(name: str) -> set[str]:
    """The modules that call this by its name or by an attribute's, or take it under another name."""
    return {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "dashboard").rglob("*.py")
        if any(_calls(node, name) for node in ast.walk(ast.parse(file.read_text("utf-8"))))
    }


def _calls(node: ast.AST, name: str) -> bool:
    if isinstance(node, ast.Call):
        called = node.func
        return (isinstance(called, ast.Name) and called.id == name) or (
            isinstance(called, ast.Attribute) and called.attr == name
        )
    return isinstance(node, ast.ImportFrom) and any(one.name == name and one.asname for one in node.names)


def test_no_other_module_makes_a_scope() -> None:
    assert _calling("Scope") == {"dashboard/access/scope.py"}


def test_only_the_commands_that_ask_are_the_operator() -> None:
    """Whoever has the machine has its files; pay is one of them, as it is calculated from everybody's lines:
    a manager's credit and an award's budget are shared, and a scope that holds something back is refused.
    Beside them the index of names is made beforehand for those who see everything: it is kept by its limits,
    so nobody else is answered from it.
    """
    asking = ("ask", "demo_pay", "explain", "pay", "restated")
    commands = {f"dashboard/commands/{command}.py" for command in asking}
    assert _calling("operator") == commands | {"dashboard/asking/ready.py"}


class Elsewhere(Assignments):
    """A publication that knows none of the territories."""

    def known(self, nodes: Iterable[str]) -> frozenset[str]:
        return frozenset()


def test_on_another_publication_a_scope_is_what_is_left_of_it() -> None:
    granted = grant(someone(Role.REP), ROSTER, (), DAY)
    assert kept(granted, ROSTER) == granted
    assert kept(granted, Elsewhere({}, {}), ROSTER) == granted
    with pytest.raises(Denied, match=r"access\.not_then"):
        kept(granted, Elsewhere({}, {}))
    assert kept(operator(), Elsewhere({}, {})) == operator()


@pytest.mark.parametrize("text", ["operator()", "scope.operator()", "from a.scope import operator as mine"])
def test_a_call_of_the_operator_is_found(text: str) -> None:
    assert any(_calls(node, "operator") for node in ast.walk(ast.parse(text)))


@pytest.mark.parametrize("written", ["ana@x.gr", " Ana@X.GR ", "ANA@x.gr"])
def test_an_address_is_folded(written: str) -> None:
    assert fold(written) == "ana@x.gr"


def test_a_scope_is_narrowed_and_never_widened() -> None:
    granted = grant(someone(Role.LEADER), ROSTER, (), DAY)
    less = narrowed(granted, ["T2", "T9"], ROSTER)
    assert less.limits == (granted.territories, frozenset({"T2", "T9"}))
    assert narrowed(granted, [], ROSTER) == granted
    assert not narrowed(operator(), ["T2"], ROSTER).everything
    assert narrowed(operator(), ["T2", "?", "NOSUCH"], ROSTER).limits == (frozenset({"T2"}),)
    for nodes in (["NOSUCH"], ["?"], [""]):
        with pytest.raises(Denied, match=r"access\.narrowed_away"):
            narrowed(granted, nodes, ROSTER)
    with pytest.raises(TypeError):
        narrowed(less, ["T1"], ROSTER)


def test_on_another_publication_a_narrowed_scope_stays_narrowed() -> None:
    less = narrowed(operator(), ["T2"], ROSTER)
    assert kept(less, ROSTER) == less
    with pytest.raises(Denied, match=r"access\.not_then"):
        kept(less, Elsewhere({}, {}))
