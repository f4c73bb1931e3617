"""A statement held against the second calculator, as plain data that a run keeps."""

from collections.abc import Sequence
from typing import Any

from dashboard.errors import Refused
from dashboard.pay.facts import Facts
from dashboard.pay.plan import Plan
from dashboard.pay.second import differences, recalculated
from dashboard.pay.statement import Statement


def compared(made: Statement, plan: Plan, facts: Facts, earlier: Sequence[Plan]) -> list[dict[str, Any]]:
    """Every amount and balance of which the second calculator says something else, both as text.

    Where it cannot say anything, the one entry has the sentence `why` instead of amounts: a statement that
    was not checked does not pass for one that was.
    """
    whose = {"payee": made.payee, "plan": made.plan}
    try:
        again = recalculated(plan, facts, made.payee, made.period, made.before, earlier=earlier)
    except Refused as why:
        values = {name: str(value) for name, value in why.values.items()}
        return [whose | {"why": {"key": why.key, "values": values}}]
    return [
        whose
        | {
            "kind": one.key[0],
            "component": one.key[1],
            "period": str(one.key[2] or ""),
            "source": one.key[3],
            "stated": str(one.stated),
            "recalculated": str(one.recalculated),
        }
        for one in differences(made, again)
    ]
