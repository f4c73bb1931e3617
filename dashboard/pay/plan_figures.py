"""A plan's numbers and names as its reader writes them: nothing is rounded that the plan says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from dashboard.metrics.catalogue import MEASURES
from dashboard.metrics.kinds import Measure
from dashboard.pay.facts import LINE_MEASURES
from dashboard.pay.plan import Basis, Component, Rounding, Words
from dashboard.text import Language, say
from dashboard.text.formats import Form, money_with_unit, number, percent

Pays = Literal["rate", "base_rate", "target", "amount"]


@dataclass(frozen=True, slots=True)
class Figures:
    """How one reader sees the numbers of a plan; `measures` are those that have a name."""

    language: Language
    currency: str
    measures: Mapping[str, Measure]

    def share(self, value: Decimal) -> str:
        """80%, 0.8%, as exactly as the plan has it."""
        return percent(self.language, value, _places(value * 100))

    def money(self, amount: Decimal) -> str:
        """7,200 €; cents where there are any, and more where a unit is paid less than one."""
        places = _places(amount)
        return money_with_unit(self.language, amount, Form(0, max(places, 2) if places else 0), self.currency)

    def plain(self, value: Decimal) -> str:
        """A number that is neither money nor a share."""
        return number(self.language, value, _places(value))

    def of_quota(self, share: Decimal) -> str:
        """80% of quota."""
        return say(self.language, "plans.of_quota", share=self.share(share))

    def result(self, measure: str, value: Decimal) -> str:
        """A value of a measure in the measure's own unit."""
        unit = self.measures[measure].unit if measure in self.measures else ""
        if unit.startswith("currency"):
            return self.money(value)
        return self.share(value) if unit == "fraction" else self.plain(value)

    def measure(self, key: str) -> str:
        """The name of a measure; a company's own says its own, a value without a name is its key."""
        if key in MEASURES:
            return say(self.language, f"measure.{key}.name")
        return (
            dict(self.measures[key].words).get(f"{self.language}.name", key) if key in self.measures else key
        )

    def credited(self, basis: Basis) -> str:
        """What is measured, and to whom it is credited."""
        whole = basis.credit == "rollup" and self._as_a_whole(basis)
        key = "credit_whole_team" if whole else f"credit_{basis.credit}"
        return say(self.language, f"plans.{key}", measure=self.measure(basis.measure))

    def limits(self, basis: Basis) -> Iterator[str]:
        """Which lines alone are measured, and by which products' quota."""
        for name, values in basis.where.items():
            attribute = say(self.language, f"dimension.{name}")
            key = "plans.where_whole" if self._as_a_whole(basis) else "plans.where"
            yield say(self.language, key, attribute=attribute, values=", ".join(values))
        if basis.quota:
            yield say(self.language, "plans.quota_of", products=basis.quota)

    @staticmethod
    def _as_a_whole(basis: Basis) -> bool:
        """Whether it is measured of all lines together and not added up line by line."""
        return basis.measure in MEASURES and basis.measure not in LINE_MEASURES

    def edge(self, measure: str, of: Literal["attainment", "value"], edge: Decimal) -> str:
        """An edge of tiers: a share of quota, or a value of what is measured."""
        return self.of_quota(edge) if of == "attainment" else self.result(measure, edge)

    def reach(self, component: Component, edge: Decimal) -> str:
        """An edge of a component's table."""
        by_quota = component.table is not None and component.table.over == "attainment"
        return self.edge(component.measure, "attainment" if by_quota else "value", edge)

    def paid(self, component: Component, value: Decimal) -> str:
        """What a table says of a reach, in the unit in which the component pays."""
        return self.value(component.measure, component.pays, value)

    def value(self, measure: str, pays: Pays, value: Decimal) -> str:
        """What is paid of a measure: a share, a factor or money."""
        if pays == "rate" and not self.is_money(measure):
            return say(self.language, "plans.value_each", amount=self.money(value))
        said = {
            "rate": self.share, "target": self.share, "base_rate": self.plain, "amount": self.money,
        }[pays](value)  # fmt: skip
        return say(self.language, f"plans.value_{pays}", share=said, factor=said, amount=said)

    def is_money(self, measure: str) -> bool:
        """Whether a measure is an amount, so that a rate of it is a share."""
        return measure not in self.measures or self.measures[measure].unit.startswith("currency")

    def rounding(self, how: Rounding) -> str:
        """Mode and decimals, as a sentence."""
        return say(self.language, f"plans.rounding_{how.mode}", n=how.digits)

    def name(self, words: Words) -> str:
        """A name in the reader's language."""
        return words.el if self.language == "el" else words.en


def _places(value: Decimal) -> int:
    """How many decimals a number needs to be shown whole."""
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
