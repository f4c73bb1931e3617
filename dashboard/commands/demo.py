"""`python -m dashboard demo`: generate the demo company and publish it."""

import argparse
import datetime as dt

from dashboard.commands.load import outcome
from dashboard.commands.terminal import shown
from dashboard.intake.demo import MAPPING, generate
from dashboard.intake.demo import people as demo_people
from dashboard.intake.load import Loaded, load
from dashboard.progress import Progress
from dashboard.settings import Settings

LINES = 300_000


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--lines", type=int, default=LINES, help="order lines to generate")
    parser.add_argument(
        "--until", type=dt.date.fromisoformat, default=None, help="last day; without it, yesterday"
    )
    parser.add_argument("--seed", type=int, default=1, help="another seed is another company")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Generate, load, and say what came of it."""
    with shown(settings.language) as progress:
        loaded = publish_demo(settings, progress, lines=args.lines, until=args.until, seed=args.seed)
    print("\n".join(outcome(loaded, settings.language)))
    return 0


def publish_demo(
    settings: Settings, progress: Progress, *, lines: int = LINES, until: dt.date | None = None, seed: int = 1
) -> Loaded:
    """Generate the demo's source files in the home directory and load them like any company's."""
    last = until or settings.day() - dt.timedelta(days=1)
    folder = settings.place.demo
    return load(
        folder / MAPPING, settings, progress, kind="demo", people=demo_people(),
        prepare=lambda: generate(folder, lines, last, seed, progress),
    )  # fmt: skip
