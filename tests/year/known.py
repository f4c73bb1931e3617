"""The demo company's files as they were known at the end of an earlier day, without what came later."""

import datetime as dt
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb
from pyarrow import parquet

from dashboard.intake.demo import MAPPING
from dashboard.paths import MAPPINGS

# What pay stands on; the rest of the company (visits, deals, markets) is slow to load and left out.
_TABLES = (
    "territories", "reps", "assignments", "absences", "customers", "products", "alignments", "sales",
    "quotas", "compensation", "scores", "credits",
)  # fmt: skip
_BESIDE = ("settings.toml", "aliases.toml")
# What begins after the day is not known, and what ends after it has no end yet.
_STRETCH = """SELECT * REPLACE (CASE WHEN valid_to <= $next THEN valid_to END AS valid_to)
FROM read_parquet($file) WHERE valid_from IS NULL OR valid_from < $next"""
_WHOLE = "SELECT * FROM read_parquet($file) WHERE $next IS NOT NULL"
_KNOWN = {
    **dict.fromkeys(("territories", "assignments", "alignments", "compensation"), _STRETCH),
    # Leave is granted with its last day; a quota stands from the year's beginning, for whoever is there.
    "absences": "SELECT * FROM read_parquet($file) WHERE valid_from < $next",
    "quotas": """SELECT * FROM read_parquet($file) AS quota WHERE period_start < $next OR NOT EXISTS (
        SELECT 1 FROM read_parquet($territories) AS node
        WHERE node.territory_id = quota.territory_id AND node.valid_from >= $next)""",
    "reps": """SELECT * REPLACE (CASE WHEN left_on < $next THEN left_on END AS left_on)
        FROM read_parquet($file) WHERE hired_on IS NULL OR hired_on < $next""",
    "customers": "SELECT * FROM read_parquet($file) WHERE opened_on IS NULL OR opened_on < $next",
    "products": _WHOLE,
    # The scores of a quarter are given on its last day.
    "scores": "SELECT * FROM read_parquet($file) WHERE period_end <= $next",
    # That an order is shared is what an inquiry of the month after comes to; who stands in for whom is known.
    "credits": """SELECT credit.* FROM read_parquet($file) AS credit
        JOIN read_parquet($sales) AS line USING (line_id)
        WHERE line.booked_at < $next AND (credit.share = 1 OR line.order_date < $month)""",
}  # fmt: skip
# The last order that the hunter sells in a month waits for its papers until the fourth of the next.
_SALES = """SELECT * REPLACE (CASE
    WHEN rep_id = 'R06' AND order_id = max_by(order_id, (order_date, order_id)) OVER month_of_rep
        THEN date_trunc('month', order_date) + INTERVAL 1 MONTH + INTERVAL 3 DAY + INTERVAL 9 HOUR
    ELSE booked_at END AS booked_at)
FROM read_parquet($file)
WINDOW month_of_rep AS (PARTITION BY rep_id, date_trunc('month', order_date))"""
_BOOKED = "SELECT * FROM read_parquet($file) WHERE booked_at >= $since AND booked_at < $next"
# The demo's returns are documents of their own. Here the largest line of each month that these two sold comes
# back on the tenth of the next, on the order that it was sold by.
_RETURNED = """ UNION ALL
SELECT * REPLACE (
    'RET-' || line_id AS line_id, $since + 9 AS order_date, -quantity AS quantity, -net_amount AS net_amount,
    -list_amount AS list_amount, -discount_amount AS discount_amount, -cost_amount AS cost_amount,
    $since + INTERVAL 9 DAY + INTERVAL 12 HOUR AS booked_at)
FROM read_parquet($file)
WHERE rep_id IN ('R02', 'R06') AND net_amount > 0 AND booked_at < $since
    AND order_date >= greatest($since - INTERVAL 1 MONTH, $opening) AND order_date < $since
QUALIFY row_number() OVER (PARTITION BY rep_id ORDER BY net_amount DESC, line_id) = 1"""


@dataclass(frozen=True)
class Source:
    """The whole demo in one folder, and a second one that is filled with what is known of it."""

    made: Path
    known: Path
    opening: dt.date

    def __post_init__(self) -> None:
        self.known.mkdir()
        for name in _BESIDE:
            shutil.copyfile(self.made / name, self.known / name)
        (self.known / MAPPING).write_text(_mapping(), encoding="utf-8")
        # New customers are those who bought nothing in two years: older lines say nothing more about pay.
        self._write(self.made, "lines", _SALES, {"file": self._of("sales")})
        since = self.opening.replace(year=self.opening.year - 2)
        before = {"file": self._of("lines"), "since": since, "next": self.opening}
        self._write(self.known, "sales_before", _BOOKED, before)

    @property
    def mapping(self) -> Path:
        """The mapping that loads what is known."""
        return self.known / MAPPING

    def know(self, first: dt.date, end: dt.date) -> None:
        """Go on from the day before `first` to the day before `end`, a month later."""
        sold = {"file": self._of("lines"), "since": first, "next": end, "opening": self.opening}
        self._write(self.known, f"sales_{first:%Y-%m}", _BOOKED + _RETURNED, sold)
        for name, sql in _KNOWN.items():
            values = {"file": self._of(name), "next": end, "month": first}
            values |= {"territories": self._of("territories"), "sales": self._of("lines")}
            self._write(self.known, name, sql, values)

    def _write(self, folder: Path, name: str, sql: str, values: dict[str, object]) -> None:
        asked = {key: value for key, value in values.items() if f"${key}" in sql}
        with duckdb.connect(config={"threads": 1}) as connection:
            made = connection.execute(f"{sql} ORDER BY ALL", asked).to_arrow_table()
        parquet.write_table(made, folder / f"{name}.parquet", compression="zstd")

    def _of(self, name: str) -> str:
        return str(self.made / f"{name}.parquet")


def _mapping() -> str:
    """The demo's mapping with the tables that are known alone."""
    parts = re.split(r"(?m)^(?=\[)", (MAPPINGS / MAPPING).read_text(encoding="utf-8"))
    named = ((re.match(r"\[+\w+\.(\w+)", part), part) for part in parts)
    return "".join(part for found, part in named if found is None or found[1] in _TABLES)
