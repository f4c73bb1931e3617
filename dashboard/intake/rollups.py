"""Which rollups a publication keeps: those that are much smaller than what they stand for."""

import duckdb

from dashboard.intake.manifest import Rolled
from dashboard.metrics.rollups import BY_NAME, ROLLUPS

# Below so many lines, or above such a share of them, reading lines is as quick (decision 0011).
FEWEST_LINES = 100_000
LARGEST_SHARE = 3


def weigh(connection: duckdb.DuckDBPyConnection, before: tuple[Rolled, ...] = ()) -> tuple[Rolled, ...]:
    """Each rollup that has been built, with its rows and whether it is worth its place.

    Those of lines stay as they were decided `before`, where what was built stands beside that.
    """
    counted = {
        relation: connection.execute(f"SELECT count(*) FROM mart.{relation}").fetchall()[0][0]
        for relation in ("sales", *(one.relation for one in ROLLUPS), *(one.mart for one in ROLLUPS))
    }
    known = {one.relation: one for one in before if BY_NAME[one.relation].mart == "sales"}
    enough = counted["sales"] >= FEWEST_LINES or bool(known)
    found = []
    for one in ROLLUPS:
        if one.relation in known:
            was = known[one.relation]
            found.append(was.model_copy(update={"rows": was.rows + counted[one.relation]}))
        else:
            kept = enough and counted[one.relation] * LARGEST_SHARE <= counted[one.mart]
            found.append(Rolled(relation=one.relation, rows=counted[one.relation], kept=kept))
    return tuple(found)
