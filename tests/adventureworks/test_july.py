"""A fiscal year from July, against pandas and fractions on the raw files."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from tests.adventureworks.company import Company

pytestmark = pytest.mark.real_data
ONE = dt.timedelta(days=1)


def quarter(day: dt.date) -> str:
    """July to September 2013 is 2014-Q1."""
    return f"{day.year + (day.month >= 7)}-Q{(day.month - 7) % 12 // 3 + 1}"


def earlier(name: str) -> str:
    return f"{int(name[:4]) - 1}{name[4:]}"


def test_growth_by_territory_and_fiscal_quarter(
    july: Company, orders: pd.DataFrame, names: Callable[[str], str]
) -> None:
    sold: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for territory, day, amount in zip(orders["TerritoryID"], orders["day"], orders["SubTotal"], strict=True):
        sold[names(territory), quarter(day)] += amount
    rows = july.rows(
        "--measure", "net_sales", "--measure", "growth", "--by", "territory", "--by", "fiscal_quarter"
    )
    found = {(row[0], row[1]): (Decimal(row[2]), row[3]) for row in rows}
    assert {key: one[0] for key, one in found.items() if key in sold} == sold
    for (territory, name), (now, growth) in found.items():
        before = sold.get((territory, earlier(name)))
        if before is None:
            assert growth is None, (territory, name)
        else:
            assert growth == pytest.approx(float((now - before) / before), rel=1e-14), (territory, name)
    assert sum(growth is not None for _, growth in found.values()) > 80


@pytest.mark.parametrize("alignment", ["today", "credited"])
@pytest.mark.parametrize("against", ["prior_year_working", "prior_year_calendar"])
def test_growth_of_a_whole_year(july: Company, orders: pd.DataFrame, alignment: str, against: str) -> None:
    amounts: dict[int, Decimal] = defaultdict(Decimal)
    for day, amount in zip(orders["day"], orders["SubTotal"], strict=True):
        amounts[day.year + (day.month >= 7)] += amount
    (found,) = july.rows(
        "--measure", "net_sales", "--measure", "growth", "--period", "2013-07-01..2014-06-30",
        "--alignment", alignment, "--against", against,
    )  # fmt: skip
    assert Decimal(found[0]) == amounts[2014]
    assert found[1] == pytest.approx(float((amounts[2014] - amounts[2013]) / amounts[2013]), rel=1e-14)
    assert Decimal(found[2]) == amounts[2013]


def read_quotas(real_data: Path, last: dt.date) -> list[tuple[str, dt.date, dt.date, int]]:
    """Rep, first day, first day after, amount: a quota runs to the rep's next one."""
    file = real_data / "adventureworks" / "oltp" / "SalesPersonQuotaHistory.csv"
    table = pd.read_csv(file, sep="\t", header=None, dtype=str)
    given: dict[str, list[tuple[dt.date, int]]] = defaultdict(list)
    for rep, start, amount in zip(table[0], table[1], table[2], strict=True):
        given[rep].append((dt.date.fromisoformat(start[:10]), int(amount)))
    found = []
    for rep, rows in given.items():
        rows.sort()
        ends = [start for start, _ in rows[1:]] + [last + ONE]
        found += [(rep, start, end, amount) for (start, amount), end in zip(rows, ends, strict=True)]
    return found


def test_sales_against_quota_by_rep_and_fiscal_quarter(
    july: Company, orders: pd.DataFrame, real_data: Path
) -> None:
    quota: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for rep, start, end, amount in read_quotas(real_data, max(orders["day"])):
        days = (end - start).days
        for n in range(days):
            quota[rep, quarter(start + n * ONE)] += Fraction(amount, days)
    sold: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    resellers = orders[orders["SalesPersonID"].notna()]
    for rep, day, amount in zip(
        resellers["SalesPersonID"], resellers["day"], resellers["SubTotal"], strict=True
    ):
        sold[rep.removesuffix(".0"), quarter(day)] += amount

    name = people(real_data)
    rows = july.rows(
        "--measure", "net_sales", "--measure", "quota", "--measure", "attainment", "--by", "rep",
        "--by", "fiscal_quarter", "--where", "rep != unknown",
    )  # fmt: skip
    found = {(row[0], row[1]): row[2:] for row in rows}
    assert found.keys() == {(name[rep], when) for rep, when in quota.keys() | sold.keys()}
    for rep, when in quota.keys() | sold.keys():
        net, given, attained = found[name[rep], when]
        assert Decimal(net) == sold.get((rep, when), 0)
        if (rep, when) not in quota:
            assert (given, attained) == (None, None)
            continue
        exact = quota[rep, when]
        assert abs(Fraction(Decimal(given)) - exact) <= Fraction(1, 20_000) + Fraction(1, 10**9)
        assert attained == pytest.approx(float(Fraction(sold.get((rep, when), Decimal())) / exact), rel=1e-9)


def people(real_data: Path) -> dict[str, str]:
    """Name of each salesperson by key: the two systems meet through the login."""
    folder = real_data / "adventureworks"
    staff = pd.read_csv(folder / "oltp" / "Employee.csv", sep="\t", header=None, dtype=str, encoding="utf-16")
    login = dict(zip(staff[0], staff[2], strict=True))
    rows = pd.read_csv(folder / "dw" / "DimEmployee.csv", sep="|", header=None, dtype=str, quoting=3)
    rows = rows[rows[26] == "1"].assign(key=rows[1].astype(int)).sort_values("key")
    called = dict(zip(rows[13], rows[6] + " " + rows[7], strict=True))
    return {key: called[of] for key, of in login.items() if of in called}


def test_totals_are_the_same_in_every_calendar(july: Company, orders: pd.DataFrame) -> None:
    rows = july.rows("--measure", "net_sales", "--measure", "orders", "--by", "fiscal_year")
    assert [row[0] for row in rows] == [2011, 2012, 2013, 2014]
    assert sum(Decimal(row[1]) for row in rows) == orders["SubTotal"].sum()
    assert sum(row[2] for row in rows) == len(orders)
