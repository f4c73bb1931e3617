"""Caps of a pay interval, a measure interval and a fiscal year: what they cut off of what was earned.

A cap turns what each pay period earned into what it may pay, by today's facts and the version of the plan
that was in force then. What it cut off before stands in the ledger; the difference is posted. So a change of
a closed period that stays above its cap changes nothing, a cap gives back what a later return would take
twice, and one that was too low, for target pay that was corrected since, is put right.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from dashboard.errors import Refused
from dashboard.pay.desk import Desk
from dashboard.pay.due import limit
from dashboard.pay.facts import Window
from dashboard.pay.plan import Cap
from dashboard.pay.rounding import rounded
from dashboard.pay.statement import Before, StatementLine

_NONE = Decimal(0)
# What each pay period (its first day) earned, or may pay.
Series = dict[dt.date, Decimal]
# A component ("" for the plan) and a pay period.
Key = tuple[str, dt.date]


@dataclass(frozen=True, slots=True)
class Cut:
    """What is cut off (below zero: given back), in the plan's money and, rounded, in the payee's."""

    component: str
    amount: Decimal
    own: Decimal


@dataclass(frozen=True, slots=True)
class Refundable:
    """What a refundable cap keeps for later, and what it lets go of what it kept; in the plan's money."""

    amount: Decimal
    released: Decimal


@dataclass(frozen=True, slots=True)
class Found:
    """What all caps come to now, and what the ledger keeps of them."""

    cuts: Sequence[Cut]
    refundable: Sequence[Refundable]
    withheld: Decimal
    cut: Mapping[Key, Decimal]
    cut_turned: Mapping[Key, Decimal]


@dataclass(frozen=True, slots=True)
class _Under:
    """What came under caps in one pay period, in the plan's money and in the payee's, and what they took."""

    earned: Decimal = _NONE
    turned: Fraction = Fraction(0)
    cut: Decimal = _NONE


