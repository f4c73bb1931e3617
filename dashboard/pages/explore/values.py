"""How the values of an answer are written in Explore: units once, in a head; changes with their verdict."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from dashboard.answers.glossary import worded
from dashboard.exports import cells
from dashboard.exports.cells import Look
from dashboard.exports.sheet import Column
from dashboard.metrics.kinds import Direction, Kind, Measure
from dashboard.metrics.question import Question
from dashboard.metrics.shows import HOWS
from dashboard.pages.explore.chosen import is_share
from dashboard.pages.view import View
from dashboard.parts.tiles import Tone, tone_of
from dashboard.text import formats, say
from dashboard.text.formats import Form, choose_form

Value = cells.Value
# Measures whose value is itself a change.
_CHANGES = frozenset({"growth", "growth_contribution", "gap_to_quota"})
_PLACES = {"times": 2, "currency_a_day": 0, "days": 1, "index": 1}


@dataclass(frozen=True, slots=True)
class Written:
    """How one column is written: its head, the unit that stands there, its look, and which way is better."""

    head: str
    unit: str
    look: Look
    direction: Direction = Direction.NEITHER
    points: bool = False

    @property
    def column(self) -> Column:
        """The same as a column of a sheet."""
        return Column(f"{self.head} {self.unit}".strip(), self.look, self.head)

    def told(self, view: View, value: Value) -> str:
        """The value in the reader's words."""
        if self.points and isinstance(value, Decimal | float):
            return formats.points(view.language, value)
        return cells.told(view.language, value, self.look)

    def plain(self, view: View, value: Value) -> str:
        """The value on an axis: without the places that no step of it needs."""
        if not isinstance(value, Decimal):
            return self.told(view, value)
        power = (
            self.look.form.power if self.look.kind == "money" else -2 if self.look.kind == "percent" else 0
        )
        exact = value.scaleb(-power).normalize()
        places = min(2, max(0, -int(exact.as_tuple().exponent)))
        text = formats.number(view.language, exact, places)
        return f"{text}%" if self.look.kind == "percent" else text

    def tone(self, value: Value) -> Tone:
        """The verdict on a value that is a change."""
        if not self.look.signed or self.direction is Direction.NEITHER:
            return "flat"
        return tone_of(cells.direction(value, self.look), self.direction is Direction.UP)


def form_of(values: Iterable[object], scale: Form | None = None) -> Form:
    """One form for amounts that stand together; in the unit of a `scale`, where small with a place more."""
    amounts = [abs(one) for one in values if isinstance(one, Decimal)]
    if scale is None:
        return choose_form(amounts)
    largest = max(amounts, default=Decimal(0)).scaleb(-scale.power)
    return Form(scale.power, max(scale.places, 1) if scale.power and largest < 100 else scale.places)


def written_measure(view: View, row: Measure, form: Form) -> Written:
    """How a measure itself is written."""
    name, signed = worded(row, view.language, "name"), row.key in _CHANGES
    if row.kind is Kind.MONEY:
        unit = formats.unit(view.language, form, view.currency)
        return Written(name, unit, cells.money(form, signed=signed), row.direction)
    if row.kind is Kind.DATE:
        return Written(name, "", cells.DAY)
    if is_share(row):
        return Written(name, "", cells.percent(signed=signed), row.direction)
    return Written(
        name, "", cells.number(_PLACES.get(row.unit, 0 if row.kind is not Kind.RATIO else 2)), row.direction
    )


def written(view: View, column: str, asked: Question, form: Form) -> Written:
    """How a column of an answer is written: a measure, what stands beside it, or what is said of it."""
    key, _, how = column.partition(".")
    row = asked.row(key)
    of = written_measure(view, row, form)
    if not how:
        return of
    if how not in HOWS:
        beside = how if asked.against and asked.against.with_plan else "prior"
        return Written(say(view.language, f"explore.beside_{beside}"), of.unit, of.look)
    head = say(view.language, f"explore.show_{how}")
    if how == "difference":
        points = is_share(row)
        look = cells.percent(signed=True) if points else Look(of.look.kind, of.look.form, True)
        return Written(head, "", look, row.direction, points)
    if how == "difference_pct":
        return Written(head, "", cells.percent(signed=True), row.direction)
    if how == "running_total":
        return Written(head, of.unit, of.look)
    if how in ("rank", "index"):
        return Written(head, "", cells.number(_PLACES.get(how, 0)))
    return Written(head, "", cells.percent())
