"""What a measure is called and how it is explained, in the reader's language."""

from dashboard.metrics.kinds import Measure
from dashboard.text import Language, say


def worded(row: Measure, language: Language, part: str) -> str:
    """The measure's "name", "definition", "formula" or "pitfall"; a company's own says its own."""
    if not row.words:
        return say(language, f"measure.{row.key}.{part}")
    return dict(row.words).get(f"{language}.{part}", "")
