"""The bullet: sold against quota, where the season says one should be today, and where it lands."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from dashboard.figures.marks import Box, Mark, Sheet, Stroke, Words, hatch, measure
from dashboard.figures.scale import Scale, around_zero

_OVER = 6.0  # how far the ticks stand out above and below the outline
_LINE = 14.0


@dataclass(frozen=True, slots=True)
class Landing:
    """A forecast with its band."""

    low: Decimal
    middle: Decimal
    high: Decimal
    label: str = ""


@dataclass(frozen=True, slots=True)
class Bullet:
    """Outline is the quota, solid is the actual, the tick is the pace, the hatch is the landing."""

    actual: Decimal | None
    quota: Decimal | None
    expected: Decimal | None
    expected_label: str
    landing: Landing | None
    low: Decimal
    high: Decimal
    sentence: str


def bullet(
    actual: Decimal | None,
    quota: Decimal | None,
    expected: Decimal | None = None,
    expected_label: str = "",
    landing: Landing | None = None,
    sentence: str = "",
) -> Bullet:
    """The specification of a bullet; its scale holds zero and all that is drawn."""
    ends = [actual, quota, expected, landing.high if landing else None]
    known = [end for end in ends if end is not None]
    low, high = min([Decimal(0), *known]), max([Decimal(0), *known])
    return Bullet(actual, quota, expected, expected_label, landing, low, high, sentence)


def draw_bullet(spec: Bullet, width: float = 208, thick: float = 16, words: bool = True) -> Sheet:
    """The bar with its ticks; with `words`, a line below names the pace and the landing."""
    scale = around_zero((spec.low, spec.high), width - 2)
    marks = [*_bars(spec, scale, thick), *_ticks(spec, scale, thick)]
    below = thick + 2 * _OVER
    lines = _words(spec, scale, width) if words else []
    for at, line in enumerate(lines):
        marks += [replace(word, y=below + 11 + _LINE * at) for word in line]
    return Sheet(width, below + _LINE * len(lines), tuple(marks), spec.sentence)


def _bars(spec: Bullet, scale: Scale, thick: float) -> Iterator[Mark]:
    if spec.landing:
        left, right = scale.place(spec.landing.low), scale.place(spec.landing.high)
        yield from hatch(Box(1 + left, _OVER + 1, max(2.0, right - left), thick - 2, "landing"), gap=4)
    if spec.actual:
        start, length = scale.bar(spec.actual)
        inset = round(thick * 0.28)
        yield Box(1 + start, _OVER + inset, length, thick - 2 * inset, "actual")
    if spec.quota:
        start, length = scale.bar(spec.quota)
        yield Box(1.65 + start, _OVER + 0.65, length - 1.3, thick - 1.3, "plan")


def _ticks(spec: Bullet, scale: Scale, thick: float) -> Iterator[Mark]:
    bottom = thick + 2 * _OVER
    if spec.landing:
        at = 1 + scale.place(spec.landing.middle)
        yield Stroke(((at, _OVER - 3), (at, bottom - 3)), "tick")
    if spec.expected is not None:
        at = 1 + scale.place(spec.expected)
        yield Stroke(((at, 0), (at, bottom)), "pace")


def _words(spec: Bullet, scale: Scale, width: float) -> list[list[Words]]:
    """The pace under its tick and the landing at the right, in one line if they fit, else in two."""
    landing = spec.landing.label if spec.landing else ""
    pace = spec.expected_label if spec.expected is not None else ""
    taken = measure(landing) + 10 if landing else 0.0
    wide = measure(pace)
    one = bool(pace and landing) and wide + taken <= width
    free = width - taken if one else width
    left = 0.0 if spec.expected is None else scale.place(spec.expected) - wide / 2
    parts = [
        Words(max(0.0, min(left, free - wide)), 0, pace, "t-pace"),
        Words(width, 0, landing, "t-landing", "end"),
    ]
    lines = [parts] if one else [[part] for part in parts]
    return [line for line in lines if all(part.text for part in line)]