@dataclass(frozen=True)
class Caps:
    """All caps of a plan for one pay period: of the components, then of the plan, refundable ones last.

    `desk_of` has the person's figures under the version that was in force in a pay period; `rate` is that of
    money which belongs to no credit.
    """

    desk: Desk
    period: Window
    before: Before
    desk_of: Callable[[Window], Desk]
    rate: Fraction

    def found(self, lines: Sequence[StatementLine], after: Before) -> Found:
        """What is cut off of what `lines` earn and adjust, with which the ledger is as `after` says."""
        # What was paid in other money than the payee's now is looked at in the plan's alone.
        same = self.before.currency == self.desk.payee.currency
        turned, cut_turned = (self.before.turned, self.before.cut_turned) if same else ({}, {})
        paid = {
            key: Fraction(turned[key]) if key in turned else Fraction(amount) * self.rate
            for key, amount in self.before.posted.items()
        }
        then = {
            key: replace(one, cut=self.before.cut.get(key, one.cut))
            for key, one in self._under(self.before.posted, paid).items()
        }
        for line in lines:
            if line.kind in ("earning", "bonus", "adjustment"):
                key = line.component, line.period or self.period.first
                paid[key] = paid.get(key, Fraction(0)) + Fraction(line.amount)
        now = self._under(after.posted, paid)
        cut_then, cut_now = ({key: one.cut for key, one in found.items()} for found in (then, now))
        own_then = {key: cut_turned.get(key, self._own(one)) for key, one in then.items()}
        own_now = {key: self._own(one) for key, one in now.items()}
        cuts = []
        for component in dict.fromkeys(component for component, _ in (*now, *then)):
            amount = _of(component, cut_now) - _of(component, cut_then)
            own = _of(component, own_now) - _of(component, own_then)
            cuts.append(Cut(component, amount, own if self.desk.by_credit else self._paid(amount)))
        earned = _sum(after.posted.values()) - _sum(self.before.posted.values())
        refundable, withheld = self._refundable(earned - _sum(one.amount for one in cuts))
        dated = {first for _, first in after.turned}
        own_dated = {key: amount for key, amount in own_now.items() if key[1] in dated}
        return Found(cuts, refundable, withheld, cut_now, own_dated)

    def _under(self, posted: Mapping[Key, Decimal], paid: Mapping[Key, Fraction]) -> dict[Key, _Under]:
        """What comes under caps that are not refundable, each pay period under the version of its time."""
        found: dict[Key, _Under] = {}
        versions: dict[int, tuple[Desk, set[dt.date]]] = {}
        for first in sorted({first for _, first in posted} | {self.period.first}):
            window = self.desk.facts.calendar.interval(self.desk.plan.interval.paid, first)
            desk = self.desk if first == self.period.first else self.desk_of(window)
            versions.setdefault(desk.plan.version, (desk, set()))[1].add(first)
        for desk, firsts in versions.values():
            under = self._under_version(desk, posted, paid)
            found |= {key: one for key, one in under.items() if key[1] in firsts}
        return found

    def _under_version(
        self, desk: Desk, posted: Mapping[Key, Decimal], paid: Mapping[Key, Fraction]
    ) -> dict[Key, _Under]:
        """What comes under the caps of one version: those of components, then those of the plan."""
        found: dict[Key, _Under] = {}
        left: dict[dt.date, tuple[Decimal, Fraction]] = {}
        for component in dict.fromkeys(key for key, _ in posted):
            earned = {first: amount for (key, first), amount in posted.items() if key == component}
            caps = list(_of_component(desk, component))
            may = self._through(desk, caps, earned)
            for first, amount in earned.items():
                one = _Under(amount, paid[component, first], amount - may[first])
                if caps:
                    found[component, first] = one
                plan, own = left.get(first, (_NONE, Fraction(0)))
                left[first] = plan + may[first], own + one.turned - Fraction(self._own(one))
        caps = [(cap, Fraction(1)) for cap in desk.plan.cap if not cap.refundable]
        may = self._through(desk, caps, {first: plan for first, (plan, _) in left.items()})
        for first, (plan, own) in left.items() if caps else ():
            found["", first] = _Under(plan, own, plan - may[first])
        return found

    def _own(self, under: _Under) -> Decimal:
        """What is cut off, in the payee's money: the same share of what the period came to in it."""
        if not under.earned:
            return _NONE
        share = Fraction(under.cut) / Fraction(under.earned)
        return rounded(under.turned * share, self.desk.plan.rounding)

    def _paid(self, amount: Decimal) -> Decimal:
        return rounded(Fraction(amount) * self.rate, self.desk.plan.rounding)

    def _refundable(self, may: Decimal) -> tuple[list[Refundable], Decimal]:
        """What the plan's refundable caps keep of what a statement may pay, and have kept then."""
        withheld, found = self.before.withheld, []
        for cap in self.desk.plan.cap:
            if cap.refundable:
                paid = min(may + withheld, _limit(self.desk, cap, Fraction(1), self.period))
                found.append(Refundable(max(may - paid, _NONE), min(max(paid - may, _NONE), withheld)))
                withheld += may - paid
        return found, withheld

    def _through(self, desk: Desk, caps: Sequence[tuple[Cap, Fraction]], earned: Series) -> Series:
        """What each pay period may pay: as far as those before it in a cap's interval left room."""
        for cap, weight in caps:
            may: Series = {}
            so_far: Series = {}
            for first in sorted(earned):
                interval = _interval(desk, cap, first)
                most, before = _limit(desk, cap, weight, interval), so_far.get(interval.first, _NONE)
                so_far[interval.first] = before + earned[first]
                may[first] = min(before + earned[first], most) - min(before, most)
            earned = may
        return earned


def _of_component(desk: Desk, key: str) -> Iterator[tuple[Cap, Fraction]]:
    for component in desk.plan.component:
        if component.key == key:
            yield from (
                (cap, Fraction(component.weight))
                for cap in component.cap
                if cap.per in ("pay", "year") and (cap.amount, cap.times_target) != (None, None)
            )


def _interval(desk: Desk, cap: Cap, first: dt.date) -> Window:
    interval = desk.plan.interval
    kind = {"pay": interval.paid, "measure": interval.measured, "year": "year"}[cap.per]
    return desk.facts.calendar.interval(kind, first)


def _limit(desk: Desk, cap: Cap, weight: Fraction, interval: Window) -> Decimal:
    if cap.times_target is not None and not desk.prorated.has_target:
        raise Refused("pay.no_target", payee=desk.payee.payee, component="-")
    target = _NONE if cap.times_target is None else desk.prorated.target(interval) * weight
    return rounded(limit(cap.amount, cap.times_target, Fraction(target)), desk.plan.rounding)


def _of(component: str, amounts: Mapping[Key, Decimal]) -> Decimal:
    return _sum(amount for (key, _), amount in amounts.items() if key == component)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, _NONE)
