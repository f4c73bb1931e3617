"""`python -m dashboard publications` and `... rollback ID`: what is kept, and going back to it."""

import argparse

from dashboard.intake import manifest as manifests
from dashboard.intake.publication import roll_back
from dashboard.settings import Settings
from dashboard.text import say


def run_list(_args: argparse.Namespace, settings: Settings) -> int:
    """One line a publication, the newest first; the served one is marked."""
    now = manifests.current(settings.place)
    found = manifests.listed(settings.place)
    if not found:
        print(say(settings.language, "load.nothing_published"))
    for one in found:
        print(
            say(
                settings.language,
                "load.listed_current" if one.id == now else "load.listed",
                id=one.id,
                name=one.name,
                created=one.created_at.strftime("%Y-%m-%d %H:%M"),
                through=one.through,
                n=sum(part.rows for part in one.segments if part.relation == "sales"),
                quarantined=one.quarantined,
            )
        )
    return 0


def configure_rollback(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("publication", help="id of the publication, as `publications` lists it")


def run_rollback(args: argparse.Namespace, settings: Settings) -> int:
    """Serve an earlier publication again."""
    manifest = roll_back(settings.place, args.publication)
    print(say(settings.language, "load.rolled_back", id=manifest.id, through=manifest.through))
    return 0
