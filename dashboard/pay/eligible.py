"""Who is in which plan, and from when to when: by role, name and territory, as the plan's file says."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.errors import Refused
from dashboard.pay.facts import FOREVER, Membership
from dashboard.pay.plan import Plan

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Work:
    """What somebody works at for a stretch of time, and every node that this lies in or below."""

    payee: str
    role: str
    territory: str
    above: tuple[str, ...]
    first: dt.date
    end: dt.date


def memberships(plans: Iterable[Plan], work: Sequence[Work], payees: Iterable[str]) -> list[Membership]:
    """Everybody's stretches in every plan."""
    versions: dict[str, list[Plan]] = {}
    for plan in plans:
        versions.setdefault(plan.key, []).append(plan)
    return [
        one
        for payee in sorted(payees)
        for key in sorted(versions)
        for one in _joined(payee, key, _stretches(payee, versions[key], work))
    ]


def _stretches(payee: str, versions: list[Plan], work: Sequence[Work]) -> list[tuple[dt.date, dt.date]]:
    """When a person is in a plan, under any of its versions."""
    found = []
    mine = [one for one in work if one.payee == payee]
    for plan in versions:
        who, first = plan.eligibility, plan.valid_from
        end = plan.valid_to + _DAY if plan.valid_to else FOREVER
        if payee in who.without or (who.reps and payee not in who.reps):
            continue
        if who.role == "any" and not who.territories:
            found.append((first, end))
            continue
        found += [
            (max(one.first, first), min(one.end, end))
            for one in mine
            if who.role in ("any", one.role)
            and (not who.territories or set(who.territories) & {one.territory, *one.above})
            and one.first < end
            and one.end > first
        ]
    return found


def _joined(payee: str, plan: str, stretches: list[tuple[dt.date, dt.date]]) -> list[Membership]:
    joined: list[tuple[dt.date, dt.date]] = []
    for first, end in sorted(stretches):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((first, end))
    return [Membership(payee, plan, first, end) for first, end in joined]


def check_alone(members: Iterable[Membership], payee: str) -> None:
    """Refuse to pay somebody twice for the same days.

    Raises:
        Refused: `payrun.two_plans`.
    """
    mine = sorted((one for one in members if one.payee == payee), key=lambda one: (one.first, one.plan))
    for one, other in pairwise(mine):
        if one.plan != other.plan and other.first < one.end:
            raise Refused("payrun.two_plans", payee=payee, one=one.plan, other=other.plan, day=other.first)
