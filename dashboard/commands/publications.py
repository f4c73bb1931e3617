"""`python -m dashboard publications` and `... rollback ID`: what is kept, and going back to it."""

import argparse
import sys

from dashboard.errors import Failed
from dashboard.intake import manifest as manifests
from dashboard.intake.manifest import Manifest
from dashboard.intake.publication import roll_back
from dashboard.settings import Settings
from dashboard.text import Language, say, tell


def run_list(_args: argparse.Namespace, settings: Settings) -> int:
    """One line a publication, the newest first; the served one is marked, a damaged one told of apart."""
    language, now = settings.language, manifests.current(settings.place)
    found, damaged = manifests.listed(settings.place), manifests.damaged(settings.place)
    if not found and not damaged:
        print(say(language, "load.nothing_published"))
    for one in found:
        print(_line(one, one.id == now, language))
    for error in damaged:
        print(tell(language, error), file=sys.stderr)
    return Failed.exit_code if damaged else 0


def _line(manifest: Manifest, served: bool, language: Language) -> str:
    return say(
        language,
        "load.listed_current" if served else "load.listed",
        id=manifest.id,
        name=manifest.name,
        created=manifest.created_at.strftime("%Y-%m-%d %H:%M"),
        through=manifest.through,
        n=sum(part.rows for part in manifest.segments if part.relation == "sales"),
        quarantined=manifest.quarantined,
    )


def configure_rollback(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("publication", help="id of the publication, as `publications` lists it")


def run_rollback(args: argparse.Namespace, settings: Settings) -> int:
    """Serve an earlier publication again."""
    manifest = roll_back(settings.place, args.publication)
    print(say(settings.language, "load.rolled_back", id=manifest.id, through=manifest.through))
    return 0
