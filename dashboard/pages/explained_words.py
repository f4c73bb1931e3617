"""How an explanation is written: its numbers in one form, its members by name and with where they lead."""

from decimal import Decimal
from fractions import Fraction

from dashboard.answers.contributions import Finding
from dashboard.answers.explained import Explained, exact
from dashboard.metrics import catalogue
from dashboard.metrics.conditions import Condition, written
from dashboard.metrics.kinds import Kind
from dashboard.pages.view import View
from dashboard.parts.explained import Contribution
from dashboard.text import formats, say
from dashboard.text.formats import choose_form


class Words:
    """The numbers, names and links of one explanation; all amounts have one form."""

    def __init__(self, view: View, found: Explained) -> None:
        self.view, self.row, self.whole = view, found.row, found.whole
        self.unit = found.total.columns[0].unit
        amounts = [exact(one, Kind.MONEY) for one in (self.whole.was, self.whole.value)]
        self.form = choose_form(one for one in amounts if isinstance(one, Decimal))

    def amount(self, value: Fraction) -> Decimal | float | int:
        """A value as a bar takes it."""
        return exact(value, self.row.kind) or 0

    def value(self, value: Fraction | None) -> str:
        """A value in a column."""
        shown, language = exact(value, self.row.kind), self.view.language
        if self.row.kind is Kind.MONEY:
            return formats.money(language, shown if isinstance(shown, Decimal) else None, self.form)
        if self.unit == "fraction":
            return formats.percent(language, shown)
        return formats.number(language, shown, self._places)

    def change(self, value: Fraction) -> str:
        """A difference in a column."""
        shown, language = exact(value, self.row.kind), self.view.language
        if isinstance(shown, Decimal) and self.row.kind is Kind.MONEY:
            return formats.signed_money(language, shown, self.form)
        if self.unit == "fraction":
            return formats.points(language, shown, 2)
        return formats.signed(language, shown, self._places)

    def full(self, value: Fraction) -> str:
        """A value in a sentence, with its unit."""
        return self._with_unit(self.value(value))

    def full_change(self, value: Fraction) -> str:
        """A difference in a sentence, with its unit."""
        return self._with_unit(self.change(value))

    def grown(self, value: Fraction) -> str:
        """The same, with what it is of the value before where that means something."""
        text = self.full_change(value)
        if self.unit == "fraction" or self.whole.was <= 0:
            return text
        return f"{text} ({formats.signed_percent(self.view.language, float(value / self.whole.was))})"

    def line(self, one: Finding, name: str, href: str = "", *, fated: bool = True) -> Contribution:
        """A member's line."""
        language, change = self.view.language, self.whole.change
        return Contribution(
            name, self.amount(one.contribution), self.change(one.contribution),
            formats.percent(language, float(one.contribution / change), 0) if change else "",
            self.value(one.before), self.value(one.now),
            tuple(self.change(part) for part in (one.rate, one.mix) if part is not None),
            say(language, f"explain.{one.fate}") if one.fate and fated else "",
            href,
        )  # fmt: skip

    def name(self, one: Finding) -> str:
        """What a member is called."""
        return say(self.view.language, "ask.unknown") if one.label is None else one.label

    def href(self, dimension: str, key: str) -> str:
        """The page with this member alone: the territory opened, or one more filter that can be seen."""
        address = self.view.address
        if (
            key in self.view.tree.nodes
            and catalogue.dimension(dimension, self.view.outline.levels).group == "territory"
        ):
            return address.but(at=key).href
        limit = written(Condition(dimension, (key,)))
        return "" if limit in address.where else address.but(where=(*address.where, limit)).href

    @property
    def _places(self) -> int:
        whole = self.row.kind is Kind.COUNT or (self.row.kind is Kind.QUANTITY and not self.whole.ratio)
        return 0 if whole else 2

    def _with_unit(self, text: str) -> str:
        if self.row.kind is not Kind.MONEY:
            return text
        return f"{text}{formats.NO_BREAK}{formats.unit(self.view.language, self.form, self.view.currency)}"
