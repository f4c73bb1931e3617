"""Lines of several currencies read by columns come to the same as one by one, in whatever order they lie."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.pay.credited import Led, Listed
from dashboard.pay.desk import Desk
from dashboard.pay.engine import calculate
from dashboard.pay.facts import LINE_ATTRIBUTES, Credits, Facts, Line, Membership, Payee, Window
from dashboard.pay.frozen_credits import Frozen
from dashboard.pay.ledger import kept
from dashboard.pay.money import Rate
from dashboard.pay.rounding import written
from dashboard.pay.statement import Before
from tests.pay.given import plan_of

JANUARY = dt.date(2026, 1, 1)
DAYS = st.integers(0, 89).map(lambda days: JANUARY + dt.timedelta(days))
CURRENCIES = ("EUR", "USD", "GBP")
LINES = st.lists(
    st.tuples(DAYS, st.sampled_from("AB"), st.sampled_from(CURRENCIES),
              st.decimals("-999", "999", places=10, allow_nan=False)),
    max_size=12,
)  # fmt: skip
RATES = tuple(
    Rate(currency, "EUR", day, Decimal(rate))
    for currency, rates in (("USD", ("0.8", "0.7", "0.9")), ("GBP", ("1.2", "1.15", "1.3")))
    for day, rate in zip((JANUARY, dt.date(2026, 2, 1), dt.date(2026, 2, 28)), rates, strict=True)
)
LED = [Led("L", "A", JANUARY), Led("L", "B", dt.date(2026, 2, 10))]
WHOLE = {"measured": "year", "paid": "year"}
FIXED = [{"currency": one, "from": JANUARY, "rate": rate} for one, rate in (("EUR", "1.1"), ("GBP", "1.4"))]


def frozen(folder: Path, lines: list[Line]) -> Frozen:
    """The lines as a run writes them: by person, day and key."""
    words = ("line_id", "payee", "credit", "currency", "order_id", "returns", *LINE_ATTRIBUTES)
    kinds = {
        **dict.fromkeys(words, pa.string()), "day": pa.date32(), "returns_day": pa.date32(),
        "booked_on": pa.date32(), "returns_booked_on": pa.date32(), "share": pa.decimal128(18, 8),
        **dict.fromkeys(("net_sales", "gross_margin", "units"), pa.decimal128(38, 10)),
    }  # fmt: skip
    rows = [
        {
            "line_id": one.line_id, "payee": one.payee, "credit": one.credit, "currency": one.currency,
            "day": one.day, "booked_on": one.day, "share": one.share, "net_sales": one.amounts["net_sales"],
        }
        for one in sorted(lines, key=lambda one: (one.payee, one.day, one.line_id))
    ]  # fmt: skip
    file = folder / "lines.parquet"
    columns = {name: pa.array([row.get(name) for row in rows], kind) for name, kind in kinds.items()}
    pq.write_table(pa.table(columns), file)
    return Frozen(file, LED)


def credited(credits: Credits, payee: str, way: str, rollup: bool, window: Window) -> Fraction:
    plan = plan_of(
        currency="USD", currencies={"credit": way, "rate": FIXED},
        component={"credit": "rollup" if rollup else "direct"},
    )  # fmt: skip
    facts = Facts(credits, members=(Membership(payee, "sales", JANUARY),), rates=RATES)
    return Desk(plan, Payee(payee, currency="USD"), facts).reached(plan.component[0], window)


@pytest.mark.parametrize("way", ["spot", "month_end", "plan"])
@settings(max_examples=25, deadline=None)
@given(
    found=LINES, first=DAYS, days=st.integers(1, 60), payee=st.sampled_from("AL"), mixed=st.randoms(),
)  # fmt: skip
def test_columns_and_lines_come_to_the_same(
    tmp_path_factory: pytest.TempPathFactory, way: str, found: list[tuple[dt.date, str, str, Decimal]],
    first: dt.date, days: int, payee: str, mixed: object,
) -> None:  # fmt: skip
    lines = [
        Line(f"L{at}", who, day, {"net_sales": amount}, currency=currency)
        for at, (day, who, currency, amount) in enumerate(found)
    ]
    window = Window(first, first + dt.timedelta(days))
    asked = (payee, way, payee == "L", window)
    columns = credited(frozen(tmp_path_factory.mktemp("frozen"), lines), *asked)
    mixed.shuffle(lines)  # type: ignore[attr-defined]
    assert credited(Listed(lines, LED), *asked) == columns
    # By hand: each line of the window at the rate of its day.
    led = {one.member: one.first for one in LED} if payee == "L" else {payee: JANUARY}
    mine = [one for one in lines if one.payee in led and one.day in window and led[one.payee] <= one.day]
    assert columns == sum((turned(one, way) for one in mine), Fraction(0))


def test_what_is_supposed_looks_rates_up_where_the_facts_do() -> None:
    facts = Facts(Listed([]), members=(Membership("A", "sales", JANUARY),), rates=RATES)
    desk = Desk(plan_of(), Payee("A"), facts)
    supposed = replace(facts, credits=Listed([]))
    desk.supposing(supposed, desk.plan)
    assert supposed.by_day is facts.by_day


@pytest.mark.parametrize(("amount", "most", "text"), [
    ("-7/3", 4, "-7/3"), ("5", 4, "5/1"), ("-70001/30000", 4, "-2.3333666666666666666666666666666666666666"),
    ("1/20000", 4, f"0.00005{35 * '0'}"),
])  # fmt: skip
def test_what_is_too_long_for_a_fraction_is_written_with_forty_decimals(
    amount: str, most: int, text: str
) -> None:
    assert written(Fraction(amount), most) == text


def test_a_year_of_daily_rates_is_kept() -> None:
    """Of 16 digits, and different on each day: their sum is a fraction of more digits than Python writes."""
    year = [JANUARY + dt.timedelta(days) for days in range(365)]
    rates = tuple(
        Rate("USD", "IDR", day, Decimal(1_600_000_000_000_001 + 15838 * at * at).scaleb(-8))
        for at, day in enumerate(year)
    )
    lines = [Line(str(day), "A", day, {"net_sales": Decimal(10**6)}, currency="IDR") for day in year]
    plan = plan_of({"bands": [{"from": 0, "value": 1}]}, currency="USD", interval=WHOLE)
    member = Membership("A", "sales", dt.date(2025, 1, 1))
    facts = Facts(Listed(lines), (Payee("A", currency="USD"),), (member,), rates=rates)
    made = calculate(plan, facts, "A", Window(JANUARY, dt.date(2027, 1, 1)), Before())
    (told,) = kept(made)["lines"]  # type: ignore[misc]
    exact = sum((10**6 / Fraction(one.rate) for one in rates), Fraction(0))
    assert 0 <= exact - Fraction(told["exact"]) < Fraction(1, 10**40)


def turned(line: Line, way: str) -> Fraction:
    """One line in dollars."""
    amount = Fraction(line.amounts["net_sales"])
    if line.currency == "USD":
        return amount
    if way == "plan":
        return amount * Fraction({"EUR": "1.1", "GBP": "1.4"}[line.currency])
    ends = {1: dt.date(2026, 1, 31), 2: dt.date(2026, 2, 28), 3: dt.date(2026, 3, 31)}
    day = ends[line.day.month] if way == "month_end" else line.day

    def euros(currency: str) -> Fraction:
        return max(
            (one.day, Fraction(one.rate)) for one in RATES if one.currency == currency and one.day <= day
        )[1]

    return amount * (euros(line.currency) if line.currency != "EUR" else 1) / euros("USD")
