"""Whether a measure can be broken down by a dimension at all: what cannot be answered is not offered."""

from functools import lru_cache

from dashboard.access.scope import Scope
from dashboard.answers.compiler import compile_question
from dashboard.errors import NotUnderstood
from dashboard.metrics.catalogue import measures
from dashboard.metrics.periods import Period
from dashboard.metrics.question import Outline, Question


def meets(measure: str, by: tuple[str, ...], scope: Scope, outline: Outline) -> bool:
    """Whether the question of this measure by these dimensions has an answer, whatever the answer is."""
    row = measures(outline.own).get(measure)
    if row is None or any(table not in outline.tables for table in row.needs):
        return False
    return _meets(measure, by, scope, outline.bare)


@lru_cache(maxsize=16_384)
def _meets(measure: str, by: tuple[str, ...], scope: Scope, outline: Outline) -> bool:
    day = Period(outline.through, outline.through)
    try:
        # Compiled and never run.
        compile_question(Question((measure,), day, by, own=outline.own), scope, outline)
    except NotUnderstood:
        return False
    return True
