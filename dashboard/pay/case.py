"""A case calculated: one statement after the other, each going on from what the one before it left."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dashboard.errors import MetronError
from dashboard.intake.toml_lines import Place
from dashboard.metrics.nearest import nearest
from dashboard.pay.case_document import DAY, Asked
from dashboard.pay.case_file import Case
from dashboard.pay.desk import Desk
from dashboard.pay.due import Asked as Question
from dashboard.pay.due import Due
from dashboard.pay.engine import calculate
from dashboard.pay.facts import Facts, Window
from dashboard.pay.plan import Plan, Rounding
from dashboard.pay.rounding import rounded
from dashboard.pay.statement import Before, Statement

_NONE = Decimal(0)
_KINDS: tuple[str, ...] = (
    "brought_forward", "adjustment", "cap", "cap_release", "guarantee", "draw_advance", "draw_recovery",
    "clawback", "reserve", "reserve_release", "carried_forward",
)  # fmt: skip
# What a case may expect of a component beside its money, and with at least how many decimals it must agree.
_MONEY, _SHARE = 2, 4
_EXACT = {
    "lines": _MONEY, "parts": _MONEY, "credit": _MONEY, "quota": _MONEY, "target": _MONEY, "cut": _MONEY,
    "attainment": _SHARE, "rate": _SHARE, "factor": _SHARE,
}  # fmt: skip
_TEXT = "refused"


@dataclass(frozen=True, slots=True)
class Made:
    """A statement that a case asks for, or why there is none; `differs` is where it is not as expected."""

    asked: Asked
    plan: Plan
    period: Window
    facts: Facts
    statement: Statement | None
    refused: MetronError | None
    differs: tuple["Difference", ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """An entry of `expect` that did not come true; `found` is None where there is no such thing."""

    name: str
    expected: Decimal | str
    found: Decimal | str | None


def statements(case: Case) -> Iterator[Made]:
    """Every statement that a case asks for.

    Raises:
        Refused: `plan.expect`, an expectation of something that no statement has.
    """
    before: dict[str, Before] = {}
    for index, asked in enumerate(case.statements):
        place = case.top.below("statement", index, "expect")
        expected = dict(_flat(asked.expect))
        plan, period = case.period(index)
        facts = case.facts(asked.known_on or period.end - DAY)
        _check_names(plan, expected, place)
        try:
            made = calculate(
                plan, facts, asked.payee, period, before.get(asked.payee, Before()), paid_on=asked.paid_on,
                earlier=case.plans,
            )  # fmt: skip
        except MetronError as error:
            expected = {_TEXT: "-", **expected}
            yield Made(
                asked, plan, period, facts, None, error, tuple(_differences(expected, {_TEXT: error.key}))
            )
            continue
        before[asked.payee] = made.after
        found: dict[str, Decimal | Fraction | str] = {**told(made), **_exact(plan, facts, made)}
        yield Made(asked, plan, period, facts, made, None, tuple(_differences(expected, found)))


def told(made: Statement) -> dict[str, Decimal]:
    """The amounts of a statement by name: `paid`, `earned`, each component, and each kind of other line.

    `posted` is an adjustment by the first day of the period that it is for.
    """
    found: dict[str, Decimal] = dict.fromkeys(_KINDS, _NONE)
    found |= {"paid": made.paid, "earned": made.earned}
    for line in made.lines:
        name = line.component if line.kind in ("earning", "bonus") else line.kind
        found[name] = found.get(name, _NONE) + line.amount
        if line.period:
            day = f"adjustments.{line.period}"
            found[day] = found.get(day, _NONE) + line.amount
    found |= {"drawn": made.after.drawn, "withheld": made.after.withheld, "carried": made.after.carried}
    return found | {"held": sum(made.after.held.values(), _NONE), "year": made.after.year}


def lines_of(
    plan: Plan, facts: Facts, made: Statement, due: Due
) -> list[tuple[str, dt.date, Fraction, Fraction]]:
    """Key, day, credit and pay of each line that a component's table pays."""
    desk = Desk(plan, facts.payee(made.payee), facts)
    component = next(one for one in plan.component if one.key == due.component)
    if due.terms is None or component.blend:
        return []
    pick = Question(desk, component, due.window, due.window).pick
    credited = desk.lines(pick, due.window)
    paid = due.terms.amounts(credited)
    return [
        (line.line_id, line.counts_on(pick.returns) or line.day, credit, amount)
        for (line, credit), (_, amount) in zip(credited, paid, strict=True)
    ]


