"""Bars that stand in a row of a table: actual over prior year, a variance beside zero, a share.

All bars of one column share one scale, which the caller makes once for the column.
"""

from dataclasses import dataclass

from dashboard.figures.marks import Box, Mark, Sheet, Stroke, hatch
from dashboard.figures.scale import Amount, Scale


@dataclass(frozen=True, slots=True)
class BarPair:
    """Actual in front, prior year behind and a little below."""

    actual: Amount | None
    prior: Amount | None
    scale: Scale
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class PlanBar:
    """Actual inside the outline of its plan; `hatched` where the amount is hoped for and not sold."""

    actual: Amount | None
    plan: Amount | None
    scale: Scale
    sentence: str = ""
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class VarianceBar:
    """A change to the left or right of the zero line that its column shares."""

    change: Amount | None
    scale: Scale
    more_is_better: bool = True
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class ShareBar:
    """A part of a whole, in an outline that is the whole."""

    share: Amount | None
    sentence: str = ""


def draw_bar_pair(spec: BarPair, thick: float = 7) -> Sheet:
    """Actual 7 to 8 px over prior year, of which the lower edge shows."""
    below = round(thick / 2)
    marks = [
        *_bar(spec.prior, spec.scale, below, thick, "prior"),
        *_bar(spec.actual, spec.scale, 0, thick, "actual"),
    ]
    return Sheet(spec.scale.length, thick + below, tuple(marks), spec.sentence)


def draw_plan_bar(spec: PlanBar, thick: float = 12) -> Sheet:
    """The solid bar is thinner than the outline, so that each shows where the other ends."""
    marks: list[Mark] = []
    inner = 3
    for box in _bar(spec.actual, spec.scale, inner, thick - 2 * inner, "actual"):
        marks += hatch(box) if spec.hatched and isinstance(box, Box) else [box]
        if spec.hatched and isinstance(box, Box):
            marks.append(Box(box.x, box.y, box.width, box.height, "outline"))
    if spec.plan and spec.plan > 0:
        start, length = spec.scale.bar(spec.plan)
        marks.append(Box(start + 0.65, 0.65, max(1.3, length - 1.3), thick - 1.3, "plan"))
    return Sheet(spec.scale.length, thick, tuple(marks), spec.sentence)


def draw_variance_bar(spec: VarianceBar, thick: float = 8) -> Sheet:
    """Better is one colour and worse the other, on either side of zero."""
    look = "good" if ((spec.change or 0) > 0) == spec.more_is_better else "bad"
    tall = thick + 6
    marks = [
        Stroke(((spec.scale.zero, 0), (spec.scale.zero, tall)), "zero"),
        *_bar(spec.change, spec.scale, 3, thick, look),
    ]
    return Sheet(spec.scale.length, tall, tuple(marks), spec.sentence)


def draw_share_bar(spec: ShareBar, width: float = 36, thick: float = 9) -> Sheet:
    """The outline is 100 %; a share above it fills the outline and steps over its end."""
    marks: list[Mark] = [Box(0.5, 0.5, width - 1, thick - 1, "whole")]
    if spec.share is not None:
        scale = Scale(0, 1, width)
        marks += _bar(spec.share, scale, 0, thick, "actual")
        if spec.share > 1:
            marks.append(Stroke(((width - 3, 0), (width - 3, thick)), "cut"))
    return Sheet(width, thick, tuple(marks), spec.sentence)


def _bar(value: Amount | None, scale: Scale, top: float, thick: float, look: str) -> list[Mark]:
    if not value:
        return []
    start, length = scale.bar(value)
    return [Box(start, top, length, thick, look)]
