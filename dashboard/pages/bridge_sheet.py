"""A bridge with its exact ends, and the same as a sheet: from where, by which steps, to where."""

from dataclasses import dataclass, replace

from dashboard.exports.cells import Cell, Look
from dashboard.exports.sheet import Column, Sheet
from dashboard.figures.waterfall import Waterfall
from dashboard.pages.amounts import Amount
from dashboard.text import Language, say


@dataclass(frozen=True, slots=True)
class Bridge:
    """What a bridge is drawn and told from; `ends` are the amounts that it leads from and to."""

    title: str
    scope: str
    spec: Waterfall
    ends: tuple[Amount, Amount]
    look: Look
    notes: tuple[str, ...]


def bridge_sheet(language: Language, bridge: Bridge) -> Sheet:
    """One row a step between the two ends, with the whole change before the last."""
    spec, (before, now) = bridge.spec, bridge.ends
    return Sheet(
        bridge.title,
        bridge.scope,
        (
            Column(say(language, "leadership.twin_step")),
            Column(say(language, "leadership.twin_amount"), replace(bridge.look, signed=True)),
        ),
        (
            (spec.start.name, Cell(before, bridge.look)),
            *((step.name, step.change) for step in (*spec.steps, spec.total)),
            (spec.end.name, Cell(now, bridge.look)),
        ),
        notes=bridge.notes,
        figure=spec,
    )
