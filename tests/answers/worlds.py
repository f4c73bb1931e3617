"""Small random companies: trees that change, customers that move, quotas of every layer.

Amounts have all four decimals; keys are missing or unknown now and then; days cluster around the
ends of months and years, where periods begin, and around the days on which something changes.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from dashboard.settings import Company
from tests.answers.built import Rows

FIRST, LAST = dt.date(2023, 11, 15), dt.date(2025, 4, 10)
EDGES = tuple(
    dt.date.fromisoformat(day)
    for day in (
        "2023-12-31 2024-01-01 2024-02-28 2024-02-29 2024-03-01 2024-06-30 2024-07-01 2024-12-30 "
        "2024-12-31 2025-01-01 2025-01-31 2025-02-28 2025-03-01"
    ).split()
)
LEVELS = ("Country", "Region", "Area", "Desk", None)


@dataclass(frozen=True)
class World:
    """A company's rows and settings."""

    given: Rows
    company: Company
    today: dt.date


def days() -> st.SearchStrategy[dt.date]:
    return st.one_of(st.sampled_from(EDGES), st.dates(FIRST, LAST))


def money(low: int = -30_000, high: int = 90_000) -> st.SearchStrategy[Decimal]:
    return st.integers(low * 10_000, high * 10_000).map(lambda units: Decimal(units) / 10_000)


def stretches(draw: st.DrawFn, most: int) -> list[tuple[dt.date, dt.date | None]]:
    """Stretches of time that do not overlap; gaps between them, the last one perhaps open."""
    cuts = sorted(draw(st.lists(days(), min_size=1, max_size=2 * most, unique=True)))
    found = [
        (start, cuts[n + 1] if n + 1 < len(cuts) else None)
        for n, start in enumerate(cuts)
        if n % 2 == 0 or draw(st.booleans())
    ]
    return found[:most]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    nodes = [f"T{n}" for n in range(draw(st.integers(1, 6)))]
    customers = [f"c{n}" for n in range(draw(st.integers(1, 5)))]
    products = ["p0", "p1", "p2"]
    reps = [f"r{n}" for n in range(draw(st.integers(1, 3)))]
    given: Rows = {
        "territories": draw_tree(draw, nodes),
        "customers": [
            {
                "customer_id": key,
                "name": f"Customer {key}",
                "segment": draw(st.sampled_from(["A", "B", None])),
                "city": draw(st.sampled_from(["Patra", "Volos", None])),
                "annual_potential": draw(st.one_of(st.none(), money(0, 50_000))),
            }
            for key in customers
        ],
        "products": [
            {"product_id": key, "name": f"Product {key}", "brand": brand, "category": category}
            for key, brand, category in (("p0", "X", "food"), ("p1", "X", None), ("p2", "Y", "care"))
        ],
        "reps": [{"rep_id": key, "name": f"Person {key}"} for key in reps],
        "assignments": [
            {
                "rep_id": rep,
                "territory_id": node,
                "role": role,
                "share": share,
                "valid_from": start,
                "valid_to": end,
            }
            for rep in reps
            for node in nodes
            if draw(st.integers(0, 3)) == 0
            for role in [draw(st.sampled_from(["owner", "owner", "overlay", "manager"]))]
            for share in [draw(st.sampled_from([None, Decimal("0.25"), Decimal("0.5"), Decimal(0)]))]
            for start, end in stretches(draw, 2)
        ],
        "fx_rates": [
            {"rate_date": day, "currency": "USD", "rate": Decimal(rate) / 10**8}
            for day, rate in (
                (dt.date(2023, 1, 1), 91_234_567),
                (dt.date(2024, 7, 1), draw(st.integers(80_000_000, 120_000_000))),
            )
        ],
    }
    if draw(st.integers(0, 4)):
        given["alignments"] = [
            {"customer_id": key, "territory_id": draw(st.sampled_from([*nodes, "gone"])), "valid_from": start,
             "valid_to": end}
            for key in customers
            for start, end in stretches(draw, 2)
        ]  # fmt: skip
    given["quotas"] = draw_quotas(draw, nodes, reps)
    given["sales"] = draw_sales(draw, nodes, customers, products, reps)
    first_month = draw(st.sampled_from([1, 1, 4, 7, 10]))
    company = Company(
        fiscal_year_first_month=first_month,
        fiscal_year_named_by=draw(st.sampled_from(["first_day", "last_day"])),
        fiscal_calendar=draw(st.sampled_from(["months", "months", "4-4-5", "4-5-4", "5-4-4"])),
        fiscal_year_anchor=draw(st.sampled_from(["nearest", "last"])),
        first_weekday=draw(st.sampled_from([1, 7])),
        working_weekdays=draw(st.sampled_from([(1, 2, 3, 4, 5), (1, 2, 3, 4, 5, 6), (3,)])),
        holidays="",
        extra_holidays=tuple(draw(st.lists(days(), max_size=3))),
        credit_by=draw(st.sampled_from(["document", "alignment"])),
        quota_spread=draw(st.sampled_from(["calendar_days", "working_days", "seasonal"])),
        seasonal_weights={str(month): 1.0 + (month % 5) / 4 for month in range(1, 13)} | {"2": 0.0},
    )
    return World(given, company, draw(days()))


