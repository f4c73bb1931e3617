"""Which rollups a publication keeps: those that are much smaller than what they stand for."""

import duckdb

from dashboard.intake.manifest import Rolled
from dashboard.metrics.rollups import ROLLUPS

# Below so many lines, or above such a share of them, reading lines is as quick (decision 0011).
FEWEST_LINES = 100_000
LARGEST_SHARE = 3


def weigh(connection: duckdb.DuckDBPyConnection) -> tuple[Rolled, ...]:
    """Each rollup that has been built, with its rows and whether it is worth its place."""
    counted = {
        relation: connection.execute(f"SELECT count(*) FROM mart.{relation}").fetchall()[0][0]
        for relation in ("sales", *(one.relation for one in ROLLUPS), *(one.mart for one in ROLLUPS))
    }
    return tuple(
        Rolled(
            relation=one.relation,
            rows=counted[one.relation],
            kept=counted["sales"] >= FEWEST_LINES
            and counted[one.relation] * LARGEST_SHARE <= counted[one.mart],
        )
        for one in ROLLUPS
    )
