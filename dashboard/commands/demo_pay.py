"""`python -m dashboard demo-pay`: pay the ended months of the demo company's fiscal year."""

import argparse
import datetime as dt
import os
from collections.abc import Callable

from dashboard.access.scope import operator
from dashboard.commands.pay import office
from dashboard.commands.terminal import shown
from dashboard.errors import NotUnderstood
from dashboard.intake.demo import people as demo_people
from dashboard.pay import cycle
from dashboard.pay.facts import Window
from dashboard.pay.runs import Office
from dashboard.progress import Progress
from dashboard.records import pay as records_of_pay
from dashboard.settings import Settings

_DAY = dt.timedelta(days=1)


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--months", type=int, default=None, help="the first so many alone")
    parser.add_argument("--beside", action="store_true", help="end with the process that started it")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """One of its people of operations calculates and locks, the other reviews and approves."""
    with shown(settings.language) as progress, office(settings) as desk:
        if desk.shelf.manifest.kind != "demo":
            raise NotUnderstood("demo.not_demo")
        parent = os.getppid()
        pay_months(desk, progress, args.months, lambda: not args.beside or os.getppid() == parent)
    return 0


def pay_months(desk: Office, progress: Progress, most: int | None, goes_on: Callable[[], bool]) -> None:
    """Lead each month that has ended as far as the ledger; the last one waits for its lock, as in life.

    Before each month `goes_on` is asked whether another is still wanted.
    """
    calculates, approves = (one.email for one in demo_people() if one.role == "operations")
    with desk.records.reading() as connection:
        standing = {one.end for one in records_of_pay.standing(connection)}
    ended = _ended(desk)[:most]
    waiting = [month for month in ended if month.end not in standing]
    for done, month in enumerate(waiting):
        if not goes_on():
            return
        progress("demo.paying", done, len(waiting), month=f"{month.first:%Y-%m}")
        made = desk.run(operator(), month, calculates)
        cycle.review(desk.records, made.id, approves)
        cycle.approve(desk.records, made.id, approves)
        if month is not ended[-1]:
            cycle.lock(desk.records, made.id, calculates)
    progress("demo.paying", len(waiting), len(waiting), month="")


def _ended(desk: Office) -> list[Window]:
    """The months of the fiscal year that the data covers to their last day."""
    outline, found = desk.shelf.outline, list[Window]()
    day = outline.cut.year(outline.through).start
    while True:
        month = outline.cut.month(day)
        if month.end > outline.through:
            return found
        found.append(Window(month.start, month.end + _DAY))
        day = month.end + _DAY