def draw_tree(draw: st.DrawFn, nodes: list[str]) -> list[dict[str, Any]]:
    """One or two versions of each node, each below an earlier node or at the top."""
    rows = []
    for n, key in enumerate(nodes):
        spans: list[tuple[dt.date | None, dt.date | None]] = [(None, None)]
        if draw(st.integers(0, 2)) == 0:
            spans = [*stretches(draw, 2)]
        rows += [
            {
                "territory_id": key,
                "name": f"Land {key}",
                "parent_id": draw(st.sampled_from([None, *nodes[:n], *nodes[:n]])),
                "level": draw(st.sampled_from(LEVELS)),
                "valid_from": start,
                "valid_to": end,
            }
            for start, end in spans
        ]
    return rows


def draw_quotas(draw: st.DrawFn, nodes: list[str], reps: list[str]) -> list[dict[str, Any]]:
    holders = [(node, None) for node in [*nodes, "gone"]] + [(None, rep) for rep in reps]
    kept = draw(st.sampled_from(["both", "territories", "reps"]))
    rows: list[dict[str, Any]] = []
    for node, rep in holders:
        if (kept == "reps" and node) or (kept == "territories" and rep) or draw(st.booleans()):
            continue
        for start, end in stretches(draw, 2):
            rows.append(
                {
                    "territory_id": node,
                    "rep_id": rep,
                    "period_start": start,
                    "period_end": end or dt.date(2025, 7, 1),
                    "measure": draw(st.sampled_from(["net_sales", "net_sales", "net_sales", "units"])),
                    "amount": draw(money(0, 9_000)),
                }
            )
    return rows


def draw_sales(
    draw: st.DrawFn, nodes: list[str], customers: list[str], products: list[str], reps: list[str]
) -> list[dict[str, Any]]:
    def some(keys: list[str]) -> str | None:
        return draw(st.sampled_from([*keys, *keys, *keys, None, "gone"]))

    return [
        {
            "line_id": f"l{n}",
            "order_id": draw(st.sampled_from([None, *(f"o{k}" for k in range(8))])),
            "order_date": draw(days()),
            "customer_id": some(customers),
            "product_id": some(products),
            "quantity": draw(st.one_of(st.none(), st.integers(-3, 9).map(lambda units: Decimal(units) / 2))),
            "net_amount": draw(money()),
            "cost_amount": draw(st.one_of(st.none(), money())),
            "list_amount": draw(st.one_of(st.none(), money())),
            "currency": draw(st.sampled_from([None, "EUR", "USD"])),
            "channel": draw(st.sampled_from(["web", "shop", None])),
            "territory_id": some(nodes),
            "rep_id": some(reps),
        }
        for n in range(draw(st.integers(1, 14)))
    ]
