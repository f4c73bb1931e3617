"""A plan and a few facts in memory, and the months of a year paid one after the other."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from dashboard.intake.toml_lines import Lines, Place
from dashboard.metrics.catalogue import MEASURES
from dashboard.pay.credited import Listed
from dashboard.pay.engine import calculate
from dashboard.pay.facts import Facts, Line, Membership, Payee, Slice, TargetPay, Window
from dashboard.pay.plan import Plan
from dashboard.pay.plan_file import check_plan
from dashboard.pay.statement import Before, Statement

YEAR = 2025
WORDS = {"en": "Commission", "el": "Προμήθεια"}
FIVE_SEVEN = [{"from": 0, "to": 1, "value": "5 %"}, {"from": 1, "value": "7 %"}]


def month(number: int) -> Window:
    """A month of the year, from 1."""
    return Window(dt.date(YEAR, number, 1), dt.date(YEAR + number // 12, number % 12 + 1, 1))


def plan_of(
    table: dict[str, Any] | None = None, component: dict[str, Any] | None = None, **entries: Any
) -> Plan:
    """A plan with one component; without a table it pays 5 %, and 7 % above a month's quota."""
    one = {"key": "commission", "name": WORDS, "table": table or {"over": "attainment", "bands": FIVE_SEVEN}}
    values = {
        "key": "sales", "version": 1, "name": WORDS, "valid_from": dt.date(2000, 1, 1),
        "component": [{**one, **(component or {})}], **entries,
    }  # fmt: skip
    return check_plan(values, Place("plan.toml", Lines(""), ()), MEASURES)


def line(key: str, day: dt.date, amount: Decimal | int, payee: str = "A", **entries: Any) -> Line:
    """A line of net sales."""
    return Line(key, payee, day, {"net_sales": Decimal(amount)}, **entries)


def facts_of(lines: Iterable[Line], **entries: Any) -> Facts:
    """Facts of A: in the plan at all times, a quota of 100 and target pay of 12 each month."""
    quotas = tuple(
        Slice("A", "net_sales", Decimal(100), one.first, one.end, one.first, one.end)
        for one in map(month, range(1, 13))
    )
    given = {
        "credits": Listed(lines), "payees": (Payee("A"),), "quotas": quotas,
        "members": (Membership("A", "sales", dt.date(2000, 1, 1)),),
        "targets": (TargetPay("A", Decimal(12), "month", dt.date(2000, 1, 1)),),
    }  # fmt: skip
    return Facts(**{**given, **entries})


def months_paid(
    plan: Plan,
    facts: Facts | Callable[[dt.date], Facts],
    numbers: Sequence[int] = range(1, 13),
    payee: str = "A",
) -> list[Statement]:
    """Each month's statement, going on from the one before; `facts` may say what is known on a day."""
    made, before = [], Before()
    for number in numbers:
        period = month(number)
        known = facts if isinstance(facts, Facts) else facts(period.end)
        made.append(calculate(plan, known, payee, period, before))
        before = made[-1].after
    return made
