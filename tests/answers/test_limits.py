"""Limits to members: few and many are the same limit, and who sees everything may name everybody."""

import datetime as dt
from decimal import Decimal

import duckdb
import pytest

from dashboard.access.person import Person, Role
from dashboard.access.scope import HandGrant, grant, operator
from dashboard.answers.compiler_limits import among
from dashboard.answers.members import members
from dashboard.answers.statement import Values
from dashboard.metrics.catalogue import dimension
from dashboard.settings import Company
from tests.answers.built import built
from tests.answers.test_against_lines import Nobody

DAY = dt.date(2026, 3, 2)
KEYS = [f"key {number}" for number in range(20)]


@pytest.mark.parametrize("width", [0, 1, 8, 9, 20])
@pytest.mark.parametrize("sign", ["IN", "NOT IN"])
def test_few_and_many_members_are_the_same_limit(width: int, sign: str) -> None:
    values, chosen = Values(), KEYS[:width]
    listed = among(chosen, values, "members")
    assert not any(key in listed for key in KEYS), "a value stands in the text"
    rows = " UNION ALL ".join(f"SELECT '{key}' AS k" for key in KEYS)
    sql = f"SELECT k FROM ({rows} UNION ALL SELECT NULL) WHERE k {sign} ({listed}) ORDER BY k"
    found = [row[0] for row in duckdb.connect().execute(sql, values.taken).fetchall()]
    wanted = chosen if sign == "IN" else KEYS[width:]
    # Of nothing at all, nothing is left out: not even what is unknown.
    assert [key for key in found if key is not None] == sorted(wanted)
    assert (None in found) == (sign == "NOT IN" and width == 0)


def test_a_customer_is_a_member_without_territory_and_sales_for_those_alone_who_see_everything() -> None:
    given = {
        "territories": [{"territory_id": "N", "name": "North"}],
        "customers": [{"customer_id": key, "name": key, "segment": key.upper()} for key in "ab"],
        "sales": [
            {
                "line_id": "1",
                "order_date": DAY,
                "customer_id": "a",
                "territory_id": "N",
                "net_amount": Decimal(1),
            }
        ],
    }
    shelf = built(given, Company(credit_by="document"), DAY)
    known = [dimension(key, shelf.outline.levels) for key in ("customer", "segment")]
    rep = grant(Person("1", "a@x.gr", "A", Role.REP), Nobody(), [HandGrant("N", DAY)], DAY)
    everything, own = (
        [sorted(members(one, scope, shelf)) for one in known]  # type: ignore[arg-type]
        for scope in (operator(), rep)
    )
    assert everything == [["a", "b"], ["A", "B"]]
    assert own == [["a"], ["A"]]
    shelf.connection.close()
