"""A calculated case in words: each statement with its bands, lines, gates and amounts, one to a row."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from dashboard.pay.case import Made, lines_of
from dashboard.pay.due import Due
from dashboard.pay.facts import Window
from dashboard.pay.judging import Judged
from dashboard.pay.plan import Plan
from dashboard.pay.statement import Statement, StatementLine
from dashboard.pay.terms import shown
from dashboard.text import Language, dates, formats, say, tell

_DAY = dt.timedelta(days=1)
# An exact figure has as many decimals as it needs, up to so many.
_PLACES = 6


def statement_lines(language: Language, made: Made) -> Iterator[str]:
    """One statement: its components, its lines, what is paid, what goes on, and what differs."""
    currency, days = made.facts.payee(made.asked.payee).currency, _days(language, made.period)
    yield say(language, "pay.case.period", payee=made.asked.payee, days=days, currency=currency)
    if made.refused:
        yield "  " + say(language, "pay.case.refused", reason=tell(language, made.refused))
    if made.statement:
        for due in made.statement.dues:
            yield from _due(language, made, made.statement, due)
        for judged in made.statement.judged:
            yield "  " + _judged(language, judged)
        for line in made.statement.lines:
            yield "  " + _line(language, made.plan, line)
        after = made.statement.after
        for name in ("paid", "withheld", "drawn", "carried"):
            amount = made.statement.paid if name == "paid" else getattr(after, name)
            if amount or name == "paid":
                yield "  " + _fact(language, f"pay.kind.{name}", formats.number(language, amount, 2))
    for one in made.differs:
        found, expected = (_written(language, value) for value in (one.found, one.expected))
        yield "  " + say(language, "pay.case.differs", name=one.name, found=found, expected=expected)


def _due(language: Language, made: Made, statement: Statement, due: Due) -> Iterator[str]:
    """A component: what was measured, and how its pay comes of it."""
    name, days = _name(language, made.plan, due.component), _days(language, due.window)
    yield "  " + say(language, "pay.case.component", name=name, component=due.component, days=days)
    figures = {"credit": due.credit, "quota": due.quota, "target": due.target, "cut": due.cut}
    for figure, value in figures.items():
        if value:
            yield "    " + _fact(language, f"pay.figure.{figure}", _number(language, value))
    if due.attainment is not None:
        reached = formats.percent(language, shown(due.attainment), 4)
        yield "    " + _fact(language, "pay.figure.attainment", reached)
    cells = any(one.key == due.component and one.cells for one in made.plan.component)
    for part in due.parts:
        told = {
            name: _number(language, getattr(part, name)) for name in ("first", "quantity", "value", "amount")
        }
        if part.end is None:
            yield "    " + say(language, "pay.case.band_open", **told)
        else:
            key = "pay.case.cell" if cells else "pay.case.band"
            yield "    " + say(language, key, end=_number(language, part.end), **told)
    for line_id, day, credit, amount in lines_of(made.plan, made.facts, statement, due):
        yield "    " + say(
            language, "pay.case.line", id=line_id, day=dates.day(language, day),
            credit=_number(language, credit), amount=_number(language, amount),
        )  # fmt: skip
    for scored in due.scored:
        key = "pay.case.won" if due.attainment is None else "pay.case.scored"
        weight, score = _number(language, scored.weight), _number(language, scored.score)
        yield "    " + say(language, key, name=scored.key, weight=weight, score=score)
    for judged in due.judged:
        yield "    " + _judged(language, judged)


def _judged(language: Language, judged: Judged) -> str:
    """A gate with what was asked, or a modifier with its factor."""
    reached = formats.ABSENT if judged.reached is None else _number(language, judged.reached)
    if judged.asked is None:
        factor = _number(language, judged.factor)
        return say(language, "pay.case.modifier", measure=judged.measure, reached=reached, factor=factor)
    outcome = say(language, "pay.case.passed" if judged.passed else "pay.case.shut")
    asked = _number(language, judged.asked)
    return say(
        language, "pay.case.gate", measure=judged.measure, reached=reached, asked=asked, outcome=outcome
    )


def _line(language: Language, plan: Plan, line: StatementLine) -> str:
    """A line of the statement: its kind, of what, and its money."""
    about = [say(language, f"pay.kind.{line.kind}")]
    if line.component:
        about.append(_name(language, plan, line.component))
    if line.period:
        about.append(dates.day(language, line.period))
    if line.source:
        about.append(line.source)
    amount = formats.number(language, line.amount, 2)
    if line.kind in ("earning", "bonus"):
        exact = _number(language, line.exact)
        amount = say(language, "pay.case.exact", exact=exact, amount=amount)
    return say(language, "pay.case.fact", name=", ".join(about), value=amount)


def _name(language: Language, plan: Plan, component: str) -> str:
    """The component's name in the plan, its key where a version of the plan no longer has it."""
    for one in plan.component:
        if one.key == component:
            return one.name.el if language == "el" else one.name.en
    return component


def _fact(language: Language, key: str, value: str) -> str:
    return say(language, "pay.case.fact", name=say(language, key), value=value)


def _days(language: Language, window: Window) -> str:
    return dates.day_range(language, window.first, window.end - _DAY)


def _number(language: Language, value: Fraction) -> str:
    """An exact figure with the decimals that it needs."""
    exact = shown(value, _PLACES).normalize()
    return formats.number(language, exact, max(0, -int(exact.as_tuple().exponent)))


def _written(language: Language, value: Decimal | str | None) -> str:
    if value is None:
        return formats.ABSENT
    if isinstance(value, str):
        return value
    return formats.number(language, value, max(0, -int(value.as_tuple().exponent)))
