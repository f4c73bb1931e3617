"""What holds of pay whatever was sold: of its order, its parts, its caps, its years and its tiers."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from dashboard.pay.facts import Facts, Line, Membership, Payee, TargetPay
from dashboard.pay.money import Rate
from dashboard.pay.plan import Table
from dashboard.pay.rounding import shared_out
from dashboard.pay.tables import Scaled
from dashboard.pay.terms import Terms
from tests.pay.given import FIVE_SEVEN, facts_of, line, months_paid, plan_of

few = settings(max_examples=12, phases=(Phase.explicit, Phase.reuse, Phase.generate))
many = settings(max_examples=60)
CENTS = st.integers(-15_000, 30_000).map(lambda cents: Decimal(cents).scaleb(-2))
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2025, 4, 30))
SOLD = st.lists(st.tuples(DAYS, CENTS), min_size=1, max_size=8)
MONTHS = range(1, 5)
TENTH = {"bands": [{"from": 0, "value": "10 %"}]}
BY_AMOUNT = [
    {"from": 0, "to": 50, "value": "1 %"},
    {"from": 50, "to": 120, "value": "3 %"},
    {"from": 120, "value": "2 %"},
]
# What a line is paid depends on those before it.
FLAT: dict[str, Any] = {"how": "flat", "bands": BY_AMOUNT, "each": "running"}
TABLES: list[dict[str, Any]] = [
    {"over": "attainment", "bands": FIVE_SEVEN},
    {"over": "attainment", "how": "retroactive", "bands": FIVE_SEVEN},
    {"bands": BY_AMOUNT, "each": "line"},
    {"bands": BY_AMOUNT, "each": "running"},
    FLAT,
    {"how": "proportional", "bands": BY_AMOUNT},
    {"over": "attainment", "how": "linear", "points": [{"at": 0, "value": 0}, {"at": 1, "value": "5 %"}]},
]
# Of the component, and of the plan; without target pay, with it, of months and of the year, in a row.
CAPS: list[tuple[list[dict[str, Any]], list[dict[str, Any]]]] = [
    ([], [{"amount": 2, "per": "pay"}]),
    ([{"amount": 4}, {"times_target": "0.02", "per": "year"}], []),
    ([{"amount": 4, "per": "year"}], [{"times_target": "0.1"}, {"amount": 5, "per": "year"}]),
]


def lines(sold: list[tuple[dt.date, Decimal]]) -> list[Line]:
    return [line(f"L{number}", day, amount) for number, (day, amount) in enumerate(sold)]


def total(amounts: Any) -> Decimal:
    return sum(amounts, Decimal(0))


@settings(few, max_examples=30)
@given(
    st.lists(st.tuples(DAYS, CENTS), min_size=3, max_size=8),
    st.sampled_from(TABLES),
    st.randoms(use_true_random=False),
)
def test_the_order_of_loading_changes_nothing(sold: Any, table: Any, chance: Any) -> None:
    one = [line(f"L{number}", day.replace(month=1), amount) for number, (day, amount) in enumerate(sold)]
    other = list(one)
    chance.shuffle(other)
    for by in (table, FLAT):
        ones, others = (months_paid(plan_of(by), facts_of(listed), [1]) for listed in (one, other))
        assert ones == others


@many
@given(
    st.integers(0, 10**7).map(lambda cents: Decimal(cents).scaleb(-2)),
    st.dictionaries(st.sampled_from("ABCDE"), st.integers(0, 99).map(Decimal), min_size=1).filter(
        lambda weights: any(weights.values())
    ),
)
def test_shares_add_up_to_what_is_shared(whole: Decimal, weights: dict[str, Decimal]) -> None:
    parts, weight = shared_out(whole, weights), total(weights.values())
    assert total(parts.values()) == whole
    assert all(abs(parts[key] * weight - whole * own) < weight / 100 for key, own in weights.items())


def test_a_hundred_in_three_gives_the_odd_cent_to_the_first() -> None:
    thirds = shared_out(Decimal("100.00"), dict.fromkeys("CAB", Decimal(1)))
    assert thirds == {"A": Decimal("33.34"), "B": Decimal("33.33"), "C": Decimal("33.33")}


@few
@given(SOLD, st.integers(0, 100))
def test_the_credits_of_a_split_pay_what_the_whole_pays(sold: Any, percent: int) -> None:
    """Where one rate is all there is: tiers would favour whoever is not split."""
    plan, whole = plan_of(TENTH, rounding={"digits": 6}, negative="pay"), lines(sold)
    parts = [
        line(one.line_id, one.day, one.amounts["net_sales"] * share / 100, payee)
        for one in whole
        for payee, share in (("A", percent), ("B", 100 - percent))
    ]
    members = tuple(Membership(key, "sales", dt.date(2000, 1, 1)) for key in "AB")
    shared = facts_of(parts, payees=(Payee("A"), Payee("B")), members=members)
    ones, others = (months_paid(plan, shared, MONTHS, key) for key in "AB")
    for one, other, both in zip(ones, others, months_paid(plan, facts_of(whole), MONTHS), strict=True):
        assert one.paid + other.paid == both.paid


@few
@given(SOLD, st.sampled_from(TABLES), st.sampled_from(["month", "year"]))
def test_no_cap_is_exceeded(sold: Any, table: Any, measured: str) -> None:
    caps = [{"amount": 5, "per": "pay"}, {"amount": 8, "per": "year"}]
    plan = plan_of(table, cap=caps, interval={"measured": measured, "paid": "month"})
    paid = [one.paid for one in months_paid(plan, facts_of(lines(sold)), MONTHS)]
    assert max(paid) <= 5
    assert total(paid) <= 8


@few
@given(SOLD)
def test_a_refundable_cap_keeps_what_it_withholds(sold: Any) -> None:
    made = months_paid(
        plan_of(TENTH, cap=[{"amount": 4, "refundable": True}], negative="pay"), facts_of(lines(sold)), MONTHS
    )
    assert max(one.paid for one in made) <= 4
    assert all(one.after.withheld >= 0 for one in made)
    assert total(one.paid for one in made) + made[-1].after.withheld == total(one.earned for one in made)


@few
@given(SOLD, st.sampled_from([table for table in TABLES if table.get("each", "total") == "total"]))
def test_what_is_paid_on_the_way_adds_up_to_what_the_whole_earns(sold: Any, table: Any) -> None:
    facts, interval = facts_of(lines(sold)), {"measured": "quarter", "paid": "month"}
    monthly = months_paid(plan_of(table, interval=interval, negative="carry"), facts, range(1, 4))
    at_once = months_paid(plan_of(table, interval=interval, negative="pay"), facts, [3])
    assert total(one.paid for one in monthly) + monthly[-1].after.carried == at_once[0].paid
    assert all(one.paid >= 0 for one in monthly)


@few
@given(SOLD, st.lists(st.integers(1, 4), min_size=8, max_size=8), st.sampled_from(["month", "quarter"]))
def test_what_is_known_late_is_paid_late_and_in_full(sold: Any, known: list[int], measured: str) -> None:
    plan = plan_of(interval={"measured": measured, "paid": "month"}, negative="pay")
    made = lines(sold)

    def on(day: dt.date) -> Facts:
        return facts_of(one for one, number in zip(made, known, strict=False) if number < day.month)

    late, early = months_paid(plan, on, MONTHS), months_paid(plan, facts_of(made), MONTHS)
    assert total(one.paid for one in late) == total(one.paid for one in early)


@settings(few, max_examples=30)
@given(
    SOLD, st.lists(st.integers(1, 4), min_size=11, max_size=11), st.sampled_from(TABLES),
    st.sampled_from(CAPS), st.sampled_from(["EUR", "USD"]),
)  # fmt: skip
@example([(dt.date(2025, 1, 5), Decimal(200))], [1, 1, 3, *[1] * 8], TENTH, CAPS[2], "USD")
def test_caps_take_the_same_of_what_is_known_late(
    sold: Any, known: list[int], table: Any, caps: Any, currency: str
) -> None:
    """Lines, target pay and rates of days, each known from some month on, the days of credits turning pay."""
    of_component, of_plan = caps
    plan = plan_of(
        table, {"cap": of_component}, cap=of_plan, negative="pay", currencies={"pay": "credit_day"}
    )
    made = lines(sold)
    rates = [Rate("EUR", "USD", dt.date(2025, number, 1), Decimal(number) / 3) for number in (2, 3)]
    target = TargetPay("A", Decimal(25), "month", dt.date(2000, 1, 1))

    def on(month: int) -> Facts:
        facts = facts_of(
            (one for one, number in zip(made, known[3:], strict=False) if number <= month),
            payees=(Payee("A", currency=currency),),
            rates=(
                Rate("EUR", "USD", dt.date(2025, 1, 1), Decimal("0.9")),
                *(one for one, number in zip(rates, known, strict=False) if number <= month),
            ),
        )
        return replace(facts, targets=(target,)) if known[2] <= month else facts

    late, early = months_paid(plan, lambda day: on(day.month - 1), MONTHS), months_paid(plan, on(4), MONTHS)
    assert total(one.paid for one in late) == total(one.paid for one in early)
    assert late[-1].after.cut == early[-1].after.cut


@few
@given(SOLD, st.sampled_from(["1", "0.5"]))
def test_a_draw_is_paid_and_owed_to_the_cent(sold: Any, share: str) -> None:
    made = months_paid(plan_of(TENTH, draw={"amount": 6, "share": share}), facts_of(lines(sold)), MONTHS)
    assert min(one.paid for one in made) >= 6
    advanced, back = (total(one.of(kind) for one in made) for kind in ("draw_advance", "draw_recovery"))
    assert made[-1].after.drawn == advanced + back >= 0
    assert total(one.paid for one in made) == total(one.earned for one in made) + made[-1].after.drawn


@few
@given(SOLD)
def test_a_guarantee_is_reached_and_never_owed_back(sold: Any) -> None:
    facts = facts_of(lines(sold))
    bare = [one.earned for one in months_paid(plan_of(TENTH, negative="forgive"), facts, MONTHS)]
    made = months_paid(plan_of(TENTH, negative="forgive", guarantee={"amount": 6}), facts, MONTHS)
    assert [one.paid for one in made] == [max(Decimal(6), amount) for amount in bare]


EDGES = st.lists(st.integers(1, 500), min_size=1, max_size=4, unique=True).map(sorted)
VALUES = st.lists(st.integers(-20, 90), min_size=5, max_size=5)
CREDITS = st.fractions(0, 700, max_denominator=100)


def banded(edges: list[int], values: list[int]) -> Table:
    starts = [0, *edges]
    bands = [
        {"from": start, "value": f"{value} %"} | ({"to": end} if end is not None else {})
        for start, end, value in zip(starts, [*edges, None], values, strict=False)
    ]
    return Table.model_validate({"bands": bands})


@many
@given(EDGES, VALUES, CREDITS)
def test_marginal_tiers_are_the_integral_of_their_rates(edges: Any, values: Any, credit: Fraction) -> None:
    """Summed another way: the last rate on everything, less what each edge's step would add below it."""
    table = banded(edges, values)
    rates = [Fraction(band.value) for band in table.bands]
    passed = [edge for edge in edges if edge < credit]
    integral = rates[len(passed)] * credit - sum(
        ((rates[index + 1] - rates[index]) * edge for index, edge in enumerate(passed)), Fraction(0)
    )
    parts = Scaled(table).parts(credit)
    assert sum(part.amount for part in parts) == integral
    assert sum(part.quantity for part in parts) == credit


