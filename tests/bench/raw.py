"""What one would write by hand: SQL on the tables as they came, and the same in pandas and polars.

The table lies in a DuckDB file, in the order of its source (by day), with DuckDB's own threads.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from tests.bench.company import Company

TABLES = ("sales", "customers", "products", "alignments", "territories", "quotas")
MOST_FOR_FRAMES = 20_000_000  # beyond, a frame of all lines needs more memory than a laptop has
OWNED = """owned AS (
    SELECT s.*, a.territory_id AS owner, d.parent_id AS district
    FROM sales AS s
    JOIN alignments AS a ON a.customer_id = s.customer_id AND a.valid_to IS NULL
    JOIN (SELECT DISTINCT ON (territory_id) territory_id, parent_id FROM territories
          ORDER BY territory_id, valid_from DESC NULLS LAST) AS d ON d.territory_id = a.territory_id)"""
_SPAN = "order_date BETWEEN $start AND $end"
_BEFORE = "order_date BETWEEN $start::DATE - INTERVAL 1 YEAR AND $end::DATE - INTERVAL 1 YEAR"
BOTH = f"({_SPAN} OR {_BEFORE})"
SUMS = f"""sum(net_amount) FILTER (WHERE {_SPAN}), sum(net_amount) FILTER (WHERE {_BEFORE}),
    sum(cost_amount) FILTER (WHERE {_SPAN}), sum(cost_amount) FILTER (WHERE {_BEFORE}),
    count(DISTINCT order_id) FILTER (WHERE {_SPAN})"""
CUSTOMERS = f"count(DISTINCT customer_id) FILTER (WHERE {_SPAN})"


def _page(where: str) -> tuple[str, ...]:
    """The page's tiles and lists, a statement each."""
    within = f"FROM owned WHERE {where} AND {BOTH}"
    return (
        f"WITH {OWNED} SELECT {SUMS}, {CUSTOMERS} {within}",
        f"WITH {OWNED} SELECT date_trunc('month', order_date), {SUMS}, {CUSTOMERS} {within} GROUP BY ALL",
        f"""WITH {OWNED} SELECT customer_id, {SUMS}, max(order_date) {within}
            GROUP BY ALL ORDER BY 2 DESC LIMIT 100""",
        f"""WITH {OWNED} SELECT category, {SUMS} FROM owned JOIN products USING (product_id)
            WHERE {where} AND {BOTH} GROUP BY ALL""",
        f"WITH {OWNED} SELECT channel, {SUMS} {within} GROUP BY ALL",
    )


STATEMENTS: dict[str, tuple[str, ...]] = {
    "territory page": _page("owner = $territory"),
    "leadership strip": _page("TRUE")[:2],
    "leaderboard": (
        f"""WITH {OWNED}, sold AS (SELECT owner, {SUMS} FROM owned WHERE {BOTH} GROUP BY ALL),
        due AS (SELECT territory_id, sum(amount) AS amount FROM quotas
            WHERE period_start <= $end AND period_end > $start GROUP BY ALL)
        FROM sold LEFT JOIN due ON due.territory_id = sold.owner ORDER BY 2 DESC""",
    ),
    "covered": (
        f"""SELECT date_trunc('month', order_date), category, sum(net_amount) FROM sales
        JOIN products USING (product_id) WHERE {_SPAN} GROUP BY ALL""",
    ),
    "raw": (
        f"""SELECT product_id, channel, sum(net_amount) FROM sales JOIN customers USING (customer_id)
        WHERE {_SPAN} AND segment <> 'Μικροί' GROUP BY ALL""",
    ),
    "distinct customers": (
        f"""WITH {OWNED} SELECT district, date_trunc('month', order_date), count(DISTINCT customer_id)
        FROM owned WHERE {_SPAN} GROUP BY GROUPING SETS ((1, 2), (1), (2), ())""",
    ),
}


_KEYS = ("customer_id", "product_id", "channel")


class Tables:
    """The source tables in a DuckDB of their own; a file that has them is read again."""

    def __init__(self, company: Company, file: Path, values: dict[str, object]) -> None:
        self._values = values
        self.connection = duckdb.connect(
            str(file), config={"memory_limit": company.settings.memory_limit, "threads": 2}
        )
        for table in TABLES:
            self.connection.execute(
                f"CREATE TABLE IF NOT EXISTS {table} AS FROM read_parquet('{company.files / table}.parquet')"
            )

    def run(self, name: str) -> None:
        """All statements of one case."""
        self.ask(STATEMENTS[name])

    def ask(self, statements: Iterable[str]) -> None:
        """Each statement, with the values that it names."""
        for sql in statements:
            used = {key: value for key, value in self._values.items() if f"${key}" in sql}
            self.connection.execute(sql, used).fetchall()

    def close(self) -> None:
        self.connection.close()


@dataclass(frozen=True, slots=True)
class Frames:
    """The same questions on frames in memory; a case that is missing was not written down."""

    library: str
    cases: dict[str, Callable[[], object]]


