"""`python -m dashboard statement REP PERIOD`: a statement rebuilt from what its run froze, to the cent."""

import argparse
import datetime as dt

from dashboard.commands.pay import office
from dashboard.errors import Failed, NotUnderstood
from dashboard.pay.rebuilding import rebuilt, same
from dashboard.pay.runs import Office
from dashboard.records import pay as records_of_pay
from dashboard.records.pay import Kept, Run
from dashboard.settings import Settings
from dashboard.text.formats import number


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("payee", metavar="REP", help="the key of the person")
    parser.add_argument("period", metavar="PERIOD", help="the month that the period ends with: 2026-10")
    parser.add_argument(
        "--as-of", default="", metavar="DAY", help="as it stood on this day; else what stands now"
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Rebuild, hold it against what was kept, and print it."""
    with office(settings) as desk:
        found, kept = _kept(desk, args.payee, args.period, args.as_of)
        made = rebuilt(desk.home, found, kept, desk.measures).statement
    if not same(made, kept):
        raise Failed("payrun.differs", kept=str(kept.paid), rebuilt=str(made.paid))
    print(f"{found.name} {found.frozen} {kept.plan} v{kept.plan_version}")
    for line in made.lines:
        words = (line.kind, line.component, str(line.period or ""), line.source)
        about = " ".join(word for word in words if word)
        print(f"{number(settings.language, line.amount, 2):>16}  {about}")
    print(f"{number(settings.language, made.paid, 2):>16}  {kept.currency}")
    return 0


def _kept(desk: Office, payee: str, period: str, as_of: str) -> tuple[Run, Kept]:
    """The statement that stands, or stood on a day, and the run that made it."""
    day = _day(as_of) if as_of else None
    with desk.records.reading() as connection:
        for found in records_of_pay.runs(connection):
            if found.month != period:
                continue
            if day is None and not found.stands:
                continue
            if day is not None and found.calculated_at.date() > day:
                continue
            for kept in records_of_pay.statements(connection, found.id):
                if kept.payee == payee:
                    return found, kept
    if day is not None:
        raise NotUnderstood("payrun.as_of_none", payee=payee, period=period, day=day)
    raise NotUnderstood("payrun.no_statement", payee=payee, period=period)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise NotUnderstood("ask.no_such_day", day=text) from error
