"""A measure's formula as an expression over columns of parts, which it asks for while it is written."""

from dataclasses import dataclass, replace

from dashboard.answers.compiler_plan import Plan
from dashboard.answers.door import DAY, Span
from dashboard.metrics.catalogue import measure
from dashboard.metrics.comparison import Comparison
from dashboard.metrics.conditions import Condition
from dashboard.metrics.kinds import (
    AtLeastZero,
    Atom,
    Count,
    Distinct,
    Each,
    Formula,
    Kind,
    Latest,
    Measure,
    Minus,
    Number,
    OrZero,
    Over,
    Plus,
    Prior,
    Prorated,
    Quantile,
    Ratio,
    Sum,
    Times,
    Total,
    Whole,
    Within,
    WorkingDays,
    nodes,
)

# Within how many hundredths of the mean a member is in balance.
BAND = (85, 115)


@dataclass(frozen=True, slots=True)
class _At:
    """From where a formula is read: which days, whether absent is zero, whether in the total's row, and of
    which lines besides the question's own limits.
    """

    span: Span = "now"
    zero: bool = False
    total: bool = False
    within: tuple[Condition, ...] = ()


def shown(plan: Plan, row: Measure, span: Span = "now") -> str:
    """The measure, in the type in which it is shown."""
    if row.kind is Kind.MONEY and isinstance(row.formula, Ratio):
        return _shared(plan, row.formula, _At(span))
    zero = row.absent == "zero" and row.kind is not Kind.DATE
    inner = _expression(plan, row.formula, _At(span, zero))
    return f"CAST({inner} AS DECIMAL(38, 4))" if row.kind is Kind.MONEY else inner


def beside(plan: Plan, row: Measure, against: Comparison) -> str:
    """What the comparison puts beside the measure: its plan, or itself over the earlier days."""
    if against.with_plan:
        goal = against.plan(row.key)
        return shown(plan, measure(goal)) if goal else "NULL"
    return shown(plan, row, "prior" if against.yearly else "compared") if has_earlier(row) else "NULL"


def has_earlier(row: Measure) -> bool:
    """Whether the measure has a value of earlier days to stand beside it."""
    found = list(nodes(row.formula))
    timeless = any(isinstance(node, Atom) and not DAY[node.mart] for node in found)
    return not timeless and not any(isinstance(node, Prior | Over | Whole | Latest) for node in found)


def working_days(days: str) -> str:
    """The name of the CTE that counts the working days of a stretch."""
    return f"working_days_{days}"


def folded(plan: Plan, each: Each, span: Span) -> str:
    """A fold as an aggregate over the rows of its members, whose plan this is."""
    at = _At(span, zero=True)
    tests = [
        f"{_expression(plan, one.left, at)} {one.sign} {_expression(plan, one.right, at)}"
        for one in each.where
    ]
    return _together(each, _expression(plan, each.of, at), " AND ".join(tests))


def _expression(plan: Plan, formula: Formula, at: _At) -> str:
    match formula:
        case Sum() | Distinct() | Count() | Latest() | Quantile():
            return _or_zero(plan.column(formula, at.span, at.within, total=at.total), at)
        case Prior() | Over() | Total() | OrZero() | AtLeastZero() | Whole() | Within():
            return _elsewhere(plan, formula, at)
        case Number() | WorkingDays():
            return _given(formula)
        case Plus(left, right):
            return f"({_expression(plan, left, at)} + {_expression(plan, right, at)})"
        case Minus(left, right):
            return f"({_expression(plan, left, at)} - {_expression(plan, right, at)})"
        case Times(of, by):
            return f"({_expression(plan, of, at)} * {by})"
        case Prorated():
            return _or_zero(_prorated(plan, formula, at), at)
        case Each():
            assert not at.total, "a fold has no column of its total"
            fold = plan.fold(formula.members)
            # Asks for the parts of the members, so that they are known before they are written.
            folded(fold.plan, formula, at.span)
            return _or_zero(fold.column(formula, at.span), at)
        case Ratio():
            return _ratio(plan, formula, at)


def _given(formula: Number | WorkingDays) -> str:
    """What no line gives."""
    if isinstance(formula, Number):
        return str(formula.value)
    return f"(SELECT n FROM {working_days(formula.days)})"


