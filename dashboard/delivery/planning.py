"""Planning: each occasion of what is followed becomes one run and one message, in one transaction."""

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Connection

from dashboard.answers.warehouse import Warehouse
from dashboard.pages.followed.times import due_after
from dashboard.records import subscriptions as book
from dashboard.records.store import Records
from dashboard.records.subscriptions import Subscription
from dashboard.settings import Company

MOST = 31  # occasions that were missed are written down, but not those of a year


def plan(records: Records, warehouse: Warehouse, zone: str, now: dt.datetime) -> None:
    """Let a message wait for every occasion that has come.

    Raises:
        MetronError: there is no publication to tell of.
    """
    published = warehouse.published()
    with records.reading() as connection:
        waiting = book.awaiting(connection, now, published)
    if not waiting:
        return
    with warehouse.reading() as shelf:
        company = shelf.manifest.company
    with records.writing() as connection:
        # Read again: another worker may have planned them meanwhile.
        for one in book.awaiting(connection, now, published, hold=True):
            if one.terms.timing in book.ON_DATA:
                _of_data(connection, one, published, now, zone)
            else:
                _of_time(connection, one, now, company, zone)


def _of_data(connection: Connection, one: Subscription, published: str, now: dt.datetime, zone: str) -> None:
    book.change(connection, one.id, seen=published)
    if one.snoozed_until is None or one.snoozed_until <= _day(now, zone):
        book.put(connection, one, published, now, now)


def _of_time(
    connection: Connection, one: Subscription, now: dt.datetime, company: Company, zone: str
) -> None:
    """Of occasions that were missed the last is made up for: the others would say the same."""
    due, come = one.due, []
    while due is not None and due <= now:
        come.append(due)
        due = due_after(one.terms, due, company, zone)
    for at in come[-MOST:-1]:
        book.put(connection, one, at.isoformat(), at, now, reason="deliver.overtaken")
    if come:
        book.put(connection, one, come[-1].isoformat(), come[-1], now)
    book.change(connection, one.id, due=due)


def _day(now: dt.datetime, zone: str) -> dt.date:
    return now.astimezone(ZoneInfo(zone)).date()
