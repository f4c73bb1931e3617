"""`python -m dashboard kpis`: the catalogue of measures and dimensions, as documentation."""

import argparse

from dashboard.answers.glossary import facts, worded
from dashboard.intake import manifest as manifests
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
    served = manifests.current(settings.place)
    own = manifests.read(settings.place, served).outline.own if served else ()
    print(as_markdown(language, own))
    return 0


def as_markdown(language: Language, own: tuple[Measure, ...] = ()) -> str:
    """What `docs/kpis.<language>.md` says; a test holds the two equal. A company's own stand first."""
    parts = [f"# {say(language, 'kpis.title')}", say(language, "kpis.lead"), say(language, "kpis.left_out")]
    instead = {row.key for row in own}
    parts += [_measure(row, language) for row in own]
    parts += [_measure(row, language) for row in MEASURES.values() if row.key not in instead]
    parts += [f"## {say(language, 'kpis.dimensions')}", _dimensions(language)]
    return "\n\n".join(parts)


def _measure(row: Measure, language: Language) -> str:
    about = facts(row, language) | {"needs": ", ".join(f"`{table}`" for table in row.needs)}
    lines = [
        f"## {worded(row, language, 'name')} (`{row.key}`)",
        "",
        worded(row, language, "definition"),
        "",
        f"**{worded(row, language, 'formula')}** {worded(row, language, 'pitfall')}",
        "",
        f"| | |\n|---|---|\n{_table(about, language)}",
    ]
    return "\n".join(lines)


def _table(about: dict[str, str], language: Language) -> str:
    return "\n".join(f"| {say(language, f'kpis.{name}')} | {about[name]} |" for name in _ABOUT)


def _dimensions(language: Language) -> str:
    rows = [f"| `{key}` | {say(language, f'dimension.{key}')} |" for key in dimensions(())]
    return "\n".join(["| | |", "|---|---|", *rows, "", say(language, "kpis.levels")])