@many
@given(EDGES, VALUES, st.lists(CREDITS, max_size=4))
def test_lines_one_by_one_pay_what_they_pay_at_once(edges: Any, values: Any, credits: Any) -> None:
    component = plan_of({"bands": TENTH["bands"], "each": "running"}).component[0]
    terms = Terms(component, banded(edges, values), None, Fraction(0))
    made = [(line(f"L{number}", dt.date(2025, 1, 1), 0), one) for number, one in enumerate(credits)]
    assert sum(amount for _, amount in terms.amounts(made)) == terms.amount(sum(credits, Fraction(0)))


WAYS = [
    ("rate", "marginal"), ("rate", "retroactive"), ("rate", "flat"), ("base_rate", "marginal"),
    ("base_rate", "retroactive"), ("amount", "marginal"), ("amount", "retroactive"),
    ("amount", "proportional"), ("target", "retroactive"), ("target", "proportional"),
]  # fmt: skip


@many
@given(st.sampled_from(WAYS), EDGES, VALUES, CREDITS, st.sampled_from(["amount", "attainment"]))
def test_the_arithmetic_that_is_shown_adds_up(
    way: Any, edges: Any, values: Any, credit: Fraction, over: str
) -> None:
    """Each band's part is its quantity times its value, in money, and together they are what is paid."""
    pays, how = way
    bands = [dict(band, value=f"{value} %") for band, value in zip(BY_AMOUNT, values, strict=False)]
    table = {"over": over, "how": how, "bands": bands}
    if over == "attainment":
        table["round_attainment"] = {"digits": 4}
    component = plan_of(table, {"pays": pays}).component[0]
    assert component.table is not None
    terms = Terms(component, component.table, Fraction(edges[-1]), Fraction(900))
    parts = terms.parts(credit)
    assert sum(part.amount for part in parts) == terms.amount(credit)
    assert all(part.quantity * part.value == part.amount for part in parts)


@pytest.mark.parametrize("above", [Fraction(1, 100), Fraction(1, 10**9)])
def test_a_tier_begins_at_its_edge(above: Fraction) -> None:
    """Half-open: at the edge the next tier has begun, and nothing lies in it yet."""
    table = Table.model_validate({"how": "retroactive", "bands": TABLES[1]["bands"]})
    assert Scaled(table).value(Fraction(1)) == Fraction(7, 100)
    assert Scaled(table).value(1 - above) == Fraction(5, 100)
