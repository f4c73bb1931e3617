"""An answer as charts: one a measure, each on its own scale, with what is compared beside what is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from dashboard.answers.answer import Answer
from dashboard.figures.chart import SHADES, Axis, Chart, Kind, Panel, Point
from dashboard.figures.chart_axes import fitted
from dashboard.figures.waterfall import Side, Step, Waterfall, waterfall
from dashboard.metrics.bounds import OTHERS
from dashboard.metrics.kinds import Direction
from dashboard.metrics.periods import GRAINS
from dashboard.pages.explore.boards import keep
from dashboard.pages.explore.chosen import is_compared, nothing
from dashboard.pages.explore.pivoted import Keys, Pivoted
from dashboard.pages.explore.values import Written
from dashboard.pages.view import View
from dashboard.pages.when import compared_with
from dashboard.text import formats, say

# How wide the name of a step may be, and what stands beside all steps, in pixels.
_STEP, _ASIDE = 80.0, 400.0
MOST_BARS, MOST_PANELS, MOST_STEPS, MOST_ACROSS = 40, 12, 12, 31
# Kinds that tell of one measure alone.
_ONE = ("scatter", "heatmap", "stacked", "box", "treemap", "histogram", "waterfall", "variance")
Charted = tuple[str, Chart | Waterfall]


def charted(view: View, found: Answer, kind: str, title: str) -> tuple[list[Charted], int]:
    """Each chart with its heading, and how many members there are beyond those that are shown."""
    whole = Pivoted(view, found, title)
    wanted = found.question.measures[:1] if kind in _ONE else found.question.measures
    drawn = [_Drawn(view, whole, one, kind) for one in wanted]
    return [(one.title, one.chart()) for one in drawn], drawn[0].beyond


@dataclass(frozen=True)
class _Drawn:
    """One chart of one measure in the making."""

    view: View
    whole: Pivoted
    measure: str
    kind: str

    @cached_property
    def how(self) -> Written:
        """How its values are written."""
        return self.whole.written(self.measure)

    @cached_property
    def title(self) -> str:
        """The measure with its unit, and what stands beside it."""
        beside = (
            f" · {say(self.view.language, 'screen.versus')} {compared_with(self.view, self.view.comparison)}"
        )
        name = f"{self.how.head} {self.how.unit}".strip()
        if self.kind == "scatter":
            return f"{name} × {self.whole.written(self.other).head}"
        return name + (beside if self.compared and self.kind in _BESIDE else "")

    @cached_property
    def compared(self) -> bool:
        """Whether there is something beside it."""
        return bool(self.whole.found.question.against) and is_compared(
            self.view, self.whole.found.question.row(self.measure)
        )

    @property
    def other(self) -> str:
        """The second measure of a scatter."""
        return self.whole.found.question.measures[1]

    @cached_property
    def rows(self) -> list[Keys]:
        """The members that go down, in order; without the totals above them."""
        return [one for one in self.whole.ordered(down=True) if len(one) == 1]

    @cached_property
    def pairs(self) -> tuple[list[object], list[object]]:
        """The members of the first and of the second of two dimensions, in order."""
        question = self.whole.found.question
        if question.columns:
            across = [one[0] for one in self.whole.ordered(down=False) if one]
            return [one[0] for one in self.rows], across
        second = dict.fromkeys(one[1] for one in self.whole.ordered(down=True) if len(one) == 2)
        if question.by[1] in GRAINS:
            return [one[0] for one in self.rows], sorted(second, key=str)
        return [one[0] for one in self.rows], list(second)

    @property
    def beyond(self) -> int:
        """How many members there is no room for."""
        if len(self.whole.found.question.by) == 1 and self.kind in ("bars", "variance", "columns"):
            return max(0, self.whole.found.row_count - MOST_BARS)
        if self.kind in ("line", "area", "columns"):
            first, _ = self._along()
            return max(0, len(first) - MOST_PANELS)
        return max(0, len(self.rows) - MOST_BARS) if self.kind in ("heatmap", "stacked") else 0

    def chart(self) -> Chart | Waterfall:
        """The chart."""
        if self.kind == "waterfall":
            return self._bridge()
        panels, names = self._panels()
        kind: Kind = self.kind  # type: ignore[assignment]
        across = None
        if kind == "scatter":
            other = self.whole.written(self.other)
            across, axis = self._axis(self.how), self._axis(other)
        else:
            axis = self._axis(self.whole.written(self._change) if kind == "variance" else self.how)
        if kind == "histogram":
            across = Axis("", lambda value: formats.number(self.view.language, value))
        good = {Direction.UP: 1, Direction.DOWN: -1}.get(
            self.whole.found.question.row(self.measure).direction, 0
        )
        return Chart(kind, tuple(panels), axis, self._sentence(panels), tuple(names), across, good)

    def _axis(self, how: Written) -> Axis:
        return Axis(f"{how.head} {how.unit}".strip(), lambda value: how.plain(self.view, Decimal(str(value))))

    def _panels(self) -> tuple[list[Panel], list[str]]:
        by = self.whole.found.question.by
        if len(by) == 1:
            most = len(self.rows) if self.kind in _ALL or by[0] in GRAINS else MOST_BARS
            points = [self._point(one, ()) for one in self.rows[:most]]
            return [Panel("", tuple(points))], [one.name for one in points]
        if self.kind == "box":
            return [self._group(one) for one in self.rows[:MOST_ACROSS]], []
        first, second = self._along() if self.kind in ("line", "area", "columns") else self.pairs
        most = MOST_PANELS if self.kind in ("line", "area", "columns") else MOST_BARS
        if self.kind == "stacked" and len(second) > SHADES:
            panels = [self._stack(one, second[: SHADES - 1]) for one in first[:most]]
            return panels, [point.name for point in panels[0].points]
        panels = [self._series(one, second[:MOST_ACROSS]) for one in first[:most]]
        return panels, [self._name(1, one) for one in second[:MOST_ACROSS]]

    def _stack(self, one: object, parts: Sequence[object]) -> Panel:
        """As many parts as there are shades, the last of them all others together."""
        found, shown = self.whole.found, self._series(one, parts)
        row = self.whole.values.get(((one,), ()))
        cells = [self.whole.values.get(self._cell(one, other)) for other in parts]
        at = found.at(self.measure)
        rest = _exact(row[at] if row else None) - sum(
            (_exact(cell[at]) for cell in cells if cell), Decimal(0)
        )
        others = Point(say(self.view.language, "explore.others"), float(rest), self.how.told(self.view, rest))
        named = [
            replace(each, name=self._name(1, other)) for each, other in zip(shown.points, parts, strict=True)
        ]
        return Panel(shown.name, (*named, others))

    def _along(self) -> tuple[list[object], list[object]]:
        """Panels by what is no time, with time along each; without two dimensions one panel."""
        if len(self.whole.found.question.by) == 1:
            return [None], [one[0] for one in self.rows]
        first, second = self.pairs
        return (second, first) if self.whole.found.question.by[0] in GRAINS else (first, second)

    @property
    def _turned(self) -> bool:
        return self.kind in ("line", "area", "columns") and self.whole.found.question.by[0] in GRAINS

    def _name(self, place: int, key: object) -> str:
        at = 1 - place if self._turned else place
        return self.whole.names.get((at, key), str(key))

    def _series(self, one: object, along: Sequence[object]) -> Panel:
        points = []
        for other in along:
            first, second = (other, one) if self._turned else (one, other)
            points.append(
                self._point(*self._cell(first, second), name=f"{self._name(0, one)}, {self._name(1, other)}")
            )
        return Panel(self._name(0, one), tuple(points))

    def _cell(self, first: object, second: object) -> tuple[Keys, Keys]:
        if self.whole.found.question.columns:
            return (first,), (second,)
        return (first, second), ()

    def _group(self, above: Keys) -> Panel:
        """All members below one, as a box plot spreads them."""
        within = [
            keys
            for keys, across in self.whole.values
            if not across and len(keys) == 2 and keys[0] == above[0]
        ]
        return Panel(self.whole.names[0, above[0]], tuple(self._point(keys, ()) for keys in within))

    @property
    def _change(self) -> str:
        return f"{self.measure}.difference"

    def _point(self, down: Keys, across: Keys, name: str = "") -> Point:
        whole, found = self.whole, self.whole.found
        row = whole.values.get((down, across))
        now = row[found.at(self.measure)] if row else None
        before = row[found.at(found.beside(self.measure))] if row and self.compared else None
        at = len(down) - 1
        label = name or whole.names.get((at, down[-1]), "")
        href = self._href(found.question.by[at], down[-1])
        if self.kind == "variance":
            change = None if now is None or before is None else _exact(now) - _exact(before)
            return Point(
                label, _plain(change), whole.written(self._change).told(self.view, change), href=href
            )
        if self.kind == "scatter":
            other = row[found.at(self.other)] if row else None
            how = whole.written(self.other)
            told = f"{self.how.told(self.view, now)} × {how.told(self.view, other)}"  # type: ignore[arg-type]
            return Point(label, _plain(now), told, _plain(other), href=href)
        told = self.how.told(self.view, now)  # type: ignore[arg-type]
        beside = self.how.told(self.view, before) if before is not None else ""  # type: ignore[arg-type]
        return Point(label, _plain(now), told, _plain(before), beside, href)

    def _href(self, by: str, key: object) -> str:
        return "" if by in GRAINS or key == OTHERS else keep(self.view, by, str(key))

    def _bridge(self) -> Waterfall:
        """Which members lead from what is compared with to what is; the smallest moves stand together."""
        found, how = self.whole.found, self.whole.written(self._change)
        changes: list[tuple[str, Decimal]] = []
        for one in self.rows:
            row = self.whole.values[one, ()]
            now, before = (_exact(row[found.at(key)]) for key in (self.measure, found.beside(self.measure)))
            changes.append((self.whole.names[0, one[0]], now - before))
        changes.sort(key=lambda one: -abs(one[1]))
        room = self.view.width - _ASIDE
        most = max(3, min(MOST_STEPS, int(room / _STEP)))
        kept = changes[:most]
        if len(changes) > most:
            rest = sum((change for _, change in changes[most:]), Decimal(0))
            kept.append((say(self.view.language, "explore.others"), rest))
        each = min(_STEP, room / (len(kept) + 1))
        steps = [Step(fitted(name, each), change, how.told(self.view, change)) for name, change in kept]
        now, before = (_exact(found.total(key)) for key in (self.measure, found.beside(self.measure)))
        sides = [
            Side(compared_with(self.view, self.view.comparison), self.how.told(self.view, before)),
            Side(self.how.head, self.how.told(self.view, now)),
        ]
        total = (say(self.view.language, "ask.total"), how.told(self.view, now - before))
        return waterfall(steps, total, sides, f"{self.title}: {total[1]}")

    def _sentence(self, panels: Sequence[Panel]) -> str:
        points = [one for panel in panels for one in panel.points if one.value is not None]
        if not points:
            return f"{self.title}: {nothing(self.view)}"
        highest, lowest = (
            max(points, key=lambda one: one.value or 0),
            min(points, key=lambda one: one.value or 0),
        )
        return say(
            self.view.language, "explore.sentence", title=self.title, n=len(points),
            count=formats.number(self.view.language, len(points)),
            highest=highest.title, lowest=lowest.title,
        )  # fmt: skip


# Kinds in which what is compared with is drawn.
_BESIDE = ("line", "area", "columns", "bars", "variance", "waterfall")
_ALL = ("histogram", "scatter", "treemap")


def _exact(value: object) -> Decimal:
    return Decimal(str(value or 0))


def _plain(value: object) -> float | None:
    return float(value) if isinstance(value, Decimal | float | int) else None
