"""Places the months of a `MonthColumns` on a sheet of a given width."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from dashboard.figures.columns import Column, MonthColumns
from dashboard.figures.marks import Box, Mark, Point, Sheet, Stroke, Words, hatch, measure
from dashboard.figures.scale import Scale, round_steps
from dashboard.text import formats

_TOP = 22.0
_MONTHS = 20.0
_NOTE = 12.0
_STRIP = 46.0
_VARIANCE = 13.0


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the plot stands, and how wide its months and bars are."""

    spec: MonthColumns
    left: float
    width: float
    plot: float
    scale: Scale

    @property
    def slot(self) -> float:
        return self.width / max(1, len(self.spec.columns))

    @property
    def bar(self) -> float:
        return min(30.0, max(2.0, self.slot * 0.45))

    @property
    def shift(self) -> float:
        """How far the prior year stands out on the left."""
        return self.bar / 3

    @property
    def base(self) -> float:
        return self.level(0)

    @property
    def foot(self) -> float:
        """Where the plot ends; below bars that hang down there is room for their labels."""
        return _TOP + self.plot + (16 if self.spec.low < 0 else 0)

    def level(self, value: Decimal | float) -> float:
        return _TOP + self.plot - self.scale.place(value)

    def centre(self, at: int) -> float:
        """The middle of a month: of the actual bar with the prior year's edge beside it."""
        return self.left + self.slot * (at + 0.5)

    def start(self, at: int) -> float:
        return self.centre(at) - self.bar / 2 + self.shift / 2


def month_slots(spec: MonthColumns, width: float) -> list[tuple[float, float]]:
    """Where each month begins and how wide it is, as shares of the chart's width."""
    frame, _, _ = _frame(spec, width, 0)
    return [((frame.left + frame.slot * at) / width, frame.slot / width) for at in range(len(spec.columns))]


def _frame(spec: MonthColumns, width: float, plot: float) -> tuple[_Frame, tuple[float, ...], list[str]]:
    """The frame, with the steps of its axis and their words."""
    steps = round_steps(spec.low, spec.high)
    ticks = [formats.money(spec.language, Decimal(str(step)), spec.form) for step in steps]
    left = max([34.0, *(measure(tick) + 10 for tick in ticks)]) if ticks else 34.0
    return _Frame(spec, left, width - left - 1, plot, Scale(spec.low, spec.high, plot)), steps, ticks


def draw_month_columns(spec: MonthColumns, width: float, plot: float = 190) -> Sheet:
    """The chart at `width` pixels; `plot` is the height between zero and the highest value."""
    frame, steps, ticks = _frame(spec, width, plot)
    marks = [
        *_grid(frame, steps, ticks),
        *(mark for at, column in enumerate(spec.columns) for mark in _bars(frame, at, column)),
        *_quota(frame),
        Stroke(((frame.left, frame.base), (frame.left + frame.width, frame.base)), "base"),
        *_labels(frame),
        *_names(frame),
        *_variances(frame),
    ]
    return Sheet(width, _strip(frame) + (_STRIP if spec.variance_reach else 0), tuple(marks), spec.sentence)


def _grid(frame: _Frame, steps: tuple[float, ...], ticks: list[str]) -> Iterator[Mark]:
    for step, tick in zip(steps, ticks, strict=True):
        y = round(frame.level(step)) + 0.5
        yield Stroke(((frame.left, y), (frame.left + frame.width, y)), "grid")
        yield Words(frame.left - 8, y + 3.5, tick, "t-axis", "end")


def _bars(frame: _Frame, at: int, column: Column) -> Iterator[Mark]:
    month, start = column.month, frame.start(at)
    if month.prior:
        yield _box(frame, start - frame.shift, Decimal(0), month.prior, "prior")
    if month.landing:
        outline = _box(frame, start, month.actual or Decimal(0), month.landing.middle, "outline")
        yield from hatch(outline)
        yield outline
    if month.actual:
        yield _box(frame, start, Decimal(0), month.actual, "actual")
    if month.landing:
        middle = start + frame.bar / 2
        low, high = frame.level(month.landing.low), frame.level(month.landing.high)
        points: tuple[Point | None, ...] = ((middle, low), (middle, high), None)
        caps = ((middle - 3, low), (middle + 3, low), None, (middle - 3, high), (middle + 3, high))
        yield Stroke(points + caps, "whisker")


def _box(frame: _Frame, x: float, low: Decimal, high: Decimal, look: str) -> Box:
    top, bottom = sorted((frame.level(low), frame.level(high)))
    return Box(x, top, frame.bar, max(1.0, bottom - top), look)


