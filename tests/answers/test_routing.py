"""Which relations a part is read from: the smallest that can answer, months within, days at the ends."""

import datetime as dt
from dataclasses import replace

import pytest

from dashboard.answers.routing import Reading, Wanted, route, within_a_year
from dashboard.metrics import catalogue
from dashboard.metrics.kinds import Atom, Distinct, Latest, Sum
from dashboard.metrics.periods import FiscalCalendar, Period, parse
from dashboard.metrics.question import Outline
from dashboard.metrics.rollups import ROLLUPS

NET = Sum("sales", "net_amount")
ORDERS = Distinct("sales", "order_id")
BUYERS = Distinct("sales", "customer_id", only="bought")
LAST = Latest("sales", "order_date", only="bought")
SIZES = {
    "rollup_month": 1, "goods_month": 2, "customer_month": 3, "quota_month": 4, "rollup_day": 5,
    "goods_day": 6, "customer_day": 7,
}  # fmt: skip
OUTLINE = Outline(
    cut=FiscalCalendar(),
    levels=("region",),
    tables=frozenset({"sales"}),
    quota_layers=(),
    first=dt.date(2022, 1, 1),
    through=dt.date(2026, 5, 15),
    currency="EUR",
    rollups=tuple(SIZES.items()),
    whole_orders=True,
    month_modes=("prior_year_working",),
)
MONTHS = "2026-01-01..2026-03-31"


def days(text: str) -> Period:
    return parse(text, OUTLINE.cut, OUTLINE.through, OUTLINE.first)


def read(
    by: str = "",
    atoms: tuple[Atom, ...] = (NET,),
    period: str = MONTHS,
    outline: Outline = OUTLINE,
    mart: str = "sales",
    whole_months: bool = True,
) -> tuple[Reading, ...]:
    known = catalogue.dimensions(outline.levels)
    dimensions = tuple(known[key] for key in by.split())
    return route(Wanted(mart, days(period), dimensions, atoms, whole_months), outline)


def relations(*args: object, **more: object) -> list[str]:
    return [one.relation for one in read(*args, **more)]  # type: ignore[arg-type]


def without(*names: str) -> Outline:
    return replace(OUTLINE, rollups=tuple(one for one in OUTLINE.rollups if one[0] not in names))


@pytest.mark.parametrize(
    ("by", "relation"),
    [
        ("", "rollup_month"),
        ("region territory rep channel fiscal_quarter", "rollup_month"),
        ("quota_period", "rollup_month"),
        ("fiscal_week", "rollup_day"),
        ("day region", "rollup_day"),
        ("category", "goods_month"),
        ("category day", "goods_day"),
        ("segment fiscal_year", "customer_month"),
        ("customer fiscal_week", "customer_day"),
        ("customer category", "sales"),
        ("product", "sales"),
    ],
)
def test_by_what_it_carries(by: str, relation: str) -> None:
    assert relations(by) == [relation]


def test_by_what_it_holds() -> None:
    assert relations(atoms=(NET, ORDERS, BUYERS, LAST)) == ["rollup_month"]
    assert relations("category", atoms=(NET, ORDERS)) == ["sales"]
    assert relations(atoms=(Sum("sales", "net_in_currency"),)) == ["sales"]
    assert relations(atoms=(Distinct("sales", "product_id"),)) == ["sales"]


def test_orders_are_counted_from_lines_when_they_are_split() -> None:
    split = replace(OUTLINE, whole_orders=False)
    assert relations(atoms=(NET, ORDERS), outline=split) == ["sales"]
    assert relations(atoms=(NET, BUYERS), outline=split) == ["rollup_month"]


