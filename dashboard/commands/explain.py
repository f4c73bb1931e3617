"""`python -m dashboard explain net_sales --against prior_year_working`: why a number changed."""

import argparse
import sys

from dashboard.access.scope import operator
from dashboard.answers.explained import explain
from dashboard.answers.explained_export import as_json, as_table
from dashboard.commands.ask import configure_limits, reading
from dashboard.commands.identity import scope_of
from dashboard.metrics.question import ask, period_of
from dashboard.settings import Settings
from dashboard.text import say

_WRITERS = {"table": as_table, "json": as_json}


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command: those of `ask` that say what is asked about."""
    parser.add_argument("measure", help="the KPI whose change is to be explained")
    configure_limits(parser)
    parser.add_argument("--format", choices=sorted(_WRITERS), default="table")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Explain, and print who made the change."""
    with reading(args.publication, settings) as shelf:
        scope = scope_of(args.person, settings, shelf) if args.person else operator()
        question = ask(
            shelf.outline,
            measures=[args.measure],
            where=args.where,
            period=period_of(args.period, shelf.outline, args.incomplete),
            against=args.against,
            # A change is growth, which stands on today's alignment where nothing else is said.
            alignment=args.alignment or "today",
        )
        found = explain(question, scope, shelf)
    print(_WRITERS[args.format](found, settings.language).rstrip("\n"))
    if not args.person:
        # Beside the output, which a program may be reading.
        print(say(settings.language, "ask.as_operator"), file=sys.stderr)
    return 0
