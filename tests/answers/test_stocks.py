"""A stock (open deals) is never added up over time: where time is left out it is as it was at the end.

Every level of every layout is held against the deals themselves, counted on the last day of the time
that the level keeps; a share of days (vacancy) and a number of people against their own days and people.
"""

import calendar
import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest

from dashboard.access.scope import operator
from dashboard.answers.answer import Answer, answer
from dashboard.metrics.periods import Period
from dashboard.metrics.question import Layout, ask
from dashboard.settings import Company
from tests.answers.built import Built, Rows, built

TODAY = dt.date(2026, 6, 30)
HALF = Period(dt.date(2026, 1, 1), TODAY)
FIRST = dt.date(2020, 1, 1)
# Territory, created, closed, worth: some open from before, some over before the end, one within one month.
DEALS = (
    ("N", dt.date(2025, 11, 3), dt.date(2026, 2, 10), 100),
    ("N", dt.date(2025, 12, 1), None, 20),
    ("N", dt.date(2026, 2, 2), dt.date(2026, 6, 15), 300),
    ("N", dt.date(2026, 4, 1), dt.date(2026, 4, 28), 4000),
    ("S", dt.date(2026, 1, 31), dt.date(2026, 3, 31), 50_000),
    ("S", dt.date(2026, 3, 31), None, 600_000),
    ("S", dt.date(2026, 6, 30), None, 7_000_000),
)
# Nobody owned N in February and March.
OWNED = ((FIRST, dt.date(2026, 2, 1)), (dt.date(2026, 4, 1), None))
LAYOUTS = [
    (by, across)
    for by in (*permutations(("territory", "fiscal_quarter", "fiscal_month")), ("fiscal_month", "territory"))
    for across in range(len(by))
]


def company() -> Rows:
    quota = {"period_start": HALF.start, "period_end": dt.date(2026, 7, 1), "measure": "net_sales"}
    return {
        "territories": [{"territory_id": key, "name": key, "level": "region"} for key in "NS"],
        "customers": [{"customer_id": key, "name": key} for key in "NS"],
        "alignments": [{"customer_id": key, "territory_id": key, "valid_from": FIRST} for key in "NS"],
        "reps": [{"rep_id": key, "name": key} for key in "ab"],
        "assignments": [
            {"rep_id": "a", "territory_id": "N", "role": "owner", "valid_from": start, "valid_to": end}
            for start, end in OWNED
        ]
        + [{"rep_id": "b", "territory_id": "S", "role": "owner", "valid_from": FIRST, "valid_to": None}],
        "quotas": [{**quota, "rep_id": key, "amount": Decimal(100)} for key in "ab"],
        "sales": [{"line_id": "1", "order_date": day, "customer_id": "N", "net_amount": 1}
                  for day in (dt.date(2025, 1, 2), TODAY)],
        "opportunities": [
            {"opportunity_id": str(n), "customer_id": at, "created_on": made, "closed_on": closed,
             "outcome": "won" if closed else "open", "stage": "s", "amount": worth, "rep_id": None}
            for n, (at, made, closed, worth) in enumerate(DEALS)
        ],
    }  # fmt: skip


@pytest.fixture(scope="module")
def shelf() -> Iterator[Built]:
    made = built(company(), Company(holidays=""), TODAY)
    yield made
    made.connection.close()


def asked(shelf: Built, measure: str, by: tuple[str, ...], across: int, period: Period = HALF) -> Answer:
    down, aside = by[: len(by) - across], by[len(by) - across :]
    layout = Layout(across=aside, subtotals=True)
    question = ask(shelf.outline, measures=[measure], by=down, period=period, layout=layout)
    return answer(question, operator(), shelf)  # type: ignore[arg-type]


def cells(found: Answer) -> Iterator[tuple[dict[str, str], object]]:
    """What each cell, subtotal and total keeps, and its value."""
    by, width = found.question.by, len(found.question.by)
    levels = [(keys, row) for keys, row in zip(found.keys, found.rows, strict=True)]
    levels += [(one.keys, one.row) for one in found.subtotals]
    levels += [((None,) * width, found.totals or ())]
    for keys, row in levels:
        yield {name: str(key) for name, key in zip(by, keys, strict=True) if key is not None}, row[width]


def stretch(kept: dict[str, str]) -> tuple[dt.date, dt.date]:
    """The first and last day of the time that a level keeps."""
    if "fiscal_month" in kept:
        year, month = map(int, kept["fiscal_month"].split("-"))
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    if "fiscal_quarter" in kept:
        first = 3 * int(kept["fiscal_quarter"][-1]) - 2
        return dt.date(2026, first, 1), dt.date(2026, first + 2, 31 if first == 1 else 30)
    return HALF.start, HALF.end


def open_deals(kept: dict[str, str]) -> list[int]:
    """What each deal is worth that is open at the end of that."""
    _, end = stretch(kept)
    return [
        worth
        for at, made, closed, worth in DEALS
        if made <= end and (closed is None or closed > end) and kept.get("territory", at) == at
    ]


@pytest.mark.parametrize(("by", "across"), LAYOUTS, ids=str)
def test_open_deals_are_those_at_the_end(by: tuple[str, ...], across: int, shelf: Built) -> None:
    numbers = dict.fromkeys(["months", "total"], 0)
    for kept, value in cells(asked(shelf, "open_deals", by, across)):
        assert value == len(open_deals(kept)), kept
        numbers["months"] += int(str(value)) if len(kept) == len(by) else 0
        numbers["total"] = numbers["total"] if kept else int(str(value))
    assert numbers["total"] == 3 < numbers["months"], "the sum over time would be another number"
    for kept, value in cells(asked(shelf, "open_pipeline", by, across)):
        assert value == sum(open_deals(kept)), kept


def test_a_period_that_is_not_over_ends_with_the_data(shelf: Built) -> None:
    year = Period(HALF.start, dt.date(2026, 12, 31))
    found = asked(shelf, "open_deals", ("fiscal_quarter", "territory"), 1, year)
    assert dict(cells_without_territory(found)) == {"2026-Q1": 3, "2026-Q2": 3, "": 3}


def cells_without_territory(found: Answer) -> Iterator[tuple[str, object]]:
    for kept, value in cells(found):
        if "territory" not in kept:
            yield kept.get("fiscal_quarter", ""), value


@pytest.mark.parametrize(("by", "across"), LAYOUTS, ids=str)
def test_a_share_of_days_is_of_the_days_of_its_level(by: tuple[str, ...], across: int, shelf: Built) -> None:
    for kept, value in cells(asked(shelf, "vacancy", by, across)):
        start, end = stretch(kept)
        days = [start + dt.timedelta(n) for n in range((end - start).days + 1)]
        here = [kept["territory"]] if "territory" in kept else ["N", "S"]
        vacant = sum(day.month in (2, 3) for day in days) if "N" in here else 0
        assert value == float(Fraction(vacant, len(days) * len(here))), kept


@pytest.mark.parametrize("across", [0, 1])
def test_people_are_counted_once_however_many_months(across: int, shelf: Built) -> None:
    for kept, value in cells(asked(shelf, "reps_with_quota", ("rep", "fiscal_month"), across)):
        assert value == (1 if "rep" in kept else 2), kept
