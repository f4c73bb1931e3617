"""The ledger of pay as it is asked in Explore: what was paid to whom, for those who may know it."""

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from dashboard.access.crowd import crowd
from dashboard.access.scope import UNKNOWN, PayScope, Scope
from dashboard.answers.paid import NOBODY, Paid, Rates
from dashboard.metrics.catalogue import MEASURES
from dashboard.pay.plan import Plan
from dashboard.pay.plan_file import read_plan
from dashboard.records import log, pay_ledger
from dashboard.records.store import Records

_DAY = dt.timedelta(days=1)
_ONE_READING = 60.0  # seconds


class Posted:
    """The book of one database of records."""

    def __init__(self, records: Records, clock: Callable[[], float] = time.monotonic) -> None:
        self._records, self._sitting = records, log.Sitting(_ONE_READING, clock)

    def read(self, scope: Scope, asked: str, rates: Rates) -> Paid:
        """What was paid to those whose pay the scope opens; the reading is logged, with what was asked.

        The same question is one reading within a minute: a page asks it ahead, then for its figures. Who
        may read sums of the company alone is given one for each day on which enough people were paid.

        Raises:
            NotUnderstood: an amount is in a currency without a rate of its day.
        """
        with self._records.reading() as connection:
            latest = pay_ledger.last_entry(connection)
        mine = [line for line in _lines(self._records, latest) if _may_read(line, scope.pay)]
        found = [replace(line, amount=rates.convert(line.amount, line.currency, line.day)) for line in mine]
        self._log(scope.person, asked, len({line.payee for line in found}))
        if scope.pay.sums_alone:
            found = sums(found, scope.pay)
        if not found:
            return NOBODY
        return Paid(*zip(*((one.payee, one.day, one.amount) for one in found), strict=True))

    def _log(self, person: str, asked: str, people: int) -> None:
        if self._sitting.goes_on((person, asked)):
            return
        with self._records.writing() as connection:
            log.write(connection, person, "pay_read", "explore", asked=asked, people=people)
        self._sitting.note((person, asked))


@dataclass(frozen=True, slots=True)
class Line:
    """What one statement pays, less what was taken back; `day` is the last of its pay period."""

    payee: str
    day: dt.date
    amount: Decimal
    currency: str
    leader_sees: bool = False


def _may_read(line: Line, pay: PayScope) -> bool:
    return pay.sums_alone or pay.opens(line.payee, line.leader_sees)


def sums(lines: Iterable[Line], pay: PayScope) -> list[Line]:
    """One sum for each day, of people who are too many for it to tell anything of one of them.

    Those of a day who are too few are told with the next day, and so are never told apart: neither now nor
    when there will be more days. At the end of all they wait. The lines are in one currency.
    """
    days = defaultdict[dt.date, list[Line]](list)
    for line in lines:
        days[line.day].append(line)
    found, waiting = [], list[Line]()
    for day in sorted(days):
        waiting += days[day]
        if crowd((line.payee for line in waiting), pay.own.__contains__).told:
            found.append(Line(UNKNOWN, day, sum((line.amount for line in waiting), Decimal(0)), ""))
            waiting = []
    return found


@lru_cache(maxsize=2)
def _lines(records: Records, latest: int) -> tuple[Line, ...]:
    """Every statement that was ever posted, less what was taken back; `latest` says of which ledger."""
    with records.reading() as connection:
        posted = pay_ledger.posted(connection, latest)
        texts = pay_ledger.plan_texts(connection)
    return tuple(
        Line(
            one.payee, one.end - _DAY, one.amount, one.currency,
            _leader_sees(one.plan, one.plan_version, tuple(texts[one.run_id].items())),
        )
        for one in posted
    )  # fmt: skip


@lru_cache(maxsize=256)
def _leader_sees(key: str, version: int, texts: tuple[tuple[str, str], ...]) -> bool:
    """Whether the plan of a statement opens it to leaders."""
    return any(
        plan.leader_sees
        for name, text in texts
        if (plan := _plan(name, text)).key == key and plan.version == version
    )


@lru_cache(maxsize=256)
def _plan(name: str, text: str) -> Plan:
    """A plan that a run kept: it was sound then, whatever may be measured today."""
    return read_plan(text, name, MEASURES)
