"""`python -m dashboard quarantine`: the rows that were not believed, with rule, place and text."""

import argparse

from dashboard.answers.reports import report
from dashboard.answers.warehouse import Warehouse
from dashboard.errors import NotUnderstood
from dashboard.intake.quarantine import name_rule
from dashboard.settings import Settings
from dashboard.text import say

LINES = 200


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "--limit", type=int, default=LINES, help=f"how many rows to list; {LINES} unless told"
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    """List what is in quarantine in the served publication."""
    if args.limit < 0:
        raise NotUnderstood("ask.negative_limit", limit=args.limit)
    warehouse = Warehouse(settings.place, settings.memory_limit, settings.threads)
    try:
        with warehouse.reading() as shelf:
            rows = report("quarantine", shelf, limit=args.limit)
            count = shelf.manifest.quarantined
    finally:
        warehouse.close()
    language = settings.language
    for target, rule, file, record, field, value, original, _amount in rows:
        row = {
            "target": target,
            "file": file,
            "record": record,
            "field": field or "–",
            "value": "–" if value is None else value,
            "reason": name_rule(language, str(rule)),
            "original": original,
        }
        print(say(language, "load.quarantine_row", **row))
    print(say(language, "load.quarantine_total", n=count, listed=len(rows)))
    return 0
