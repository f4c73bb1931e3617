"""Which parts a statement needs, found while the formulas of its measures are written.

A part is one aggregation: a mart over a span of days. The formula of a measure becomes an
expression over columns of parts; asking for a column is what makes the part.
"""

from dataclasses import dataclass, field

from dashboard.answers.door import DAY, Span
from dashboard.metrics.catalogue import measure
from dashboard.metrics.comparison import PLANS, Comparison
from dashboard.metrics.kinds import (
    Atom,
    Distinct,
    Formula,
    Kind,
    Latest,
    Measure,
    Minus,
    Prior,
    Ratio,
    Sum,
    Trailing,
    Whole,
    nodes,
)


@dataclass(slots=True)
class Part:
    """One aggregation: a mart over a span of days, with the atoms wanted of it."""

    name: str
    mart: str
    span: Span
    atoms: list[Atom] = field(default_factory=list)

    def column(self, atom: Atom) -> str:
        """Where the atom's value stands; asks for it if nobody has."""
        if atom not in self.atoms:
            self.atoms.append(atom)
        return f"{self.name}.a{self.atoms.index(atom) + 1}"


@dataclass(slots=True)
class Plan:
    """The parts of one statement, in the order in which they were first asked for."""

    known: dict[tuple[str, Span], Part] = field(default_factory=dict)

    @property
    def parts(self) -> list[Part]:
        """All parts."""
        return list(self.known.values())

    def part(self, mart: str, span: Span) -> Part:
        """The part of this mart and span."""
        return self.known.setdefault((mart, span), Part(f"{mart}_{span}", mart, span))

    def shown(self, row: Measure, span: Span = "now") -> str:
        """The measure as an expression over columns of parts, in the type in which it is shown."""
        if (
            row.kind is Kind.MONEY
            and isinstance(row.formula, Ratio)
            and isinstance(row.formula.under, Distinct)
        ):
            return self._each(row.formula, span)
        zero = row.absent == "zero" and row.kind is not Kind.DATE
        inner = self._expression(row.formula, span, zero)
        return f"CAST({inner} AS DECIMAL(38, 4))" if row.kind is Kind.MONEY else inner

    def beside(self, row: Measure, against: Comparison) -> str:
        """What the comparison puts beside the measure: its plan, or itself over the earlier days."""
        if against.with_quota:
            plan = PLANS.get(row.key)
            return self.shown(measure(plan)) if plan else "NULL"
        return self.shown(row, "prior" if against.yearly else "compared") if has_earlier(row) else "NULL"

    def _each(self, formula: Ratio, span: Span) -> str:
        """Money by a count: whole ten-thousandths, rounded half away from zero; no float holds money."""
        money = f"CAST({self._expression(formula.over, span, zero=True)} * 10000 AS HUGEINT)"
        count = f"nullif({self._expression(formula.under, span, zero=False)}, 0)"
        rounded = f"sign({money}) * ((2 * abs({money}) + {count}) // (2 * {count}))"
        return f"CAST(CAST({rounded} AS DECIMAL(34, 0)) * 0.0001 AS DECIMAL(38, 4))"

    def _expression(self, formula: Formula, span: Span, zero: bool) -> str:
        match formula:
            case Prior(of):
                return self._expression(of, "prior", zero)
            case Trailing(of):
                return f"coalesce({self.part(of.mart, 'trailing').column(of)}, 0)"
            case Whole(of):
                return self.part(of.mart, "whole").column(of)
            case Sum() | Distinct() | Latest():
                column = self.part(formula.mart, span).column(formula)
                return f"coalesce({column}, 0)" if zero else column
            case Minus(left, right):
                return f"({self._expression(left, span, zero)} - {self._expression(right, span, zero)})"
            case Ratio(over, under, above_zero):
                top = self._expression(over, span, zero=True)
                bottom = self._expression(under, span, zero=False)
                divisor = (
                    f"CASE WHEN {bottom} > 0 THEN {bottom} END" if above_zero else f"nullif({bottom}, 0)"
                )
                return f"CAST({top} AS DOUBLE) / CAST({divisor} AS DOUBLE)"


def has_earlier(row: Measure) -> bool:
    """Whether the measure has a value of the prior year to stand beside it."""
    found = list(nodes(row.formula))
    timeless = any(isinstance(node, Sum | Distinct) and not DAY[node.mart] for node in found)
    return not timeless and not any(isinstance(node, Prior | Trailing | Whole | Latest) for node in found)
