"""A narrowed scope reads what lies within both of its limits, wherever its territories stood before."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, cast

import pytest

from dashboard.access.person import Person, Role
from dashboard.access.scope import HandGrant, Scope, grant, narrowed, operator
from dashboard.answers.answer import answer
from dashboard.answers.members import members
from dashboard.answers.tree import visible_tree
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.metrics.catalogue import dimension
from dashboard.metrics.question import ask
from dashboard.settings import Company
from tests.answers.built import Built, Rows, built
from tests.pages.test_leadership import Roster

FIRST, MOVED, DAY = dt.date(2024, 1, 1), dt.date(2026, 1, 1), dt.date(2026, 6, 30)


def company() -> Rows:
    """T lay below A until it came to B; U has always been below B."""

    def place(key: str, above: str | None, start: dt.date = FIRST, end: dt.date | None = None) -> Any:
        level = "t" if above else "r"
        return {"territory_id": key, "name": f"{key} land", "parent_id": above, "level": level,
                "valid_from": start, "valid_to": end}  # fmt: skip

    def sale(key: str, on: dt.date, amount: int) -> dict[str, Any]:
        return {"line_id": f"{key}{on}", "order_date": on, "customer_id": key, "net_amount": amount}

    homes = {"t": "T", "u": "U", "a": "A"}
    return {
        "territories": [place("A", None), place("B", None), place("T", "A", FIRST, MOVED),
                        place("T", "B", MOVED), place("U", "B")],
        "customers": [{"customer_id": key, "name": f"{key} shop"} for key in homes],
        "alignments": [
            {"customer_id": key, "territory_id": home, "valid_from": FIRST, "valid_to": None}
            for key, home in homes.items()
        ],
        "sales": [sale("t", dt.date(2025, 3, 3), 1), sale("t", dt.date(2026, 3, 3), 20),
                  sale("u", dt.date(2026, 3, 3), 300), sale("a", dt.date(2026, 3, 3), 4000)],
    }  # fmt: skip


@pytest.fixture(scope="module")
def shelf() -> Iterator[Built]:
    made = built(company(), Company(), DAY)
    yield made
    made.connection.close()


def granted(*nodes: str) -> Scope:
    given = [HandGrant(node, FIRST) for node in nodes]
    return grant(Person("1", "a@x.gr", "A", Role.LEADER), Roster(), given, DAY)


def less(scope: Scope, *nodes: str) -> Scope:
    return narrowed(scope, nodes, Roster(*nodes))


def sold(shelf: Built, scope: Scope, alignment: str = "credited") -> object:
    question = ask(shelf.outline, measures=["net_sales"], alignment=alignment)
    return answer(question, scope, cast(Shelf, shelf)).total("net_sales") or 0


@pytest.mark.parametrize(
    ("scope", "credited", "today"),
    [
        (granted("B"), 320, 321),
        # T alone is 21: what was sold there while it lay below A is not for whoever has B.
        (less(granted("B"), "T"), 20, 21),
        (less(operator(), "T"), 21, 21),
        (less(granted("T"), "B"), 20, 21),
        (less(granted("B"), "A"), 0, 0),
        (less(granted("A", "U"), "B"), 300, 300),
        (less(operator(), "A", "U"), 4301, 4300),
    ],
)
def test_a_line_is_read_where_both_limits_hold(shelf: Built, scope: Scope, credited: int, today: int) -> None:
    assert sold(shelf, scope) == credited
    assert sold(shelf, scope, "today") == today


def test_members_and_territories_are_narrowed_too(shelf: Built) -> None:
    whole, scope, real = granted("B"), less(granted("B"), "U"), cast(Shelf, shelf)
    customers, places = dimension("customer", ()), dimension("territory", ())
    assert set(members(customers, whole, real)) == {"t", "u"}
    assert set(members(customers, scope, real)) == {"u"}
    # What stands above is named, as on every screen.
    assert set(members(places, scope, real)) == {"U", "B"}
    assert set(visible_tree(real, whole).nodes) == {"B", "T", "U"}
    assert set(visible_tree(real, scope).nodes) == {"U"}
    assert not visible_tree(real, less(granted("B"), "A")).nodes