def _elsewhere(
    plan: Plan, formula: Prior | Over | Total | OrZero | AtLeastZero | Whole | Within, at: _At
) -> str:
    """The same of other days or lines, of the total's row, or with zero for what is absent or below."""
    match formula:
        case Within(of, limits):
            return _expression(plan, of, replace(at, within=(*at.within, *limits)))
        case Prior(of):
            return _expression(plan, of, replace(at, span="prior"))
        case Over(of, days):
            return _expression(plan, of, replace(at, span=days))
        case Total(of):
            return _expression(plan, of, replace(at, total=True))
        case OrZero(of):
            return _expression(plan, of, replace(at, zero=True))
        case AtLeastZero(of):
            # What is absent stays so: `greatest` would make it zero.
            inner = _expression(plan, of, at)
            return f"CASE WHEN {inner} < 0 THEN 0 ELSE {inner} END"
        case Whole(of):
            return plan.part(of.mart, "whole").column(of)


def _ratio(plan: Plan, formula: Ratio, at: _At) -> str:
    top = _expression(plan, formula.over, replace(at, zero=not formula.both))
    bottom = _expression(plan, formula.under, replace(at, zero=False))
    divisor = f"CASE WHEN {bottom} > 0 THEN {bottom} END" if formula.above_zero else f"nullif({bottom}, 0)"
    return f"CAST({top} AS DOUBLE) / CAST({divisor} AS DOUBLE)"


def _shared(plan: Plan, formula: Ratio, at: _At) -> str:
    """Money by a count, or by an amount of goods, which may be parts of a unit."""
    money = _units(_expression(plan, formula.over, replace(at, zero=not formula.both)))
    under = _expression(plan, formula.under, at)
    if isinstance(formula.under, Sum):
        under, money = _units(under), f"({money} * 10000)"
    return _rounded(
        money, f"CASE WHEN {under} > 0 THEN {under} END" if formula.above_zero else f"nullif({under}, 0)"
    )


def _prorated(plan: Plan, formula: Prorated, at: _At) -> str:
    of, over, under = (
        _units(_expression(plan, one, replace(at, zero=True)))
        for one in (formula.of, formula.over, formula.under)
    )
    return _rounded(f"({of} * {over})", f"CASE WHEN {under} > 0 THEN {under} END")


def _units(amount: str) -> str:
    return f"CAST({amount} * 10000 AS HUGEINT)"


def _rounded(units: str, by: str) -> str:
    """Whole ten-thousandths by a number above zero, rounded half away from zero; no float holds money."""
    rounded = f"sign({units}) * ((2 * abs({units}) + {by}) // (2 * {by}))"
    return f"CAST(CAST({rounded} AS DECIMAL(34, 0)) * 0.0001 AS DECIMAL(38, 4))"


def _or_zero(column: str, at: _At) -> str:
    return f"coalesce({column}, 0)" if at.zero else column


def _together(each: Each, value: str, tests: str) -> str:
    """The aggregate over members. What goes through floats goes in order, and so comes out the same."""
    one = f"CASE WHEN {tests} THEN {value} END" if tests else value
    ordered = f"CAST({one} AS DOUBLE) ORDER BY {one}"
    whole = f"CAST(nullif(sum({one}), 0) AS DOUBLE)"
    match each.fold:
        case "count":
            return f"count({one})"
        case "quantile":
            return f"quantile_cont({one}, {each.q})"
        case "spread":
            return f"stddev_pop({ordered}) / CASE WHEN avg({ordered}) > 0 THEN avg({ordered}) END"
        case "top_ten":
            return f"CAST(list_sum(max({one}, 10)) AS DOUBLE) / {whole}"
        case "in_band":
            near = f"100 * CAST(one AS DOUBLE) * count({one})"
            low, high = (f"{edge} * CAST(sum({one}) AS DOUBLE)" for edge in BAND)
            kept = f"len(list_filter(list({one}), lambda one: {near} BETWEEN {low} AND {high}))"
            return f"CAST({kept} AS DOUBLE) / nullif(count({one}), 0)"
        case "squared_shares":
            return f"sum(CAST({one} AS DOUBLE) * {ordered}) / ({whole} * {whole})"
    return f"sum({one})"
