"""How long it took from opening Explore to a view that was saved, shared or downloaded: no more is kept."""

import datetime as dt
from dataclasses import dataclass
from statistics import median

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dashboard.records.tables import explored

OPENED = "opened"
ENDS = ("saved", "shared", "exported")
LONGEST = 24 * 60 * 60  # seconds; a window that stood open for longer tells nothing


@dataclass(frozen=True, slots=True)
class Ended:
    """How many visits of Explore ended in this way first, and the seconds within which half of them did."""

    how: str
    count: int
    median: int


def add(connection: Connection, on: dt.date, how: str, seconds: int) -> None:
    """Count one: that Explore was opened, or the first view of that visit that went somewhere."""
    kept = min(max(seconds, 0), LONGEST)
    connection.execute(sa.insert(explored).values({"on": on, "how": how, "seconds": kept}))


def opened(connection: Connection, since: dt.date) -> int:
    """How often Explore was opened."""
    chosen = (explored.c.on >= since) & (explored.c.how == OPENED)
    return connection.execute(sa.select(sa.func.count()).where(chosen)).scalar_one()


def ended(connection: Connection, since: dt.date) -> list[Ended]:
    """What visits ended in, and how soon."""
    found: list[Ended] = []
    for how in ENDS:
        chosen = (explored.c.on >= since) & (explored.c.how == how)
        seconds = connection.execute(sa.select(explored.c.seconds).where(chosen)).scalars().all()
        if seconds:
            found.append(Ended(how, len(seconds), round(median(seconds))))
    return found
