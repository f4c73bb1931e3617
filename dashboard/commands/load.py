"""`python -m dashboard load MAPPING.toml`: a company's files become what readers see."""

import argparse
from pathlib import Path

from dashboard.commands.terminal import shown
from dashboard.intake.load import Loaded, load
from dashboard.settings import Settings
from dashboard.text import Language, say

_NAMED = 10  # territories in one sentence


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("mapping", type=Path, help="the mapping file (TOML)")
    parser.add_argument("--full", action="store_true", help="read every file, also those that are known")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Load, and say what came of it."""
    with shown(settings.language) as progress:
        loaded = load(args.mapping, settings, progress, full=args.full)
    print("\n".join(report(loaded, settings.language)))
    return 0


def report(loaded: Loaded, language: Language) -> list[str]:
    """What was read, what balanced, what went to quarantine, and what is served now."""
    manifest = loaded.manifest
    out = [
        say(language, "load.read", source=one.source, file=one.file, n=one.records, encoding=one.encoding)
        for one in manifest.sources
        if one in loaded.read
    ]
    out += [
        say(
            language, "load.balances", target=one.target, measure=one.measure,
            total_in=_shown(one.measure, one.total_in), accepted=_shown(one.measure, one.accepted),
            quarantined=_shown(one.measure, one.quarantined),
        )
        for one in manifest.totals
    ]  # fmt: skip
    if manifest.quarantined:
        out.append(say(language, "load.quarantined", n=manifest.quarantined))
    return out + outcome(loaded, language)


def outcome(loaded: Loaded, language: Language) -> list[str]:
    """What the map goes without, what was read again, and what is served now."""
    manifest, without = loaded.manifest, loaded.without_outline
    out = []
    if without:
        some = ", ".join(without[:_NAMED]) + (" …" if len(without) > _NAMED else "")
        out.append(say(language, "load.without_outline", n=len(without), territories=some))
    out.append(_read(loaded, language))
    key = "load.published" if loaded.new else "load.unchanged"
    out.append(say(language, key, id=manifest.id, through=manifest.through, name=manifest.name))
    return out


def _read(loaded: Loaded, language: Language) -> str:
    """Whether only what is new was read, or why everything."""
    if loaded.anew:
        return say(language, "load.anew", reason=say(language, f"load.anew_{loaded.anew}"))
    if not loaded.added:
        return say(language, "load.continues_none", id=loaded.continues)
    return say(language, "load.continues", n=len(loaded.added), id=loaded.continues)


def _shown(measure: str, total: str) -> str:
    """Rows are counted in ones; money keeps its four decimals."""
    return total.partition(".")[0] if measure == "rows" else total
