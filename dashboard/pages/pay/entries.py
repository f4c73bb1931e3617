"""The lines of a statement as they are read: in the order of a bank statement, with a running balance."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

from dashboard.exports.cells import Cell, number
from dashboard.pages.pay.arithmetic import arithmetic, in_plans
from dashboard.pages.pay.shown import Shown, may_ask
from dashboard.pages.pay.words import component_name, credit, is_money, measure_name, month, share
from dashboard.pages.view import View
from dashboard.parts.statement import Entry
from dashboard.pay.due import Due
from dashboard.pay.plan import Component, Plan
from dashboard.pay.statement import Kind, StatementLine
from dashboard.text import dates, formats, say

_NONE = Decimal(0)
_MONEY, _ADDED = number(2), number(2, signed=True)
# Sections in their order, and the kinds of lines that stand in each.
SECTIONS: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    ("earned", ("earning", "bonus")),
    ("adjusted", ("adjustment",)),
    ("limited", ("cap", "cap_release", "guarantee")),
    ("drawn", ("draw_advance", "draw_recovery")),
    ("taken", ("clawback",)),
    ("held", ("reserve", "reserve_release")),
)


def amount_of(amount: Decimal) -> Cell:
    """An amount as it stands."""
    return Cell(amount, _MONEY)


def added(amount: Decimal) -> Cell:
    """An amount that is added or taken away; nothing has no sign."""
    return Cell(amount, _ADDED if amount else _MONEY)


def entries(view: View, found: Shown) -> list[Entry]:
    """All lines of the statement."""
    made, language = found.made.statement, view.language
    listed: list[Entry] = []
    balance = made.of("brought_forward")
    if balance:
        listed.append(
            Entry(
                say(language, "statement.kind_brought_forward"),
                added(balance),
                dates.day(language, found.kept.first, year=False),
                say(language, "statement.basis_carried"),
                amount_of(balance),
            )
        )
    for section, kinds in SECTIONS:
        lines = [line for line in made.lines if line.kind in kinds]
        if not lines:
            continue
        total = sum((line.amount for line in lines), _NONE)
        title = say(language, f"statement.section_{section}", month=month(view, found.last_day))
        listed.append(Entry(title, added(total), look="section"))
        for line in lines:
            balance += line.amount
            listed.append(_entry(view, found, line, balance))
    listed += _end(view, found)
    return listed


def _entry(view: View, found: Shown, line: StatementLine, balance: Decimal) -> Entry:
    day = line.period or found.last_day
    return Entry(
        item_of(view, found.made.plan, line.kind, line.component),
        added(line.amount),
        dates.day(view.language, day, year=day.year != found.last_day.year),
        _basis(view, found, line),
        amount_of(balance),
        made=tuple(arithmetic(view, found, line)) if line.due is not None else (),
        ask=_ask(view, found, line),
        open=line.due is not None and line.kind == "earning" and line == _first(found.made.statement.lines),
    )


def _ask(view: View, found: Shown, line: StatementLine) -> str:
    if may_ask(view, found) is None:
        return ""
    place = next(at for at, one in enumerate(found.made.statement.lines) if one is line)
    return view.address.but(see=f"ask:{place}").href


def _first(lines: Sequence[StatementLine]) -> StatementLine | None:
    """The line that stands open when the statement is first looked at: what was earned most of."""
    earned = [line for line in lines if line.kind == "earning" and line.due is not None]
    return max(earned, key=lambda line: line.amount, default=None)


def item_of(view: View, plan: Plan, kind: str, component: str) -> str:
    """What a line is called."""
    name = component_name(view, plan, component) if component else ""
    if kind in ("earning", "bonus"):
        return name
    words = say(view.language, f"statement.kind_{kind}")
    return f"{words}: {name}" if name else words


def _basis(view: View, found: Shown, line: StatementLine) -> str:
    language = view.language
    if line.period is not None:
        own = (
            "whole" in line.note
        )  # turned by the days of its credits: then the difference is one of paid money
        now, posted = (line.note[name] for name in (("whole", "turned") if own else ("now", "posted")))
        words = say(
            language,
            "statement.basis_adjusted",
            month=month(view, line.period),
            now=formats.number(language, Decimal(now), 2),
            posted=formats.number(language, Decimal(posted), 2),
        )
        return words if own else in_plans(found, words)
    if line.kind == "adjustment":
        reason = say(language, f"payadjust.reason_{line.note['reason']}")
        return say(
            language,
            "statement.basis_by_hand",
            adjustment=line.source,
            reason=reason,
            rationale=line.note["rationale"],
        )
    if line.kind == "reserve":
        return line.note.get("reason", "") or line.source
    if line.source:
        return say(language, "statement.basis_line", line=line.source)
    return _basis_of_due(view, found, line.due) if line.due is not None else ""


def _basis_of_due(view: View, found: Shown, due: Due) -> str:
    language = view.language
    component = next(one for one in found.made.plan.component if one.key == due.component)
    if component.award:
        return say(language, "statement.basis_events", n=int(due.credit))
    if component.objectives:
        return say(language, "statement.basis_objectives", reached=share(view, due.attainment))
    words = {
        "measure": measure_name(view, component),
        "credit": credit(view, component.measure, due.credit),
        "since": dates.day_range(language, due.window.first, due.window.end - dt.timedelta(days=1)),
    }
    if due.attainment is None:
        return _credited(found, component, say(language, "statement.basis_credit", **words))
    reached = share(view, due.attainment)
    return _credited(found, component, say(language, "statement.basis_attained", **words, reached=reached))


def _credited(found: Shown, component: Component, words: str) -> str:
    """Words on a credit, with its currency where that is money and another than the person is paid in."""
    return in_plans(found, words) if is_money(component.measure) else words


def _end(view: View, found: Shown) -> Iterator[Entry]:
    """What is paid, and what waits for later statements."""
    made, language = found.made.statement, view.language
    for line in made.lines:
        if line.kind == "carried_forward":
            yield Entry(
                say(language, "statement.kind_carried_forward"),
                added(line.amount),
                balance=amount_of(_NONE),
                basis=say(language, "statement.basis_carried_on"),
            )
    yield Entry(say(language, "statement.paid"), added(-made.paid), balance=amount_of(_NONE), look="paid")
    for name, amount in (
        ("held", sum(made.after.held.values(), _NONE)),
        ("withheld", made.after.withheld),
        ("drawn", made.after.drawn),
        ("carried", made.after.carried),
    ):
        if amount:
            basis = say(language, f"statement.left_{name}_basis")
            yield Entry(
                say(language, f"statement.left_{name}"),
                amount_of(amount),
                basis=in_plans(found, basis) if name == "withheld" else basis,
                look="carried",
            )
