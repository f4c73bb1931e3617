"""What of two publications can be compared: money and years alike, a measure that adds up line by line."""

from collections.abc import Mapping, Sequence

from dashboard.answers.compiler_restated import Restating
from dashboard.answers.warehouse_pair import Sides
from dashboard.errors import NotUnderstood
from dashboard.metrics import catalogue
from dashboard.metrics.kinds import Dimension, Formula, Minus, Sum, nodes
from dashboard.metrics.question import Question


def comparable(sides: Sides) -> None:
    """Refuse two publications whose numbers do not mean the same.

    Raises:
        NotUnderstood: of different companies, in different currencies, or in different fiscal years.
    """
    a, b = sides
    if (a.kind, a.name) != (b.kind, b.name):
        raise NotUnderstood("restated.other_company", a=a.id, b=b.id, one=a.name, other=b.name)
    if a.company.currency != b.company.currency:
        raise NotUnderstood(
            "restated.other_currency", a=a.id, b=b.id, one=a.company.currency, other=b.company.currency
        )
    if a.outline.cut != b.outline.cut:
        raise NotUnderstood("restated.other_calendar", a=a.id, b=b.id)


def restating(asked: Question, sides: Sides, moved: Sequence[int] = ()) -> Restating:
    """What is compared, checked: the question's words, and its measure's formula.

    Raises:
        NotUnderstood: a measure that does not add up, or a dimension that it is not compared by.
    """
    levels = tuple(dict.fromkeys(level for side in sides for level in side.levels))
    known = catalogue.dimensions(levels)
    by = tuple(known[key] for key in asked.by)
    _require_by(by, asked.measures[0], known)
    formula = catalogue.measure(asked.measures[0]).formula
    _require_sum(formula, asked.measures[0])
    return Restating(asked, by, formula, *sides, tuple(moved))


def _require_by(by: Sequence[Dimension], measure: str, known: Mapping[str, Dimension]) -> None:
    possible = [
        key for key, one in known.items() if one.group in ("time", "territory") and key != "quota_period"
    ]
    for one in by:
        if one.key not in possible:
            raise NotUnderstood(
                "ask.do_not_meet", measure=measure, dimension=one.key, groups=", ".join(possible)
            )


def _require_sum(formula: Formula, measure: str) -> None:
    if not _adds_up(formula):
        possible = [key for key, row in catalogue.MEASURES.items() if _adds_up(row.formula)]
        raise NotUnderstood("restated.no_sum", measure=measure, possible=", ".join(possible))


def _adds_up(formula: Formula) -> bool:
    """Whether a measure is a sum of lines of one mart that can be followed from load to load."""
    plain = all(isinstance(node, Sum | Minus) for node in nodes(formula))
    marts = {node.mart for node in nodes(formula) if isinstance(node, Sum)}
    return plain and (marts == {"sales"} or (marts == {"quota_day"} and isinstance(formula, Sum)))


def mart_of(formula: Formula) -> str:
    """The mart whose lines are compared."""
    return next(node.mart for node in nodes(formula) if isinstance(node, Sum))
