"""What ideas bring: how often they came true and what was sold more, against those that were held back."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dashboard.access.scope import Scope
from dashboard.answers.ideas import names_of
from dashboard.answers.reports import report
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.metrics.ideas import RULES
from dashboard.records.ideas import Episode

FEWEST = 20  # of fewer in either group a difference says nothing
_NINETY_FIVE = 1.96


@dataclass(frozen=True, slots=True)
class Group:
    """Ideas that are old enough: how many, how many came true, what was sold more than before."""

    ideas: int = 0
    came_true: int = 0
    more: Decimal = Decimal(0)

    @property
    def rate(self) -> float | None:
        """The share that came true."""
        return self.came_true / self.ideas if self.ideas else None

    def __add__(self, other: "Group") -> "Group":
        return Group(self.ideas + other.ideas, self.came_true + other.came_true, self.more + other.more)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rule, or all: how many were shown so far and accepted, and what became of the old ones.

    `since` is the day on which the first was shown or held back.
    """

    shown: int
    accepted: int
    seen: Group
    held: Group
    since: dt.date | None = None

    @property
    def telling(self) -> bool:
        """Whether both groups are large enough to be compared."""
        return min(self.seen.ideas, self.held.ideas) >= FEWEST

    @property
    def gain(self) -> tuple[float, float] | None:
        """The difference of the two shares, and its margin at 95 %; None of too few."""
        if not self.telling:
            return None
        one, two = (group.came_true / group.ideas for group in (self.seen, self.held))
        spread = one * (1 - one) / self.seen.ideas + two * (1 - two) / self.held.ideas
        return one - two, _NINETY_FIVE * math.sqrt(spread)

    @property
    def brought(self) -> Decimal | None:
        """What the shown ones brought beyond what would have come: the difference of one, times all."""
        if not self.telling:
            return None
        return self.seen.more - self.held.more * self.seen.ideas / self.held.ideas


def outcomes(episodes: Sequence[Episode], scope: Scope, shelf: Shelf, span: int) -> dict[str, Outcome]:
    """Each rule with ideas in scope, by its key, and under "" all of them; `span` is in days."""
    theirs = names_of({one.idea for one in episodes}, scope, shelf)
    known = [one for one in episodes if one.idea in theirs]
    old = [one for one in known if one.shown_on + dt.timedelta(span) <= shelf.outline.through]
    groups = _groups(old, shelf, span)
    shown = Counter(one.idea.rule for one in known if not one.held_out)
    accepted = Counter(one.idea.rule for one in known if one.answer in ("accept", "done"))
    since: dict[str, dt.date] = {}
    for one in known:
        since[one.idea.rule] = min(one.shown_on, since.get(one.idea.rule, one.shown_on))
    found = {
        rule: Outcome(
            shown[rule],
            accepted[rule],
            groups.get((rule, False), Group()),
            groups.get((rule, True), Group()),
            since[rule],
        )
        for rule in RULES
        if rule in since
    }
    every = list(found.values())
    found[""] = Outcome(
        shown.total(),
        accepted.total(),
        sum((one.seen for one in every), Group()),
        sum((one.held for one in every), Group()),
        min(since.values(), default=None),
    )
    return found


def _groups(old: Sequence[Episode], shelf: Shelf, span: int) -> dict[tuple[str, bool], Group]:
    if not old:
        return {}
    rows = report(
        "idea_outcomes",
        shelf,
        numbers=[one.id for one in old],
        rules=[one.idea.rule for one in old],
        hits=[RULES[one.idea.rule].hit for one in old],
        places=[RULES[one.idea.rule].of_territory for one in old],
        held=[one.held_out for one in old],
        accounts=[one.idea.account for one in old],
        subjects=[one.idea.subject for one in old],
        days=[one.shown_on for one in old],
        span=span,
    )
    return {
        (str(rule), bool(held)): Group(int(str(count)), int(str(true)), Decimal(str(more)))
        for rule, held, count, true, more in rows
    }
