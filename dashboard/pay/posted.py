"""The ledger of pay as it is asked in Explore: what was paid to whom, for those who may know it."""

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from dashboard.access.crowd import crowd
from dashboard.access.scope import UNKNOWN, PayScope, Scope
from dashboard.answers.paid import NOBODY, Paid, Rates
from dashboard.errors import NotUnderstood, Refused
from dashboard.metrics.catalogue import MEASURES
from dashboard.pay import money
from dashboard.pay.plan import Plan, Rounding
from dashboard.pay.plan_file import read_plan
from dashboard.pay.rounding import rounded
from dashboard.records import log, pay_ledger
from dashboard.records.store import Records

_DAY = dt.timedelta(days=1)
_ONE_READING = 60.0  # seconds
_SHOWN = Rounding(digits=4)


class Posted:
    """The book of one database of records."""

    def __init__(self, records: Records, clock: Callable[[], float] = time.monotonic) -> None:
        self._records, self._sitting = records, log.Sitting(_ONE_READING, clock)

    def read(self, scope: Scope, asked: str, rates: Rates) -> Paid:
        """What was paid to those whose pay the scope opens; the reading is logged, with what was asked.

        The same question is one reading within a minute: a page asks it ahead, then for its figures. Who
        may read sums of the company alone is given one for each day on which enough people were paid.

        Raises:
            NotUnderstood: nothing says what an amount is in the reporting currency: which one, to those who
                may read it.
        """
        with self._records.reading() as connection:
            latest = pay_ledger.last_entry(connection)
        mine = [line for line in _lines(self._records, latest) if _may_read(line, scope.pay)]
        alone = scope.pay.sums_alone
        try:
            found, agreed = reported(mine, rates)
        except NotUnderstood:
            if alone:
                raise NotUnderstood("ask.no_pay_sum") from None
            raise
        self._log(scope.person, asked, len({line.payee for line in found}))
        if alone:
            found, agreed = sums(found, scope.pay), ()
        if not found:
            return NOBODY
        people, days, amounts = zip(*((one.payee, one.day, one.amount) for one in found), strict=True)
        return Paid(people, days, amounts, agreed)

    def _log(self, person: str, asked: str, people: int) -> None:
        if self._sitting.goes_on((person, asked)):
            return
        with self._records.writing() as connection:
            log.write(connection, person, "pay_read", "explore", asked=asked, people=people)
        self._sitting.note((person, asked))


@dataclass(frozen=True, slots=True)
class Line:
    """What one statement pays by a plan, less what was taken back; `day` is the last of its pay period."""

    payee: str
    day: dt.date
    amount: Decimal
    currency: str
    plan: Plan | None = None


def _may_read(line: Line, pay: PayScope) -> bool:
    # Pay by a plan that is not known is open to no leader.
    return pay.sums_alone or pay.opens(line.payee, line.plan is not None and line.plan.leader_sees)


def reported(lines: Sequence[Line], rates: Rates) -> tuple[list[Line], tuple[str, ...]]:
    """The lines in the reporting currency, to the ten-thousandth, and the currencies of which some was turned
    at the rate of a plan year: where no rate of its day is known.

    Raises:
        NotUnderstood: `ask.no_pay_rate`: there is neither.
    """
    others = [one for one in lines if one.currency != rates.currency]
    needed = {one.currency for one in others} | {one.plan.currency for one in others if one.plan}
    days = money.Rates(
        money.Rate(currency, rates.currency, since, rate)
        for currency in needed
        for since, rate in rates.known.get(currency, ())
    )
    found, agreed = [], set[str]()
    for one in lines:
        if one.currency == rates.currency:
            found.append(one)
            continue
        worth = _worth(one, days, rates.currency)
        found.append(replace(one, amount=rounded(Fraction(one.amount) * worth.rate, _SHOWN)))
        if worth.agreed:
            agreed.add(one.currency)
    return found, tuple(sorted(agreed))


def _worth(line: Line, days: money.Rates, to: str) -> money.Worth:
    try:
        if line.plan is None:
            return money.Worth(days.rate(line.currency, to, line.day))
        return money.worth_on(line.plan, days, (line.currency, to), line.day)
    except Refused as error:
        raise NotUnderstood("ask.no_pay_rate", currency=line.currency, to=to, day=line.day) from error


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
            _plan_of(one.plan, one.plan_version, tuple(texts[one.run_id].items())),
        )
        for one in posted
    )  # fmt: skip


@lru_cache(maxsize=256)
def _plan_of(key: str, version: int, texts: tuple[tuple[str, str], ...]) -> Plan | None:
    """The plan that a statement was paid by, as its run kept it."""
    plans = (_plan(name, text) for name, text in texts)
    return next((one for one in plans if (one.key, one.version) == (key, version)), None)


@lru_cache(maxsize=256)
def _plan(name: str, text: str) -> Plan:
    """A plan that a run kept: it was sound then, whatever may be measured today."""
    return read_plan(text, name, MEASURES)
