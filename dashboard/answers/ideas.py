"""Which ideas somebody is offered: the best of those that were raised, by what has been answered so far.

An idea rests after it was answered, and is not raised again for the account before the cooldown is
over. A share of all, drawn at random but always the same for the same idea, is held back and only
written down, so that what ideas bring can be measured against it (decision 0020).
"""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from dashboard.access.scope import Scope
from dashboard.answers.compiler_ideas import FOUND, compile_ideas, compile_named, compile_raised
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.metrics.ideas import RULES
from dashboard.records.ideas import Episode, Idea, Showing

MOST = 500  # of more than so many nobody is offered one
REMEMBERED = 180  # days for which an answer says how useful a rule is
# Before a rule has been answered often, its ideas count as useful: so many answers stand for that.
_DOUBT = 5


@dataclass(frozen=True, slots=True)
class Found:
    """One idea as a rule raised it; money in the reporting currency, what the numbers are its rule says.

    One that is about no customer is about its territory, or about `account`.
    """

    rule: str
    customer_id: str | None
    customer: str | None
    subject: str | None
    subject_name: str | None
    beside_name: str | None
    value: Decimal
    expected: Decimal
    effort: int
    measured: Decimal | None
    usual: Decimal | None
    bound: Decimal | None
    amount: Decimal | None
    since: dt.date | None
    counted: int | None
    territory_today: str
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    account: str = ""

    @property
    def idea(self) -> Idea:
        """What is written down of it."""
        about = self.account or self.customer_id or self.territory_today
        return Idea(self.rule, about, self.subject or "")


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody sees: ideas with the episode that each goes on with (None: it begins now).

    `held` are those that would stand there and are held back.
    """

    shown: tuple[tuple[Found, Episode | None], ...] = ()
    held: tuple[Found, ...] = ()
    begun: tuple[Showing, ...] = field(default=())


def ideas_found(scope: Scope, shelf: Shelf, node: str | None) -> list[Found]:
    """The ideas within a scope, below a node where one is given, the best first."""
    rows = shelf.run(compile_ideas(scope, node, MOST))
    return [Found(**dict(zip(FOUND, row, strict=True))) for row in rows]  # type: ignore[arg-type]


def names_of(ideas: Collection[Idea], scope: Scope, shelf: Shelf) -> dict[Idea, str]:
    """The names of the accounts of those of these ideas that are in scope today.

    A customer and a territory may have the same key: the rule says which of them an idea is about.
    """
    keys: dict[bool, set[str]] = {False: set(), True: set()}
    known = [one for one in ideas if one.rule in RULES]
    for one in known:
        keys[RULES[one.rule].of_territory].add(one.account)
    if not known:
        return {}
    rows = shelf.run(compile_named(scope, sorted(keys[False]), sorted(keys[True])))
    names = {(bool(of_territory), str(key)): str(label) for of_territory, key, label in rows}
    accounts = {one: (RULES[one.rule].of_territory, one.account) for one in known}
    return {one: names[account] for one, account in accounts.items() if account in names}


def flags_of(
    customers: Sequence[str], scope: Scope, shelf: Shelf, parameters: Mapping[str, float], salt: str
) -> dict[str, str]:
    """The rule of each customer's best idea; none of what is held back, for a flag would give it away."""
    rows = shelf.run(compile_raised(scope, customers)) if customers else []
    raised = [Idea(str(rule), str(customer), str(subject or "")) for customer, rule, subject in rows]
    return {one.account: one.rule for one in raised if not is_held_out(one, parameters["held_out"], salt)}


def offer(
    found: Sequence[Found],
    episodes: Sequence[Episode],
    useful: Mapping[str, tuple[int, int]],
    parameters: Mapping[str, float],
    today: dt.date,
    salt: str,
) -> Offer:
    """At most so many ideas, no more than a few an account, ranked by what they are likely to be worth.

    Of what one rule says of one account only the best is considered, whether it is shown or held back.
    """
    latest = {(one.idea.rule, one.idea.account): one for one in episodes if not one.held_out}
    held_before = {one.idea: one for one in episodes if one.held_out}
    ranked = sorted(found, key=lambda one: -_worth(one, useful))
    shown: list[tuple[Found, Episode | None]] = []
    held: list[Found] = []
    of_account: Counter[str] = Counter()
    considered: set[tuple[str, str]] = set()
    for one in ranked:
        if len(shown) >= parameters["at_most"]:
            break
        account = (one.rule, one.idea.account)
        before = latest.get(account)
        full = of_account[one.idea.account] >= parameters["per_account"]
        if full or account in considered or _rests(before, one, parameters, today):
            continue
        considered.add(account)
        if is_held_out(one.idea, parameters["held_out"], salt):
            held.append(one)
            continue
        of_account[one.idea.account] += 1
        shown.append((one, before if _goes_on(before, parameters, today) else None))
    begun = [_showing(one, False) for one, before in shown if before is None]
    begun += [
        _showing(one, True) for one in held if not _goes_on(held_before.get(one.idea), parameters, today)
    ]
    return Offer(tuple(shown), tuple(held), tuple(begun))


def is_held_out(idea: Idea, share: float, salt: str) -> bool:
    """Whether an idea is one of the share that nobody is shown: by chance, and the same each time."""
    told = f"{salt}|{idea.rule}|{idea.account}|{idea.subject}"
    return int.from_bytes(hashlib.sha256(told.encode()).digest()[:4]) < share * 2**32


def _worth(found: Found, useful: Mapping[str, tuple[int, int]]) -> Decimal:
    good, answered = useful.get(found.rule, (0, 0))
    return found.expected * (good + _DOUBT) / (answered + _DOUBT) / found.effort


def _goes_on(before: Episode | None, parameters: Mapping[str, float], today: dt.date) -> bool:
    """Whether an earlier episode is still this one: it is young, or was only put off."""
    if before is None or before.answer in ("reject", "done"):
        return False
    begun = before.answered_on or before.shown_on
    return today < begun + dt.timedelta(days=parameters["cooldown_days"])


def _rests(before: Episode | None, found: Found, parameters: Mapping[str, float], today: dt.date) -> bool:
    """Whether the rule has had its answer for this account, and is silent for a while."""
    if before is None:
        return False
    if before.idea.subject != found.idea.subject and _goes_on(before, parameters, today):
        return True  # one item at a time
    if before.answered_on is None:
        return False
    if before.answer == "accept":
        return True
    days = parameters["snooze_days" if before.answer == "snooze" else "cooldown_days"]
    return today < before.answered_on + dt.timedelta(days=days)


def _showing(found: Found, held_out: bool) -> Showing:
    return Showing(found.idea, found.territory_today, found.expected, held_out)
