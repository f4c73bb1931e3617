"""A pay run: many people with very many credited lines, from the frozen file to the last statement."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb

from dashboard.metrics.catalogue import MEASURES
from dashboard.paths import ROOT
from dashboard.pay.engine import calculate
from dashboard.pay.facts import LINE_MEASURES, Calendar, Facts, Membership, Payee, Slice, TargetPay, Window
from dashboard.pay.frozen_credits import Frozen
from dashboard.pay.plan_file import read_plan
from dashboard.pay.statement import Before, Statement

PEOPLE = 500
MONTH = Window(dt.date(2026, 10, 1), dt.date(2026, 11, 1))
_YEAR = Window(dt.date(2026, 1, 1), dt.date(2027, 1, 1))
_PLAN = ROOT / "data" / "plans" / "field_rep_2026.toml"
# As a run freezes them (queries/pay/credit.sql), all in the month; one in fifty is a return.
_LINES = """
COPY (
    SELECT
        printf('P%03d', i % $people) AS payee, DATE '2026-10-01' + CAST(i // $people % 31 AS INTEGER) AS day,
        printf('L%09d', i) AS line_id, 'direct' AS credit, CAST(1 AS DECIMAL(18, 8)) AS share,
        CAST(CASE WHEN i % 50 = 49 THEN -1 ELSE 1 END * (i % 997 + 0.37) AS DECIMAL(28, 10)) AS net_sales,
        CAST((i % 97) * 0.25 AS DECIMAL(28, 10)) AS gross_margin, CAST(i % 7 AS DECIMAL(28, 10)) AS units,
        printf('O%08d', i // 4) AS order_id, printf('C%05d', i % 40000) AS customer,
        printf('I%04d', i % 2000) AS product, 'field' AS channel, 'B' AS brand, 'K' AS category,
        'S' AS segment, 'N' AS industry, CASE WHEN i % 50 = 49 THEN printf('L%09d', i - 1) END AS "returns",
        CASE WHEN i % 50 = 49 THEN DATE '2026-10-01' END AS returns_day,
        'EUR' AS currency
    FROM range($lines) AS numbered(i)
    ORDER BY payee, day, line_id
) TO '{file}' (COMPRESSION zstd)
"""


def frozen(folder: Path, lines: int) -> Path:
    """Write so many credited lines, as a run would have frozen them."""
    file = folder / "lines.parquet"
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(_LINES.format(file=file), {"people": PEOPLE, "lines": lines})
    return file


def run(file: Path, lines: int) -> Callable[[], list[Statement]]:
    """The statements of everybody for a month, by the engine alone; nothing is kept of an earlier run."""
    plan = read_plan(_PLAN.read_text(encoding="utf-8"), _PLAN.name, tuple(MEASURES))
    keys = [f"P{n:03d}" for n in range(PEOPLE)]
    quota = Decimal(lines) * 500 / PEOPLE

    def facts() -> Facts:
        return Facts(
            credits=Frozen(file, []),
            payees=tuple(Payee(key) for key in keys),
            members=tuple(Membership(key, plan.key, _YEAR.first, _YEAR.end) for key in keys),
            quotas=tuple(
                Slice(key, "net_sales", quota, _YEAR.first, _YEAR.end, _YEAR.first, _YEAR.end) for key in keys
            ),
            targets=tuple(TargetPay(key, Decimal(12_000), "year", _YEAR.first, _YEAR.end) for key in keys),
            calendar=Calendar(),
            line_measures=frozenset(LINE_MEASURES),
        )

    def calculated() -> list[Statement]:
        fresh = facts()
        return [calculate(plan, fresh, key, MONTH, Before()) for key in keys]

    return calculated


def by_hand(file: Path) -> Callable[[], object]:
    """The sums alone that the statements stand on, in DuckDB on the same file."""
    connection = duckdb.connect(config={"threads": 2})
    sums = f"SELECT payee, sum(net_sales), sum(gross_margin) FROM '{file}' GROUP BY payee"
    return lambda: connection.execute(sums).fetchall()
