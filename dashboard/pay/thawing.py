"""Frozen facts read back: the same facts as on the day of the run, whatever has been loaded since."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from dashboard.metrics.periods import FiscalCalendar
from dashboard.paths import Home
from dashboard.pay import facts as facts_of
from dashboard.pay.credited import Led
from dashboard.pay.eligible import Work, memberships
from dashboard.pay.facts import LINE_MEASURES
from dashboard.pay.freezing import LINES, read_text
from dashboard.pay.frozen_credits import Frozen
from dashboard.pay.money import Rate
from dashboard.pay.plan import Plan


def thaw(home: Home, name: str, plans: Sequence[Plan], only: str = "") -> facts_of.Facts:
    """The facts of this name, and who is in which of the plans; of one person alone, where one is named.

    Raises:
        Failed: the frozen files are gone or changed.
    """
    kept = read_text(home, name)
    whom = "" if _shared_budget(plans) else only
    payees = tuple(_payee(one) for one in kept["payees"] if whom in ("", one["payee"]))
    led = [Led(one["leader"], one["member"], _day(one["first"]), _day(one["end"])) for one in kept["led"]]
    work = [
        Work(
            one["payee"],
            one["role"],
            one["territory"],
            tuple(one["above"]),
            _day(one["first"]),
            _day(one["end"]),
        )
        for one in kept["work"]
    ]  # fmt: skip
    return facts_of.Facts(
        credits=Frozen(home.pay / name / LINES, led, only),
        payees=payees,
        members=tuple(memberships(plans, work, (one.payee for one in payees))),
        quotas=tuple(_slice(row) for row in kept["quotas"]),
        targets=tuple(
            facts_of.TargetPay(payee, Decimal(amount), "year", _day(first), _day(end), currency or "")
            for payee, amount, first, end, currency in kept["targets"]
        ),
        leaves=tuple(facts_of.Leave(payee, _day(first), _day(end)) for payee, first, end in kept["leaves"]),
        scores=tuple(
            facts_of.Score(payee, objective, _day(first), _day(end), Decimal(score), evaluator)
            for payee, objective, first, end, score, evaluator in kept["scores"]
        ),
        rates=tuple(
            Rate(currency, to, _day(day), Decimal(rate)) for currency, to, day, rate in kept["rates"]
        ),
        adjustments=tuple(_adjusted(one) for one in kept["adjustments"]),
        events=tuple(
            facts_of.Event(event_id, payee, event, _day(day))
            for event_id, payee, event, day in kept["events"]
            if whom in ("", payee)
        ),
        values=tuple(_value(row) for row in kept.get("values", ())),
        holds=tuple(_hold(row) for row in kept.get("holds", ())),
        calendar=facts_of.Calendar(
            holidays=frozenset(_days(kept["off"])),
            weekend=(),
            season=tuple(Decimal(one) for one in kept["season"]),
            cut=FiscalCalendar(**kept["cut"]),
        ),
        line_measures=frozenset(LINE_MEASURES),
        reporting=kept["currency"],
    )


def _shared_budget(plans: Sequence[Plan]) -> bool:
    """Whether what one person is paid hangs on the events of others."""
    return any(one.award and one.award.budget is not None for plan in plans for one in plan.component)


def _payee(one: dict[str, Any]) -> facts_of.Payee:
    hired, left = (_day(one[key]) if one[key] else None for key in ("hired", "left"))
    return facts_of.Payee(one["payee"], one["name"], one["currency"], hired, left)


def _adjusted(one: dict[str, Any]) -> facts_of.Adjusted:
    first, end = _day(one["first"]), _day(one["end"])
    return facts_of.Adjusted(**{**one, "first": first, "end": end, "amount": Decimal(one["amount"])})


def _slice(row: Sequence[Any]) -> facts_of.Slice:
    # Runs froze no products first, and then no currency: all was of all, and in the plan's money.
    payee, measure, amount, first, end, held_first, held_end, quota, share, *scope_and_currency = row
    return facts_of.Slice(
        payee, measure, Decimal(amount), _day(first), _day(end), _day(held_first), _day(held_end), quota,
        Decimal(share), *scope_and_currency,
    )  # fmt: skip


def _value(row: Sequence[Any]) -> facts_of.Value:
    # Runs froze no currency first, and none freezes how a value is credited where that is directly, of all.
    payee, measure, first, end, value, *more = row
    told = facts_of.Value(payee, measure, _day(first), _day(end), Decimal(value), *more[:1])
    if len(more) < 2:
        return told
    credit, where = more[1:]
    return replace(told, credit=credit, where=tuple((name, tuple(values)) for name, values in where))


def _hold(row: Sequence[Any]) -> facts_of.Hold:
    key, payee, reason, first, end, line_id, component, share = row
    return facts_of.Hold(key, payee, reason, _day(first), _day(end), line_id, component, Decimal(share))


def _days(texts: Iterable[str]) -> list[dt.date]:
    return [_day(text) for text in texts]


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
