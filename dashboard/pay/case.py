"""A case calculated: one statement after the other, each going on from what the one before it left."""

from collections.abc import Iterator
from decimal import Decimal

from dashboard.pay.case_file import Asked, Case
from dashboard.pay.engine import calculate
from dashboard.pay.statement import Before, Statement


def statements(case: Case) -> Iterator[tuple[Asked, Statement]]:
    """Every statement that a case asks for."""
    before: dict[str, Before] = {}
    for asked in case.statements:
        period = case.facts.calendar.interval(case.plan.interval.paid, asked.day)
        made = calculate(
            case.plan, case.facts, asked.payee, period, before.get(asked.payee, Before()),
            paid_on=asked.paid_on,
        )  # fmt: skip
        before[asked.payee] = made.after
        yield asked, made


def told(made: Statement) -> dict[str, Decimal]:
    """The amounts of a statement by name: `paid`, `earned`, each component, and each kind of other line."""
    found = {"paid": made.paid, "earned": made.earned}
    for line in made.lines:
        name = line.component if line.kind in ("earning", "bonus") else line.kind
        found[name] = found.get(name, Decimal(0)) + line.amount
    found |= {"drawn": made.after.drawn, "withheld": made.after.withheld, "carried": made.after.carried}
    return found
