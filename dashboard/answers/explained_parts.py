"""What an explanation asks: the parts of a measure that add up, and the dimensions that meet it."""

from collections.abc import Iterator
from dataclasses import replace

from dashboard.answers.compiler_formulas import has_earlier
from dashboard.answers.door import carries
from dashboard.errors import NotUnderstood
from dashboard.metrics import catalogue
from dashboard.metrics.comparison import Comparison
from dashboard.metrics.kinds import Aggregation, Distinct, Kind, Measure, Ratio, atoms
from dashboard.metrics.question import Outline, Question

OVER, UNDER = "explained_over", "explained_under"
# From coarse to fine; the levels of the tree come before them.
_LOOKED_AT = (
    "territory", "channel", "segment", "category", "brand", "product", "customer", "source", "contact_kind",
)  # fmt: skip
_FINER = {
    "territory": ("customer",), "channel": ("customer",), "segment": ("customer",),
    "category": ("brand", "product"), "brand": ("product",),
}  # fmt: skip
_APART = (Aggregation.SUM, Aggregation.RATIO_OF_SUMS, Aggregation.DISTINCT)
_OFFERED = 5


def parts(question: Question) -> Question:
    """The question of what adds up in a measure: itself, or of a ratio what it divides, and by what."""
    row = question.row(question.measures[0])
    if not isinstance(row.formula, Ratio):
        return question
    over, under = (
        Measure(key, Kind.QUANTITY, row.unit, formula, row.needs)
        for key, formula in ((OVER, row.formula.over), (UNDER, row.formula.under))
    )
    return replace(question, measures=(OVER, UNDER), own=(*question.own, over, under))


def looked_at(question: Question, outline: Outline) -> Iterator[str]:
    """The dimensions that tell the lines of the measure (and of its plan) apart, and are not held to one."""
    known = catalogue.dimensions(outline.levels)
    row, marts = question.row(question.measures[0]), set()
    plan = question.against.plan(row.key) if question.against else ""
    for one in (row, *([question.row(plan)] if plan else ())):
        marts |= {atom.mart for atom in atoms(one.formula)}
    # Orders and customers have several goods as a rule: to count them by goods costs most and tells nothing.
    counted = any(isinstance(atom, Distinct) for atom in atoms(row.formula))
    held = {
        one.dimension
        for one in question.where
        if not one.exclude and len(one.members) == 1 and known[one.dimension].group != "territory"
    }
    for key in dict.fromkeys((*outline.levels, *_LOOKED_AT)):
        if counted and known[key].group == "product":
            continue
        if key not in held and all(carries(mart, known[key]) for mart in marts):
            yield key


def counts_customers(row: Measure) -> bool:
    """Whether each customer is one of the number, so that none of them tells anything by itself."""
    return isinstance(row.formula, Distinct) and row.formula.column == "customer_id"


def finer(coarse: str, outline: Outline) -> tuple[str, ...]:
    """The dimensions whose members lie in this one's, most of them, so that one may be all of its change."""
    if coarse in outline.levels:
        below = outline.levels[outline.levels.index(coarse) + 1 :]
        return tuple(dict.fromkeys((*below, "territory", "customer")))
    return _FINER.get(coarse, ())


def require_explainable(question: Question, outline: Outline) -> None:
    """Refuse what has no change, or none that is anybody's.

    Raises:
        NotUnderstood: with what could be explained instead.
    """
    against, row = question.against, question.row(question.measures[0])
    if against is None:
        raise NotUnderstood("explain.no_comparison", measure=row.key)
    if row.aggregation not in _APART or row.kind is Kind.DATE:
        key = f"explain.no_parts_{row.aggregation.replace(' ', '_')}"
        raise NotUnderstood(key, measure=row.key, known=offered(outline, against))
    if not against.with_plan and not has_earlier(row):
        raise NotUnderstood("explain.no_earlier", measure=row.key, known=offered(outline, against))


def offered(outline: Outline, against: Comparison) -> str:
    """Some measures that can be explained here, by their keys."""
    found = [
        key
        for key, row in catalogue.measures(outline.own).items()
        if row.aggregation in _APART
        and all(table in outline.tables for table in row.needs)
        and (against.plan(key) if against.with_plan else has_earlier(row))
    ]
    return ", ".join(found[:_OFFERED])
