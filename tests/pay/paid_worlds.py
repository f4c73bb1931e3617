"""Random plans and random facts for them: everything that a plan file may say, and a few periods of pay."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from dashboard.intake.toml_lines import Lines, Place
from dashboard.metrics.kinds import Credit
from dashboard.metrics.periods import FiscalCalendar
from dashboard.pay.credited import Led, Listed
from dashboard.pay.facts import (
    FOREVER,
    Calendar,
    Event,
    Facts,
    Hold,
    Leave,
    Limits,
    Line,
    Membership,
    Payee,
    Score,
    Slice,
    TargetPay,
    Value,
    Window,
)
from dashboard.pay.money import Rate
from dashboard.pay.plan import MONTHS, Plan
from dashboard.pay.plan_file import check_plan

MEASURES = ("net_sales", "gross_margin", "units", "visits")
OF_LINES = frozenset(MEASURES) - {"visits"}
# Of whom and of what visits are told: a plan may ask for any of them.
TOLD: tuple[tuple[Credit, Limits], ...] = (
    ("direct", ()), ("rollup", ()),
    ("direct", (("segment", ("big",)),)), ("rollup", (("segment", ("big",)),)),
)  # fmt: skip
DAY = dt.timedelta(days=1)
WORDS = {"en": "x", "el": "x"}
RATES = ("0.01", "0.05", "0.07", "0", "0.033", "0.125")
FACTORS = ("0", "0.5", "0.85", "1", "1.25", "2")
MONEY = st.sampled_from(("", "", "EUR", "USD", "GBP"))
PAYS = ("rate", "base_rate", "target", "amount")
MODES = ("half_up", "half_even", "down", "up")


@dataclass(frozen=True)
class World:
    """A plan, the facts as they are known at the end of each period, and the periods in their order."""

    plan: Plan
    facts: tuple[Facts, ...]
    periods: tuple[Window, ...]


def maybe(draw: Any, strategy: Any, one_in: int = 3) -> Any:
    """Something of a strategy, or, more often, nothing."""
    return draw(strategy) if draw(st.integers(1, one_in)) == 1 else None


def said(**entries: Any) -> dict[str, Any]:
    """The entries that say something."""
    return {name: value for name, value in entries.items() if value not in (None, [], {})}


@st.composite
def roundings(draw: Any) -> dict[str, Any]:
    return {"mode": draw(st.sampled_from(MODES)), "digits": draw(st.integers(0, 4))}


@st.composite
def bands(draw: Any, over: str, values: tuple[str, ...]) -> list[dict[str, Any]]:
    marks = ["0.5", "0.8", "1", "1.2"] if over == "attainment" else ["500", "1000", "2500", "10000"]
    edges = ["0", *sorted(draw(st.sets(st.sampled_from(marks), max_size=3)), key=Decimal)]
    found = [{"from": edge, "to": to, "value": draw(st.sampled_from(values))} for edge, to in pairwise(edges)]
    return [*found, {"from": edges[-1], "value": draw(st.sampled_from(values))}]


@st.composite
def points(draw: Any, over: str, values: tuple[str, ...]) -> list[dict[str, Any]]:
    marks = ["0", "0.5", "0.9", "1", "1.3"] if over == "attainment" else ["0", "700", "1000", "4000"]
    found = sorted(draw(st.sets(st.sampled_from(marks), min_size=2)), key=Decimal)
    return [{"at": mark, "value": draw(st.sampled_from(values))} for mark in found]


@st.composite
def tables(draw: Any, pays: str, blend: bool) -> dict[str, Any]:
    over = "attainment" if blend else draw(st.sampled_from(("attainment", "amount")))
    hows = ["retroactive", "flat", "proportional", "linear"]
    if not blend and pays in ("rate", "base_rate"):
        hows += ["marginal", "marginal"]
    how = draw(st.sampled_from(hows))
    each = "total"
    if not blend:
        if over == "amount":
            each = draw(st.sampled_from(("total", "line")))
        if how in ("marginal", "retroactive", "flat"):
            each = draw(st.sampled_from((each, "running")))
    values = {"rate": RATES, "amount": ("0", "10", "250.5", "1000")}.get(pays, FACTORS)
    found = {"over": over, "how": how, "each": each}
    if over == "attainment":
        found |= said(round_attainment=maybe(draw, roundings(), 4))
    if how == "linear":
        found["points"] = draw(points(over, values))
        found["below"] = draw(st.sampled_from(("nothing", "first")))
        found["above"] = draw(st.sampled_from(("last", "continue")))
    else:
        found["bands"] = draw(bands(over, values))
    return found


@st.composite
def gates(draw: Any, has_table: bool) -> dict[str, Any]:
    of = draw(st.sampled_from(("attainment", "value")))
    return {
        "measure": draw(st.sampled_from(("net_sales", "gross_margin"))),
        "of": of,
        "at_least": draw(st.sampled_from(("0.3", "0.8", "1") if of == "attainment" else ("100", "2000"))),
        "window": draw(st.sampled_from(("component", "year"))),
        "otherwise": draw(st.sampled_from(("nothing", "base"))) if has_table else "nothing",
        "credit": draw(st.sampled_from(("direct", "direct", "overlay"))),
    }


@st.composite
def modifiers(draw: Any) -> dict[str, Any]:
    of = draw(st.sampled_from(("attainment", "value")))
    measure = draw(
        st.sampled_from(
            ("net_sales", "gross_margin", "visits") if of == "value" else ("net_sales", "gross_margin")
        )
    )
    credit, where = draw(st.sampled_from(TOLD)) if measure == "visits" else TOLD[0]
    return {
        "measure": measure,
        "of": of,
        "credit": credit,
        "where": dict(where),
        "bands": draw(bands("attainment" if of == "attainment" else "amount", FACTORS)),
    }  # fmt: skip


@st.composite
def caps(draw: Any, of_plan: bool, has_lines: bool) -> dict[str, Any]:
    ways = ["amount", "times_target"]
    if not of_plan and has_lines:
        ways += ["rate", "attainment", "deal"]
    way = draw(st.sampled_from(ways))
    if way == "deal":
        return {"per": "deal", "amount": draw(st.sampled_from(("10", "50", "200.25")))}
    if way == "rate":
        return {"rate": draw(st.sampled_from(("0.02", "0.06")))}
    if way == "attainment":
        return {"attainment": draw(st.sampled_from(("0.7", "1", "1.1")))}
    per = draw(st.sampled_from(("pay", "year") if of_plan else ("pay", "measure", "year")))
    value = draw(st.sampled_from(("50", "300.5", "1000") if way == "amount" else ("0.4", "1", "1.5")))
    return {way: value, "per": per, "refundable": of_plan and per == "pay" and draw(st.booleans())}


SIDES = st.sampled_from(("attainment", "attainment", "value"))


@st.composite
def components(draw: Any, key: str, weight: str, of_target: bool) -> dict[str, Any]:
    kinds = (
        ["target", "base_rate", "cells", "objectives"] if of_target else ["rate", "rate", "amount", "award"]
    )
    kind = draw(st.sampled_from(kinds))
    found: dict[str, Any] = {"key": key, "name": WORDS, "weight": weight}
    found["credit"] = draw(st.sampled_from(("direct", "direct", "direct", "overlay", "rollup")))
    found["measure"] = draw(st.sampled_from(("net_sales", "net_sales", "gross_margin", "units")))
    found |= said(
        gate=[one for one in [maybe(draw, gates(has_table=kind in PAYS), 4)] if one],
        modifier=[one for one in [maybe(draw, modifiers(), 5)] if one],
        round_lines=maybe(draw, roundings(), 8) if kind in ("rate", "base_rate") else None,
    )
    if kind == "objectives":
        found["objectives"] = [{"key": "one", "weight": "0.4"}, {"key": "two", "weight": "0.6"}]
    elif kind == "award":
        found["award"] = {"event": "win", "amount": "200"} | said(
            limit=maybe(draw, st.integers(0, 3), 2), budget=maybe(draw, st.sampled_from(("300", "800")), 2)
        )  # fmt: skip
    elif kind == "cells":
        found["cells"] = {
            "rows": ["0.5", "1"], "columns": ["0", "0.9"], "column_measure": "gross_margin",
            "row_of": draw(SIDES), "column_of": draw(SIDES),
            "values": [[draw(st.sampled_from(FACTORS)) for _ in range(2)] for _ in range(2)],
        }  # fmt: skip
    else:
        blend = kind in ("target", "amount") and draw(st.integers(1, 4)) == 1
        if blend:
            found["blend"] = [
                {"measure": "net_sales", "weight": "0.3"} | said(quota=maybe(draw, st.just("x"), 4)),
                {"measure": "gross_margin", "weight": "0.7"}
                | said(where=maybe(draw, st.just({"brand": ("x",)}))),
            ]  # fmt: skip
        found["pays"] = kind
        found["table"] = draw(tables(kind, blend))
        if not blend:
            found["split"] = draw(st.sampled_from(("credit", "credit", "credit", "money")))
    by_lines = kind in ("rate", "base_rate") and "blend" not in found
    if "blend" not in found:
        found |= said(where=maybe(draw, st.just({"brand": ("x",)}), 5), quota=maybe(draw, st.just("x"), 5))
    found |= said(cap=[one for one in [maybe(draw, caps(of_plan=False, has_lines=by_lines), 3)] if one])
    return found


@st.composite
def plans(draw: Any, currency: str) -> Plan:
    paid = draw(st.sampled_from(("month", "month", "month", "quarter")))
    measured = draw(st.sampled_from(("month", "quarter", "quarter", "year")))
    ways = draw(st.sampled_from(((True,), (False,), (True, False), (True, True))))
    weights = {1: ["1"], 2: ["0.6", "0.4"]}[sum(ways) or 1]
    of_target = iter(weights)
    made = [
        draw(components(key, next(of_target) if way else "1", way))
        for key, way in zip("ab", ways, strict=False)
    ]
    returns = draw(st.sampled_from(("current", "original", "schedule")))
    values = {
        "key": "plan", "version": 1, "name": WORDS, "valid_from": dt.date(2020, 1, 1), "currency": currency,
        "interval": {
            "measured": measured, "paid": paid, "quota": draw(st.sampled_from(("to_date", "whole"))),
            **said(interim_attainment=maybe(draw, st.just("0.9"), 5)),
        },
        "proration": {
            "by": draw(st.sampled_from(("calendar_days", "working_days", "seasonal", "months"))),
            "hire": draw(st.booleans()),
            **said(leave_after=draw(st.sampled_from((0, 0, 3, None))),
                   ramp=draw(st.sampled_from((None, None, ("0.25", "0.5", "0.75"))))),
            "ramp_target": draw(st.booleans()),
        },
        "component": made,
        "returns": {
            "policy": returns,
            **said(schedule=[{"within_days": 20, "share": "1"}, {"within_days": 60, "share": "0.5"}]
                   if returns == "schedule" else None,
                   most_share=draw(st.sampled_from((None, "0.5")))),
        },
        "currencies": {"credit": draw(st.sampled_from(("spot", "month_end", "plan"))),
                       "pay": draw(st.sampled_from(("pay_day", "plan", "credit_day"))),
                       "rate": [{"currency": key, "from": dt.date(2024, 1, 1),
                                 "rate": draw(st.sampled_from(("0.9", "1.1", "1.2345")))}
                                for key in ("EUR", "USD", "GBP") if key != currency]},
        "negative": draw(st.sampled_from(("carry", "carry", "pay", "forgive"))),
        "zero_quota": draw(st.sampled_from(("nothing", "full", "nothing", "full", "refuse"))),
        **said(
            target=maybe(draw, st.just({"amount": "12000", "per": "year"})),
            gate=[one for one in [maybe(draw, gates(has_table=False), 6)] if one],
            modifier=[one for one in [maybe(draw, modifiers(), 6)] if one],
            cap=[one for one in [maybe(draw, caps(of_plan=True, has_lines=False), 4)] if one],
            rounding=maybe(draw, roundings(), 2),
            guarantee=maybe(draw, terms("guarantee"), 5),
            draw=maybe(draw, terms("draw"), 4),
        ),
    }  # fmt: skip
    return check_plan(values, Place("plan", Lines(""), ()), MEASURES)


@st.composite
def terms(draw: Any, kind: str) -> dict[str, Any]:
    found = {"amount": draw(st.sampled_from(("100", "450.55", "2000")))}
    days = st.sampled_from((dt.date(2025, 1, 1), dt.date(2025, 2, 28), dt.date(2025, 3, 31)))
    found |= said(valid_to=maybe(draw, days, 4))
    if kind == "draw":
        found |= said(
            recoverable=draw(st.sampled_from((None, False))), recover_from=maybe(draw, days),
            share=maybe(draw, st.just("0.5")), most=maybe(draw, st.just("80")),
        )  # fmt: skip
    return found


def money(low: int, high: int) -> Any:
    return st.integers(low * 100, high * 100).map(lambda cents: Decimal(cents) / 100)


AMOUNTS = st.sampled_from(
    [Decimal(one) for one in ("812.35", "99.99", "1500", "2750.5", "640.07", "4100", "-250.5", "33.33")]
)


@st.composite
def lines(draw: Any, first: dt.date, end: dt.date, currency: str) -> list[tuple[int, Line]]:
    """Lines with the period in which each is known first."""
    days = st.integers(0, (end - first).days - 1).map(lambda number: first + number * DAY)
    found: list[tuple[int, Line]] = []
    for number in range(draw(st.integers(4, 10))):
        amount = draw(AMOUNTS)
        line = Line(
            f"L{number:02}", draw(st.sampled_from(("A", "A", "A", "B"))), draw(days),
            {"net_sales": amount, "gross_margin": amount / 4, "units": Decimal(draw(st.integers(1, 900)))},
            credit=draw(st.sampled_from(("direct", "direct", "direct", "overlay"))),
            currency=draw(st.sampled_from(("", "", "USD" if currency != "USD" else "GBP"))),
            order_id=draw(st.sampled_from(("", "O1", "O2"))),
            attributes={"brand": draw(st.sampled_from(("x", "y")))},
        )  # fmt: skip
        found.append((draw(st.sampled_from((0, 0, 0, 1, 2))), line))
        if draw(st.integers(1, 4)) == 1:
            part = draw(st.sampled_from((Decimal("0.5"), Decimal(1))))
            back = replace(
                line, line_id=f"R{number:02}", day=line.day + draw(st.integers(0, 70)) * DAY,
                amounts={key: -value * part for key, value in line.amounts.items()},
                returns=line.line_id, returns_day=line.day,
            )  # fmt: skip
            found.append((draw(st.sampled_from((0, 1, 2))), back))
    shared = draw(st.booleans())
    if shared:
        known, line = found[0]
        # Each has a part of it; the whole was of both parts together.
        whole = {name: 2 * value for name, value in line.amounts.items()}
        half = replace(line, share=Decimal("0.5"), whole=whole)
        found[0] = (known, half)
        found.append((known, replace(half, payee="B" if line.payee == "A" else "A")))
    return found


@st.composite
def quotas(draw: Any, year: Window, calendar: Calendar) -> list[Slice]:
    found = []
    for measure, least in (("net_sales", 4000), ("gross_margin", 1000), ("units", 300)):
        if draw(st.integers(1, 12)) == 1:
            continue
        for quarter in calendar.intervals(draw(st.sampled_from(("month", "quarter", "year"))), year):
            held = quarter.first + draw(st.sampled_from((0, 0, 0, 9))) * DAY
            amount = Decimal(draw(st.integers(least // 4, least * 4)))
            found.append(Slice("A", measure, amount, quarter.first, quarter.end, held, quarter.end,
                               share=draw(st.sampled_from((Decimal(1), Decimal(1), Decimal("0.6")))),
                               scope=draw(st.sampled_from(("", "", "", "x"))),
                               currency="" if measure == "units" else draw(MONEY)))  # fmt: skip
    return found


@st.composite
def worlds(draw: Any) -> World:
    plan = draw(plans(draw(st.sampled_from(("EUR", "EUR", "USD")))))
    calendar = Calendar(
        frozenset({dt.date(2025, 1, 6), dt.date(2025, 2, 4), dt.date(2025, 3, 25)}),
        season=draw(st.sampled_from(((Decimal(1),) * 12, tuple(Decimal(one % 3) for one in range(12))))),
        cut=FiscalCalendar(first_month=draw(st.sampled_from((1, 1, 4)))),
    )
    start = draw(st.sampled_from((dt.date(2025, 1, 1), dt.date(2025, 3, 1))))
    periods = [calendar.interval(plan.interval.paid, start)]
    while len(periods) < (4 if plan.interval.paid == "month" else 3):
        periods.append(calendar.interval(plan.interval.paid, periods[-1].end))
    first, end = periods[0].first, periods[-1].end
    known = draw(lines(first, end, plan.currency))
    base = draw(surroundings(plan, calendar, periods))
    led = [Led("A", "B", dt.date(2025, 1, 10), draw(st.sampled_from((FOREVER, dt.date(2025, 3, 1)))))]
    facts = tuple(
        replace(base, credits=Listed([line for since, line in known if since <= number], led))
        for number in range(len(periods))
    )
    return World(plan, facts, tuple(periods))


@st.composite
def surroundings(draw: Any, plan: Plan, calendar: Calendar, periods: list[Window]) -> Facts:
    """Everything but the lines."""
    first = periods[0].first
    end = periods[-1].end
    year = Window(calendar.interval("year", first).first, calendar.interval("year", end - DAY).end)
    some_day = st.integers(0, (end - first).days - 1).map(lambda number: first + number * DAY)
    leaves = []
    if away := maybe(draw, some_day):
        leaves.append(Leave("A", away, away + draw(st.integers(1, 40)) * DAY))
    member = maybe(draw, some_day, 5)
    held = maybe(draw, some_day, 3)
    holds = [] if held is None else [
        Hold("H1", "A", "", held, held + draw(st.integers(1, 60)) * DAY,
             **draw(st.sampled_from(({}, {"component": "a"}, {"line_id": "L00"}))),
             share=draw(st.sampled_from((Decimal(1), Decimal("0.4")))))
    ]  # fmt: skip
    return Facts(
        credits=Listed([]),
        payees=(Payee("A", "", draw(st.sampled_from(("EUR", "EUR", "GBP"))),
                      hired=maybe(draw, some_day), left=maybe(draw, some_day, 8)),),
        members=(Membership("A", "plan", member or dt.date(2000, 1, 1)), Membership("B", "plan", first)),
        quotas=tuple(draw(quotas(year, calendar))),
        targets=(TargetPay("A", draw(money(1000, 9000)), draw(st.sampled_from(tuple(MONTHS))),
                           dt.date(2000, 1, 1), currency=draw(MONEY)),)
        if draw(st.integers(1, 6)) > 1 else (),
        leaves=tuple(leaves),
        scores=tuple(Score("A", key, dt.date(2000, 1, 1), FOREVER, draw(st.sampled_from(
            (Decimal(0), Decimal("0.5"), Decimal(1))))) for key in ("one", "two")),
        events=tuple(Event(f"E{draw(st.integers(1, 6))}", draw(st.sampled_from("AAB")), "win", draw(some_day))
                     for _ in range(draw(st.integers(0, 6)))),
        values=tuple(replace(told, credit=credit, where=where, value=told.value + 700 * n)
                     for one, period in starts(plan, calendar, periods)
                     for told in (Value("A", "visits", one.first, period.end, draw(money(0, 3000)),
                                        draw(MONEY)),)
                     for n, (credit, where) in enumerate(TOLD)),
        rates=tuple(rates(draw, year)),
        holds=tuple(holds),
        calendar=calendar,
        line_measures=OF_LINES,
    )  # fmt: skip


def starts(plan: Plan, calendar: Calendar, periods: list[Window]) -> list[tuple[Window, Window]]:
    """Every stretch in which a value may be asked for: from an interval's first day to a period's end."""
    found = {}
    for kind in ("month", "quarter", "year"):
        for period in periods:
            for whole in calendar.intervals(kind, period):
                stop = Window(whole.first, min(whole.end, period.end))
                found[whole.first, stop.end] = (whole, stop)
    return list(found.values())


def rates(draw: Any, year: Window) -> list[Rate]:
    found = []
    values = st.sampled_from((Decimal("0.9"), Decimal("1.1"), Decimal("1.2345")))
    # As in a publication, to the reporting currency alone; or each to each.
    reporting = draw(st.sampled_from((("EUR",), ("EUR", "USD", "GBP"))))
    for currency in ("EUR", "USD", "GBP"):
        for to in reporting:
            if currency == to:
                continue
            found += [Rate(currency, to, year.first + days * DAY, draw(values)) for days in (0, 20, 75, 150)]
    return found