def test_the_smallest_is_read_whatever_it_is() -> None:
    assert relations(outline=replace(OUTLINE, rollups=(("rollup_month", 9), ("customer_month", 8)))) == [
        "customer_month"
    ]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2026-01-01..2026-03-31", ["rollup_month 2026-01-01..2026-03-31"]),
        (
            "2026-01-01..2026-05-15",
            ["rollup_month 2026-01-01..2026-04-30", "rollup_day 2026-05-01..2026-05-15"],
        ),
        (
            "2025-12-31..2026-01-31",
            ["rollup_month 2026-01-01..2026-01-31", "rollup_day 2025-12-31..2025-12-31"],
        ),
        (
            "2026-01-02..2026-03-01",
            [
                "rollup_month 2026-02-01..2026-02-28",
                "rollup_day 2026-01-02..2026-01-31",
                "rollup_day 2026-03-01..2026-03-01",
            ],
        ),
        ("2026-01-02..2026-02-27", ["rollup_day 2026-01-02..2026-02-27"]),
        ("2026-01-01..2026-01-30", ["rollup_day 2026-01-01..2026-01-30"]),
    ],
)  # fmt: skip
def test_whole_months_and_the_days_at_both_ends(period: str, expected: list[str]) -> None:
    assert [f"{one.relation} {one.days}" for one in read(period=period)] == expected


def test_days_at_the_ends_come_from_lines_where_these_add_up_with_the_months() -> None:
    none = without("rollup_day", "goods_day", "customer_day")
    to_date = "2026-01-01..2026-05-15"
    assert relations(period=to_date, outline=none) == ["rollup_month", "sales"]
    # Counts of orders and bitmaps of customers cannot be put together with lines; customers can.
    assert relations(atoms=(ORDERS,), period=to_date, outline=none) == ["sales"]
    assert relations(atoms=(NET, BUYERS), period=to_date, outline=none) == ["customer_month", "sales"]
    assert relations(atoms=(BUYERS,), outline=none) == ["rollup_month"]
    only = without("rollup_day")
    assert relations(atoms=(BUYERS,), period=to_date, outline=only) == ["customer_month", "customer_day"]
    assert relations(atoms=(ORDERS,), period=to_date, outline=only) == ["rollup_month", "customer_day"]


def test_a_comparison_that_tears_months_is_read_by_day() -> None:
    assert relations(whole_months=False) == ["rollup_day"]


def test_without_rollups_lines_are_read() -> None:
    assert [(one.relation, one.days) for one in read(outline=OUTLINE.bare)] == [("sales", days(MONTHS))]


def test_quotas_have_months_of_their_own() -> None:
    quota = Sum("quota_day", "amount")
    asked = {"atoms": (quota,), "mart": "quota_day"}
    assert relations("rep", period="2026-01-01..2026-05-15", **asked) == ["quota_month", "quota_day"]
    assert relations("day", **asked) == ["quota_day"]


def test_a_month_after_whose_days_nothing_was_sold_is_whole() -> None:
    to_date, ended = "2026-01-01..2026-05-15", replace(OUTLINE, last=dt.date(2026, 5, 15))
    assert relations(period=to_date) == ["rollup_month", "rollup_day"]
    [found] = read(period=to_date, outline=ended)
    assert (found.relation, found.days) == ("rollup_month", days(to_date)), (
        "and the statement names the days asked"
    )
    assert relations(period="2026-01-01..2026-05-14", outline=ended) == ["rollup_month", "rollup_day"]
    assert relations(period="2026-05-03..2026-05-15", outline=ended) == ["rollup_day"], "it began before"
    quota = {"atoms": (Sum("quota_day", "amount"),), "mart": "quota_day"}
    assert relations("rep", period=to_date, outline=ended, **quota) == ["quota_month", "quota_day"]
    paired = Wanted("sales", days(to_date), (), (NET,), paired=True)
    assert [one.relation for one in route(paired, ended)] == ["rollup_month", "rollup_day"]


def test_days_of_one_year_are_read_from_its_lines() -> None:
    split = replace(OUTLINE.bare, years=(("sales", (2025, 2026)), ("customer_day", (2026,))))

    def relation(period: str, outline: Outline = split) -> str:
        [reading] = read(period=period, outline=outline)
        return within_a_year(reading, outline)

    assert relation(MONTHS) == "sales_2026"
    assert relation("2025-12-31..2025-12-31") == "sales_2025"
    assert relation("2025-12-31..2026-01-01") == "sales", "of both years"
    assert relation("2024-01-01..2024-01-31") == "sales", (
        "what is not split by this year may still have days of it"
    )
    assert relation(MONTHS, OUTLINE.bare) == "sales"


def test_no_rollup_is_forgotten_here() -> None:
    assert {one.relation for one in ROLLUPS} == SIZES.keys()
