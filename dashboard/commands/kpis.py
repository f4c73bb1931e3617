"""`python -m dashboard kpis`: the catalogue of measures and dimensions, as documentation."""

import argparse

from dashboard.metrics.catalogue import MEASURES, dimensions
from dashboard.metrics.kinds import Measure
from dashboard.settings import Settings
from dashboard.text import Language, say

_ABOUT = ("unit", "direction", "aggregation", "alignment", "absent", "needs", "owner", "version")


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--language", choices=("en", "el"), default="", help="language; else the setting's")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print the catalogue as Markdown."""
    language: Language = args.language or settings.language
    print(as_markdown(language))
    return 0


def as_markdown(language: Language) -> str:
    """What `docs/kpis.<language>.md` says; a test holds the two equal."""
    parts = [f"# {say(language, 'kpis.title')}", say(language, "kpis.lead")]
    parts += [_measure(row, language) for row in MEASURES.values()]
    parts += [f"## {say(language, 'kpis.dimensions')}", _dimensions(language)]
    return "\n\n".join(parts)


def _measure(row: Measure, language: Language) -> str:
    about = {
        "unit": say(language, f"kpis.unit_{row.unit}"),
        "direction": say(language, f"kpis.direction_{row.direction}"),
        "aggregation": say(language, f"kpis.aggregation_{row.aggregation.replace(' ', '_')}"),
        "alignment": say(language, f"alignment.{row.alignment}"),
        "absent": say(language, f"kpis.absent_{row.absent}"),
        "needs": ", ".join(f"`{table}`" for table in row.needs),
        "owner": say(language, f"kpis.owner_{row.owner.replace(' ', '_')}"),
        "version": str(row.version),
    }
    lines = [
        f"## {say(language, f'measure.{row.key}.name')} (`{row.key}`)",
        "",
        say(language, f"measure.{row.key}.definition"),
        "",
        f"**{say(language, f'measure.{row.key}.formula')}** {say(language, f'measure.{row.key}.pitfall')}",
        "",
        f"| | |\n|---|---|\n{_table(about, language)}",
    ]
    return "\n".join(lines)


def _table(about: dict[str, str], language: Language) -> str:
    return "\n".join(f"| {say(language, f'kpis.{name}')} | {about[name]} |" for name in _ABOUT)


def _dimensions(language: Language) -> str:
    rows = [f"| `{key}` | {say(language, f'dimension.{key}')} |" for key in dimensions(())]
    return "\n".join(["| | |", "|---|---|", *rows, "", say(language, "kpis.levels")])
