"""`python -m dashboard scorecard`: how soon Explore leads to a view that somebody keeps or takes along."""

import argparse
import datetime as dt

from dashboard.records import explored
from dashboard.records.store import open_records
from dashboard.settings import Settings
from dashboard.text import dates, formats, say


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--days", type=int, default=90, help="how many days back; 90 unless told")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print how often it was opened, and what came of it how soon."""
    language, records = settings.language, open_records(settings)
    since = settings.day() - dt.timedelta(days=max(0, args.days))
    try:
        with records.reading() as connection:
            opened, ended = explored.opened(connection, since), explored.ended(connection, since)
    finally:
        records.close()
    told = {"since": dates.day(language, since), "count": formats.number(language, opened)}
    print(say(language, "explore.used", n=opened, **told))
    for one in ended:
        how, median = say(language, f"explore.how_{one.how}"), formats.number(language, one.median)
        count = formats.number(language, one.count)
        print(say(language, "explore.ended", n=one.count, count=count, how=how, median=median))
    return 0
