"""What a measure is called and how it is explained, in the reader's language."""

from collections.abc import Mapping
from functools import lru_cache

from dashboard.metrics.kinds import Measure
from dashboard.text import LANGUAGES, Language, say


def worded(row: Measure, language: Language, part: str) -> str:
    """The measure's "name", "definition", "formula" or "pitfall"; a company's own says its own."""
    if not row.words:
        return say(language, f"measure.{row.key}.{part}")
    return dict(row.words).get(f"{language}.{part}", "")


@lru_cache(maxsize=64)
def _names(rows: tuple[Measure, ...]) -> Mapping[str, str]:
    return {worded(row, language, "name"): row.key for language in LANGUAGES for row in rows}


def names_of(known: Mapping[str, Measure]) -> Mapping[str, str]:
    """The keys of measures by their names, in every language."""
    return _names(tuple(known.values()))


def facts(row: Measure, language: Language) -> dict[str, str]:
    """What else is said of a measure, by the key of its label; the tables that it needs are apart."""
    return {
        "unit": say(language, f"kpis.unit_{row.unit}"),
        "direction": say(language, f"kpis.direction_{row.direction}"),
        "aggregation": say(language, f"kpis.aggregation_{row.aggregation.replace(' ', '_')}"),
        "alignment": say(language, f"alignment.{row.alignment}"),
        "absent": say(language, f"kpis.absent_{row.absent}"),
        "owner": row.owner if row.words else say(language, f"kpis.owner_{row.owner.replace(' ', '_')}"),
        "version": str(row.version),
    }
