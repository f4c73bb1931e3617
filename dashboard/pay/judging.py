"""Gates and modifiers: what they ask for, what was reached, and what that leaves of pay."""

from dataclasses import dataclass
from fractions import Fraction

from dashboard.pay.desk import Desk
from dashboard.pay.facts import Window
from dashboard.pay.plan import Gate, Modifier
from dashboard.pay.tables import band_value

_ONE, _NOTHING = Fraction(1), Fraction(0)


@dataclass(frozen=True, slots=True)
class Judged:
    """A gate or a modifier as it came out: what was measured, what was asked, the factor it leaves."""

    kind: str
    measure: str
    of: str
    reached: Fraction | None
    asked: Fraction | None
    factor: Fraction
    passed: bool = True


def judge_gate(desk: Desk, gate: Gate, window: Window, whole: Window) -> Judged:
    """Whether a gate was reached; without a quota it was not."""
    against = whole if desk.plan.interval.quota == "whole" else window
    if gate.window == "year":
        year = desk.facts.calendar.interval("year", window.first)
        window, against = Window(year.first, window.end), year
    credit = desk.reached(gate, window)
    reached: Fraction | None = credit
    if gate.of == "attainment":
        quota = desk.quota(gate, against)
        reached = credit / quota if quota else None
    passed = reached is not None and reached >= Fraction(gate.at_least)
    factor = _NOTHING if not passed and gate.otherwise == "nothing" else _ONE
    return Judged("gate", gate.measure, gate.of, reached, Fraction(gate.at_least), factor, passed)


def judge_modifier(desk: Desk, modifier: Modifier, window: Window, against: Window) -> Judged:
    """The factor of a modifier; without a quota for its attainment, that of nothing reached."""
    reached = desk.reached(modifier, window)
    if modifier.of == "attainment":
        quota = desk.quota(modifier, against)
        reached = reached / quota if quota else _NOTHING
    factor = band_value(modifier.bands, reached)
    return Judged("modifier", modifier.measure, modifier.of, reached, None, factor)