def _quota(frame: _Frame) -> Iterator[Mark]:
    points: list[Point | None] = []
    for at, column in enumerate(frame.spec.columns):
        if column.month.quota is None:
            points.append(None)
            continue
        y = round(frame.level(column.month.quota)) + 0.5
        left, right = (round(frame.left + frame.slot * edge) + 0.5 for edge in (at, at + 1))
        points += [(left, y), (right, y)]
    yield Stroke(tuple(points), "quota")


def _labels(frame: _Frame) -> Iterator[Mark]:
    widest = max((measure(column.label) for column in frame.spec.columns), default=0)
    if widest + 6 > frame.slot:
        return
    for at, column in enumerate(frame.spec.columns):
        middle = frame.start(at) + frame.bar / 2
        inside = column.inside if column.month.landing or column.month.complete else column.label
        if inside and _fits_inside(frame, column, inside):
            yield Words(middle, frame.base - 7, inside, "t-inside", "middle")
            inside = ""
        if column.label and (column.month.landing or column.month.complete or inside):
            yield Words(middle, _label_base(frame, column), column.label, "t-value", "middle")


def _fits_inside(frame: _Frame, column: Column, words: str) -> bool:
    """Whether the bar is as tall and as wide as its label: beyond its edges the ink would not show."""
    tall = frame.base - frame.level(column.month.actual or 0) > 20
    return tall and measure(words) <= frame.bar


def _label_base(frame: _Frame, column: Column) -> float:
    """Above the highest of what stands in the month, or below a bar that hangs down."""
    month = column.month
    if month.actual is not None and month.actual < 0:
        return frame.level(month.actual) + 13
    high = month.landing.high if month.landing else Decimal(0)
    return frame.level(max(month.actual or Decimal(0), month.quota or Decimal(0), high)) - 6


def _names(frame: _Frame) -> Iterator[Mark]:
    columns = frame.spec.columns
    every = _step(frame)
    years = len({column.month.year for column in columns}) > 1
    base = frame.foot + 15
    for at, column in enumerate(columns):
        month = column.month
        if (at - _first(columns)) % every == 0:
            look = "t-month" if month.complete or month.actual is None or not month.begun else "t-month now"
            yield Words(frame.centre(at), base, month.name, look, "middle")
            if years and (at == 0 or columns[at - 1].month.year != month.year or every == 12):
                yield Words(frame.centre(at), base + _NOTE, str(month.year), "t-axis", "middle")
        if month.note and not years and measure(month.note) < frame.slot:
            yield Words(frame.centre(at), base + _NOTE, month.note, "t-axis", "middle")


def _first(columns: tuple[Column, ...]) -> int:
    """Where the names begin when not all fit: at the first month of a year, if there is one."""
    return next(
        (at for at in range(1, len(columns)) if columns[at - 1].month.year != columns[at].month.year), 0
    )


def _step(frame: _Frame) -> int:
    widest = max((measure(column.month.name) for column in frame.spec.columns), default=0)
    return next((step for step in (1, 2, 3, 6) if widest + 4 <= frame.slot * step), 12)


def _strip(frame: _Frame) -> float:
    """Where the names of the months end, with their second line if they have one."""
    columns = frame.spec.columns
    second = len({column.month.year for column in columns}) > 1 or any(each.month.note for each in columns)
    return frame.foot + _MONTHS + (_NOTE if second else 0)


def _variances(frame: _Frame) -> Iterator[Mark]:
    spec = frame.spec
    if not spec.variance_reach:
        return
    zero = round(_strip(frame) + _STRIP / 2) + 0.5
    yield Words(0, zero + 4, "Δ", "t-axis")  # at the edge: the first label may reach below the axis
    yield Stroke(((frame.left, zero), (frame.left + frame.width, zero)), "grid strong")
    thick = min(10.0, frame.bar)
    for at, column in enumerate(spec.columns):
        change = column.month.variance
        if change is None:
            continue
        tall = max(1.0, float(abs(change)) / spec.variance_reach * _VARIANCE) if change else 0.0
        middle = frame.start(at) + frame.bar / 2
        look = "good" if change > 0 else "bad"
        yield Box(middle - thick / 2, zero - tall if change > 0 else zero, thick, tall, look)
        if measure(column.variance_label) + thick + 6 <= frame.slot:
            y = zero - 3 if change > 0 else zero + 11
            yield Words(middle - thick / 2 - 4, y, column.variance_label, _verdict(change), "end")


def _verdict(change: Decimal) -> str:
    return "t-good" if change > 0 else "t-bad" if change < 0 else "t-axis"
