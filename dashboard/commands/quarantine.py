"""`python -m dashboard quarantine`: the rows that were not believed, each with rule, place and original text."""

import argparse

from dashboard.answers.reports import report
from dashboard.answers.warehouse import Warehouse
from dashboard.settings import Settings
from dashboard.text import has, say

LINES = 200


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "--limit", type=int, default=LINES, help=f"how many rows to list; {LINES} unless told"
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    """List what is in quarantine in the served publication."""
    warehouse = Warehouse(settings.place, settings.memory_limit, settings.threads)
    try:
        with warehouse.reading() as shelf:
            rows = report("quarantine", shelf, limit=args.limit)
            count = shelf.manifest.quarantined
    finally:
        warehouse.close()
    language = settings.language
    for target, rule, file, record, field, value, original, _amount in rows:
        key = f"intake.rule.{rule}"
        print(
            say(
                language, "load.quarantine_row",
                target=target, file=file, record=record, field=field or "–", value="–" if value is None else value,
                reason=say(language, key) if has(key) else rule, original=original,
            )
        )  # fmt: skip
    print(say(language, "load.quarantine_total", n=count, listed=len(rows)))
    return 0
