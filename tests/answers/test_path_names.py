"""Numbers of paths in a statement are named to who may see their territories, and to nobody else."""

from dashboard.access.person import Person, Role
from dashboard.access.scope import grant, operator
from dashboard.answers.path_names import path_names
from dashboard.answers.statement import Statement
from tests.access.rosters import Staff
from tests.pay.foreign_company import rows
from tests.pay.test_collected import TODAY, published


def test_a_path_is_named_within_a_scope_alone() -> None:
    with published(rows()) as shelf:
        numbers = {node: shelf.paths.by_node[node][0] for node in ("N", "S")}
        statement = Statement("", {"path1": numbers["N"], "path2": numbers["S"], "v3": numbers["S"]})
        rep = grant(Person("1", "r1@x.gr", "R1", Role.REP), Staff(shelf, {"r1@x.gr": "N"}), (), TODAY)
        leader = grant(Person("2", "m@x.gr", "M", Role.LEADER), Staff(shelf, {"m@x.gr": "C"}), (), TODAY)
        assert path_names(statement, rep, shelf) == {"path1": "N"}
        both = {"path1": "N", "path2": "S"}
        assert path_names(statement, leader, shelf) == path_names(statement, operator(), shelf) == both
        assert path_names(Statement("", {}), rep, shelf) == {}
