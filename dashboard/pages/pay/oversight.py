"""What plan health is shown of: the people that this person oversees, and whose pay of them is known."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING

from dashboard.access.scope import PayScope
from dashboard.answers.reports import report
from dashboard.pages.address import Address
from dashboard.pages.pay.measures import measurable_here
from dashboard.pages.view import View
from dashboard.pay.health_fairness import Beside
from dashboard.pay.observed import Observed, Watched
from dashboard.records.pay import Run
from dashboard.text import dates, say

if TYPE_CHECKING:
    from dashboard.pay.plan_year import PlanYear


@dataclass(frozen=True)
class Overseen:
    """Every plan with the people of it that one oversees; `known` says whose own pay one may see.

    `settled` says that it is of the last month in which every plan has paid, for somebody's pay is not known.
    """

    run: Run
    watched: tuple[Watched, ...]
    published: tuple[int, ...]
    statements: Mapping[int, tuple[str, str]]
    known: Callable[[str], bool]
    rights: PayScope
    settled: bool = False

    @property
    def open_to_all(self) -> bool:
        """Whether the pay of everybody here is known by itself, so that no sum tells more."""
        return all(self.known(who.payee) for one in self.watched for who in one.people)

    @property
    def seen(self) -> list[tuple[Watched, list[Observed]]]:
        """The people whose pay one may see, by their plan."""
        return [(one, [who for who in one.people if self.known(who.payee)]) for one in self.watched]


def overseen(view: View) -> Overseen | None:
    """What stands at the end of the month that the address names; where somebody's pay is not known, of the
    last one up to it in which every plan has paid.

    None for who oversees nobody, where one person's statement is asked for, and before the first run.

    Raises:
        Failed: what the run was calculated from is gone or changed.
    """
    return _kept(view, sums=True)


def overseen_people(view: View) -> Overseen | None:
    """The same for who looks at single people, whose own pay is open: at the end of any month.

    Raises:
        Failed: what the run was calculated from is gone or changed.
    """
    return _kept(view, sums=False)


def _kept(view: View, *, sums: bool) -> Overseen | None:
    key = "overseen" if sums else "overseen people"
    if key not in view.kept:
        found = _overseen(view, settled=False)
        if sums and found is not None and not found.open_to_all:
            found = _overseen(view, settled=True)
        view.kept[key] = found
    kept: Overseen | None = view.kept[key]
    return kept


def _overseen(view: View, *, settled: bool) -> Overseen | None:
    rights = view.scope.pay
    if view.records is None or view.home is None or view.address.of or not rights.oversees:
        return None
    # Loaded when first wanted: it brings the library of columns, which no other page needs.
    module = import_module("dashboard.pay.plan_year")
    found: PlanYear | None = module.plan_year(
        view.home, view.records, view.address.month, measurable_here(view),
        view.shelf.outline.cut if settled else None,
    )  # fmt: skip
    if found is None:
        return None
    watched = found.watched if rights.company else tuple(one.of(rights.led) for one in found.watched)
    watched = tuple(one for one in watched if one.people)
    return Overseen(
        found.run, watched, found.published, found.statements, _known(rights, found.watched), rights, settled
    )


def _known(rights: PayScope, watched: tuple[Watched, ...]) -> Callable[[str], bool]:
    """Whose pay is open: of one who is in several plans, only where all of them open it."""
    plans: dict[str, list[Watched]] = {}
    for one in watched:
        for who in one.people:
            plans.setdefault(who.payee, []).append(one)
    return lambda payee: (
        all(rights.opens(payee, one.plan.leader_sees) for one in plans.get(payee, [])) and rights.opens(payee)
    )


def beside(view: View) -> Beside:
    """Potential of the customers of each person's territories, and who leads whom."""
    leader = {str(key): str(of) for key, of in report("managers", view.shelf)}
    return Beside(_potential(view), leader)


def _potential(view: View) -> Mapping[str, float]:
    """By person, whatever the address has chosen: no choice of it may change whom a measure is of."""
    plain = replace(view, address=Address(view.address.path))
    if not plain.has("potential"):
        return {}
    owners = report("owners", view.shelf, day=view.outline.through)
    owner = {str(node): str(rep) for node, rep in owners}
    answer = plain.answer(plain.question("potential", by=("territory",), against=""))
    at, found = answer.at("potential"), defaultdict[str, float](float)
    for (node, *_), row in zip(answer.keys, answer.rows, strict=True):
        if str(node) in owner and isinstance(value := row[at], Decimal | float | int):
            found[owner[str(node)]] += float(value)
    return found


def reported_words(view: View, found: Overseen) -> list[str]:
    """In which currency sums are told, and at which rates, where plans are in others."""
    last = found.run.end - dt.timedelta(days=1)
    if not any(one.turned for one in found.watched):
        return []
    day = dates.day(view.language, last)
    return [say(view.language, "health.reported", currency=view.currency, day=day)]


def settled_words(view: View, found: Overseen) -> list[str]:
    """Of which month sums are told, where that is not any month."""
    if not found.settled:
        return []
    last = found.run.end - dt.timedelta(days=1)
    return [say(view.language, "health.settled", month=dates.month_name(view.language, last))]
