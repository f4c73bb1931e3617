"""Credited lines held in memory: those of a case, of a test, and of a statement that is opened."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from dashboard.pay.facts import FOREVER, Line, Pick, Sum, Window
from dashboard.pay.plan import ReturnsPolicy

_NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Led:
    """Who leads whom, and when: every level below a leader stands here, not the next one alone."""

    leader: str
    member: str
    first: dt.date
    end: dt.date = FOREVER


class Listed:
    """Lines as a list, in whatever order they came: the order never changes what is paid."""

    def __init__(self, lines: Iterable[Line], led: Iterable[Led] = ()) -> None:
        ordered = sorted(lines, key=lambda line: (line.day, line.line_id, line.payee, line.credit))
        self._of: dict[str, list[Line]] = defaultdict(list)
        self._by_id: dict[tuple[str, str], Line] = {}
        for line in ordered:
            self._of[line.payee].append(line)
            self._by_id[line.line_id, line.payee] = line
        self._led: dict[str, list[Led]] = defaultdict(list)
        for one in led:
            self._led[one.leader].append(one)

    def sums(self, payee: str, pick: Pick, window: Window) -> Sequence[Sum]:
        """What the lines come to, by currency and day."""
        found: dict[tuple[str, dt.date], list[Fraction]] = defaultdict(list)
        for line in self.lines(payee, pick, window):
            currency = "" if line.currency == pick.home else line.currency
            day = (line.counts_on(pick.returns) or line.day) if currency else window.first
            found[currency, day].append(Fraction(line.amounts[pick.measure]))
        return [
            Sum(currency, day, sum(amounts, Fraction(0)), len(amounts))
            for (currency, day), amounts in sorted(found.items())
        ]

    def lines(self, payee: str, pick: Pick, window: Window) -> Sequence[Line]:
        """The person's lines, or those of the people led, each of them once."""
        mine = self._team(payee, pick.returns) if pick.credit == "rollup" else self._of.get(payee, [])
        credit = "overlay" if pick.credit == "overlay" else "direct"
        return [
            line
            for line in mine
            if (day := line.counts_on(pick.returns)) is not None
            and day in window
            and line.credit == credit
            and pick.measure in line.amounts
            and all(line.attributes.get(name, "") in values for name, values in pick.where)
        ]

    def line(self, line_id: str, payee: str) -> Line | None:
        """One line of a person."""
        return self._by_id.get((line_id, payee))

    def _team(self, leader: str, policy: ReturnsPolicy) -> list[Line]:
        """Each line once, with all that the people led on the day that it counts are credited with of it."""
        found: list[Line] = []
        for member in sorted({one.member for one in self._led.get(leader, [])}):
            stretches = [Window(one.first, one.end) for one in self._led[leader] if one.member == member]
            found += [
                line
                for line in self._of.get(member, [])
                if line.credit == "direct"
                and any((line.counts_on(policy) or line.day) in stretch for stretch in stretches)
            ]
        return together(leader, found)


def together(leader: str, lines: Iterable[Line]) -> list[Line]:
    """Each line once, credited to the leader with what the people led have of it together."""
    joined: dict[str, Line] = {}
    for line in lines:
        other = joined.get(line.line_id)
        if other is None:
            joined[line.line_id] = replace(line, payee=leader)
            continue
        amounts = {
            key: other.amounts.get(key, _NONE) + line.amounts.get(key, _NONE)
            for key in other.amounts.keys() | line.amounts.keys()
        }
        joined[line.line_id] = replace(other, share=other.share + line.share, amounts=amounts)
    return sorted(joined.values(), key=lambda line: (line.day, line.line_id))