def _exact(plan: Plan, facts: Facts, made: Statement) -> dict[str, Fraction]:
    """The unrounded figures by name, of the last measure interval; several components' by their keys."""
    found: dict[str, Fraction] = {}
    for due in {one.component: one for one in made.dues}.values():
        end = f".{due.component}" if len(plan.component) > 1 else ""
        figures = {
            "credit": due.credit, "quota": due.quota, "target": due.target, "cut": due.cut,
            "attainment": due.attainment, "rate": due.amount / due.credit if due.credit else None,
        }  # fmt: skip
        found |= {name + end: value for name, value in figures.items() if value is not None}
        factor = Fraction(1)
        for one in (*due.judged, *made.judged):
            factor *= one.factor
        found[f"factor{end}"] = factor
        for line_id, _, _, amount in lines_of(plan, facts, made, due):
            found[f"lines{end}.{line_id}"] = found.get(f"lines{end}.{line_id}", Fraction(0)) + amount
        for number, part in enumerate(due.parts, 1):
            found |= {
                f"parts{end}.{number}.{name}": getattr(part, name) for name in ("quantity", "value", "amount")
            }
    return found


def _flat(entries: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Decimal | str]]:
    """The entries of `expect` by their whole names: `lines.T1`, `parts.2.amount`."""
    for name, value in entries.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{name}.")
        elif isinstance(value, Sequence) and not isinstance(value, str):
            yield from _flat({str(number): one for number, one in enumerate(value, 1)}, f"{above}{name}.")
        else:
            yield above + name, _number(value)


def _number(value: Any) -> Decimal | str:
    """A number of a case, also a share like `"1.6 %"`; any other text as it is."""
    if isinstance(value, str):
        text = value.strip()
        try:
            return Decimal(text[:-1].strip()).scaleb(-2) if text.endswith("%") else value
        except ArithmeticError:
            return value
    return Decimal(value)


def _check_names(plan: Plan, expected: Mapping[str, object], place: Place) -> None:
    components = [one.key for one in plan.component]
    amounts = [*_KINDS, *components, "paid", "earned", "drawn", "withheld", "carried", "held", "year", _TEXT]
    for name in expected:
        first, *rest = name.split(".")
        if first == "adjustments" or name in amounts:
            continue
        if first not in _EXACT:
            known = [*amounts, "adjustments", *_EXACT]
            raise place.below(first).refused("plan.expect", name=name, nearest=nearest(first, known))
        if len(components) > 1 and (not rest or rest[0] not in components):
            raise place.below(first).refused("plan.expect_component", name=first, of=", ".join(components))


def _differences(
    expected: Mapping[str, Decimal | str], found: Mapping[str, Decimal | Fraction | str]
) -> Iterator[Difference]:
    for name, value in expected.items():
        is_ = found.get(name)
        if isinstance(is_, Fraction) and isinstance(value, Decimal):
            # An exact figure agrees with as many decimals as are written.
            written = max(-int(value.as_tuple().exponent), _EXACT[name.split(".")[0]])
            is_ = rounded(is_, Rounding(digits=min(written, 12)))
        elif isinstance(is_, Fraction):
            is_ = str(is_)
        if is_ is None and name.startswith("adjustments.") and value == 0:
            continue
        if is_ != value:
            yield Difference(name, value, is_)