def pandas_frames(company: Company, values: dict[str, Any]) -> Frames:
    """pandas, with the columns that the cases need and repeated text as categories."""
    columns = ["order_date", "customer_id", "product_id", "channel", "order_id", "net_amount", "cost_amount"]
    sales = pd.read_parquet(company.files / "sales.parquet", columns=columns)
    for money in ("net_amount", "cost_amount"):
        sales[money] = sales[money].astype(float)
    for text in ("customer_id", "product_id", "channel", "order_id"):
        sales[text] = sales[text].astype("category")
    sales["order_date"] = pd.to_datetime(sales["order_date"])
    read = {name: pd.read_parquet(company.files / f"{name}.parquet") for name in TABLES[1:]}
    aligned = read["alignments"]
    owner = aligned[aligned["valid_to"].isna()].set_index("customer_id")["territory_id"]
    sales["owner"] = sales["customer_id"].map(owner).astype("category")
    start, end = pd.Timestamp(values["start"]), pd.Timestamp(values["end"])
    year = pd.DateOffset(years=1)

    def span(of: pd.DataFrame, back: bool = False) -> pd.DataFrame:
        first, last = (start - year, end - year) if back else (start, end)
        return of[(of["order_date"] >= first) & (of["order_date"] <= last)]

    def leaderboard() -> object:
        now, before = (
            span(sales, back).groupby("owner", observed=True)["net_amount"].sum() for back in (False, True)
        )
        quotas = read["quotas"]
        due = quotas[(pd.to_datetime(quotas["period_start"]) <= end)].groupby("territory_id")["amount"].sum()
        return pd.DataFrame({"now": now, "before": before, "due": due})

    def covered() -> object:
        month = span(sales)["order_date"].dt.to_period("M")
        joined = span(sales).merge(read["products"][["product_id", "category"]], on="product_id")
        return joined.groupby([month.to_numpy(), "category"], observed=True)["net_amount"].sum()

    def raw() -> object:
        joined = span(sales).merge(read["customers"][["customer_id", "segment"]], on="customer_id")
        kept = joined[joined["segment"] != "Μικροί"]
        return kept.groupby(["product_id", "channel"], observed=True)["net_amount"].sum()

    def territory_page() -> object:
        own = sales[sales["owner"] == values["territory"]]
        months = own["order_date"].dt.to_period("M")
        return (
            [span(own, back)[["net_amount", "cost_amount"]].sum() for back in (False, True)],
            own.groupby(months)[["net_amount", "cost_amount"]].sum(),
            span(own).groupby("customer_id", observed=True)["net_amount"].sum().nlargest(100),
            span(own).groupby("product_id", observed=True)["net_amount"].sum(),
            span(own).groupby("channel", observed=True)["net_amount"].sum(),
            span(own)["order_id"].nunique(),
        )

    def distinct() -> object:
        of = span(sales)
        return of.groupby(["owner", of["order_date"].dt.to_period("M")], observed=True)[
            "customer_id"
        ].nunique()

    return Frames(
        f"pandas {pd.__version__}",
        {
            "territory page": territory_page, "leaderboard": leaderboard, "covered": covered, "raw": raw,
            "distinct customers": distinct,
        },
    )  # fmt: skip


def polars_frames(company: Company, values: dict[str, Any]) -> Frames | None:
    """polars, where it is installed."""
    try:
        pl = import_module("polars")
    except ModuleNotFoundError:
        return None
    read = {name: pl.read_parquet(company.files / f"{name}.parquet") for name in TABLES}
    aligned = read["alignments"].filter(pl.col("valid_to").is_null())
    sales = read["sales"].join(aligned.select("customer_id", owner="territory_id"), on="customer_id")
    within = pl.col("order_date").is_between(values["start"], values["end"])
    month = pl.col("order_date").dt.truncate("1mo")
    net, cost = pl.col("net_amount").sum(), pl.col("cost_amount").sum()
    own = pl.col("owner") == values["territory"]
    of_page = sales.lazy().filter(own)
    cases: dict[str, Callable[[], object]] = {
        "territory page": lambda: pl.collect_all(
            [
                of_page.filter(within).select(net, cost, pl.col("order_id").n_unique()),
                of_page.group_by(month).agg(net, cost),
                *(of_page.filter(within).group_by(key).agg(net) for key in _KEYS),
            ]
        ),
        "leaderboard": lambda: sales.lazy().filter(within).group_by("owner").agg(net).collect(),
        "covered": lambda: (
            sales.lazy().filter(within).join(read["products"].lazy(), on="product_id")
            .group_by(month, "category").agg(net).collect()
        ),
        "raw": lambda: (
            sales.lazy().filter(within)
            .join(read["customers"].lazy().filter(pl.col("segment") != "Μικροί"), on="customer_id")
            .group_by("product_id", "channel").agg(net).collect()
        ),
        "distinct customers": lambda: (
            sales.lazy().filter(within).group_by("owner", month)
            .agg(pl.col("customer_id").n_unique()).collect()
        ),
    }  # fmt: skip
    return Frames(f"polars {pl.__version__}", cases)
