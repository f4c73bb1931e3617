"""The ledger of pay as it is asked in Explore: what was paid to whom, for those who may know it."""

import datetime as dt
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from dashboard.access.crowd import crowd
from dashboard.access.scope import PayScope, Scope
from dashboard.answers.paid import NOBODY, Paid
from dashboard.pay.plan_file import read_plan
from dashboard.pay.plans import measurable
from dashboard.records import log, pay_ledger
from dashboard.records.store import Records

_DAY = dt.timedelta(days=1)
_ONE_READING = 60.0  # seconds
# Of pay that is summed over people: nobody's.
_UNNAMED = "?"


class Posted:
    """The book of one database of records."""

    def __init__(self, records: Records, clock: Callable[[], float] = time.monotonic) -> None:
        self._records, self._clock = records, clock
        self._lock = threading.Lock()
        self._lately: dict[tuple[str, str], float] = {}

    def read(self, scope: Scope, asked: str) -> Paid:
        """What was paid to those whose pay the scope opens; the reading is logged, with what was asked.

        The same question is one reading within a minute: a page asks it ahead, then for its figures. Who
        may read sums of the company alone is given one for each day on which enough people were paid.
        """
        with self._records.reading() as connection:
            latest = pay_ledger.last_entry(connection)
        lines = _lines(self._records, latest)
        found = _sums(lines, scope.pay) if scope.pay.sums_alone else _open(lines, scope.pay)
        if not self._just_logged(scope.person, asked):
            people = len({line.payee for line in found if line.payee != _UNNAMED})
            with self._records.writing() as connection:
                log.write(connection, scope.person, "pay_read", "explore", asked=asked, people=people)
        if not found:
            return NOBODY
        return Paid(*zip(*((one.payee, one.day, one.amount, one.currency) for one in found), strict=True))

    def _just_logged(self, person: str, asked: str) -> bool:
        now = self._clock()
        with self._lock:
            self._lately = {who: at for who, at in self._lately.items() if now - at < _ONE_READING}
            return self._lately.setdefault((person, asked), now) != now


@dataclass(frozen=True, slots=True)
class _Line:
    payee: str
    day: dt.date
    amount: Decimal
    currency: str
    leader_sees: bool = False


def _open(lines: Iterable[_Line], pay: PayScope) -> list[_Line]:
    return [line for line in lines if pay.opens(line.payee, line.leader_sees)]


def _sums(lines: Iterable[_Line], pay: PayScope) -> list[_Line]:
    """One sum for each day and currency, of people who are too many for it to tell anything of one of them.

    Those of a day who are too few are told with the next day, and so are never told apart: neither now nor
    when there will be more days. At the end of all they wait.
    """
    days = defaultdict[dt.date, list[_Line]](list)
    for line in lines:
        days[line.day].append(line)
    found, waiting = [], list[_Line]()
    for day in sorted(days):
        waiting += days[day]
        if not crowd((line.payee for line in waiting), pay.own.__contains__).told:
            continue
        sums = defaultdict[str, Decimal](Decimal)
        for line in waiting:
            sums[line.currency] += line.amount
        found += [_Line(_UNNAMED, day, amount, currency) for currency, amount in sorted(sums.items())]
        waiting = []
    return found


@lru_cache(maxsize=2)
def _lines(records: Records, latest: int) -> tuple[_Line, ...]:
    """Every statement that was ever posted, less what was taken back; `latest` says of which ledger."""
    with records.reading() as connection:
        posted = pay_ledger.posted(connection, latest)
        texts = pay_ledger.plan_texts(connection)
    return tuple(
        _Line(
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


_plan = lru_cache(maxsize=256)(lambda name, text: read_plan(text, name, measurable()))
