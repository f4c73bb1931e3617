"""A return gives back what its line was paid for it, whatever the table looks up."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dashboard.pay.facts import Line
from tests.pay.given import FIVE_SEVEN, facts_of, line, months_paid, plan_of

STEPS = [
    {"from": 0, "to": 50, "value": "1 %"},
    {"from": 50, "to": 80, "value": "3 %"},
    {"from": 80, "value": "5 %"},
]
FEES = [{"from": 0, "to": 50, "value": 2}, {"from": 50, "value": 5}]
TABLES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"over": "attainment", "bands": FIVE_SEVEN}, {}),
    ({"over": "attainment", "how": "retroactive", "bands": FIVE_SEVEN}, {}),
    ({"bands": STEPS, "each": "line"}, {}),
    ({"bands": STEPS, "each": "running"}, {}),
    ({"how": "retroactive", "bands": FEES, "each": "line"}, {"pays": "amount"}),
]
SOLD = st.lists(st.tuples(st.integers(1, 28), st.integers(1, 120)), min_size=1, max_size=4)
DAYS = st.integers(1, 28)


def back(number: int, one: Line, day: int, month: int, amount: Decimal | int) -> Line:
    """A return of a line; its key comes before every line's."""
    return line(
        f"0R{number}", dt.date(2025, month, day), -amount, returns=one.line_id, returns_day=one.day,
        order_id=one.order_id,
    )  # fmt: skip


@settings(max_examples=25, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(SOLD, st.sampled_from(TABLES), DAYS, st.integers(1, 3), st.sampled_from(["0.5", "1"]))
def test_a_return_at_its_own_rate_leaves_what_was_not_returned(
    sold: Any, table: Any, day: int, month: int, part: str
) -> None:
    """What is paid in the end is what would have been paid if only that had been sold."""
    plan = plan_of(*table, negative="pay", returns={"policy": "original"}, rounding={"digits": 6})
    lines = [line(f"L{number}", dt.date(2025, 1, day), amount) for number, (day, amount) in enumerate(sold)]
    given_back = back(0, lines[0], day, month, lines[0].amounts["net_sales"] * Decimal(part))
    left = lines[0].amounts["net_sales"] + given_back.amounts["net_sales"]
    kept = [line(lines[0].line_id, lines[0].day, left), *lines[1:]] if left else lines[1:]
    whole, less = (months_paid(plan, facts_of(found), [1]) for found in ([*lines, given_back], kept))
    assert whole[0].paid == less[0].paid


@pytest.mark.parametrize(("policy", "expected"), [("original", "2.7"), ("current", "3.5")])
def test_a_flat_rate_is_given_back_as_it_was_paid(policy: str, expected: str) -> None:
    """Forty of the ninety that reached 5 % come back: at those 5 %, or at the 3 % of what is left then."""
    plan = plan_of({"how": "flat", "bands": STEPS, "each": "running"}, returns={"policy": policy})
    lines = [line("L1", dt.date(2025, 1, 2), 20), line("L2", dt.date(2025, 1, 3), 90)]
    made = months_paid(plan, facts_of([*lines, back(0, lines[1], 9, 1, 40)]), [1])
    assert made[0].paid == Decimal(expected)


def test_a_fee_is_given_back_whole() -> None:
    """A returned line takes its fee back; it is not paid another one."""
    plan = plan_of({"how": "retroactive", "bands": FEES, "each": "line"}, {"pays": "amount"}, negative="pay")
    sold = line("L1", dt.date(2025, 1, 2), 60)
    made = months_paid(plan, facts_of([sold, back(0, sold, 5, 2, 60)]), [1, 2])
    assert [one.paid for one in made] == [5, -5]
