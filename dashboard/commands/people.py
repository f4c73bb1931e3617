"""`python -m dashboard people`: accounts from the command line."""

import argparse
import datetime as dt
from collections.abc import Callable, Iterable

from dashboard.access import people
from dashboard.access.people import Made
from dashboard.access.scope import HandGrant
from dashboard.answers.reports import report
from dashboard.answers.warehouse import Warehouse
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.errors import NotUnderstood
from dashboard.intake import manifest as manifests
from dashboard.metrics.nearest import nearest
from dashboard.records.accounts import Account
from dashboard.records.store import Records, open_records
from dashboard.settings import Settings
from dashboard.text.catalogue import Language, say

Rows = list[str]


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    add = verbs.add_parser("add", help="open an account; prints its password once")
    add.add_argument("email")
    add.add_argument("--role", required=True, help="rep, leader, executive, operations or auditor")
    add.add_argument("--name", default="", help="name shown on the screens")
    _days(add, required=False)
    verbs.add_parser("list", help="all accounts, with what was given by hand")
    for verb, help in (
        ("reset", "make a new password, printed once; ends the person's sessions"),
        ("deactivate", "close an account; ends the person's sessions"),
        ("activate", "open a closed account again"),
    ):
        verbs.add_parser(verb, help=help).add_argument("email")
    give = verbs.add_parser("give", help="give a territory by hand, with all below it")
    give.add_argument("email")
    _days(give, required=True)
    take = verbs.add_parser("take", help="end what was given by hand")
    take.add_argument("email")
    take.add_argument("--territory", required=True, help="key of a territory")
    take.add_argument("--from", dest="first", required=True, help="first day without it, YYYY-MM-DD")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Do what the options say, and print what came of it."""
    if args.verb in ("add", "give"):
        _require_days_of_a_territory(args)
        _require_known(args.territory, settings)
    records = open_records(settings)
    try:
        rows = _VERBS[args.verb](records, args, settings.language)
    finally:
        records.close()
    print("\n".join(rows))
    return 0


def added(records: Records, args: argparse.Namespace, language: Language) -> Rows:
    """Open the account, and show its password once."""
    given = [_given(args)] if args.territory else []
    made = people.add(records, args.email, args.role, name=args.name, given=given)
    return _password(language, "access.added", made)


def listed(records: Records, _args: argparse.Namespace, language: Language) -> Rows:
    """One row an account, and one below it for each territory given by hand."""
    rows = []
    for account, given in people.everybody(records):
        rows.append(_line(account, language))
        rows.extend(f"    {_days_of(one, language)}" for one in given)
    return rows or [say(language, "access.nobody_yet")]


def was_reset(records: Records, args: argparse.Namespace, language: Language) -> Rows:
    """Make a new password, and show it once."""
    return _password(language, "access.was_reset", people.reset(records, args.email))


def deactivated(records: Records, args: argparse.Namespace, language: Language) -> Rows:
    """Close the account."""
    return [say(language, "access.deactivated", email=people.set_active(records, args.email, active=False))]


def activated(records: Records, args: argparse.Namespace, language: Language) -> Rows:
    """Open the account again."""
    return [say(language, "access.activated", email=people.set_active(records, args.email, active=True))]


def given(records: Records, args: argparse.Namespace, language: Language) -> Rows:
    """Give one territory."""
    one = _given(args)
    email = people.give(records, args.email, one)
    return [say(language, "access.given", email=email, days=_days_of(one, language))]


def taken(records: Records, args: argparse.Namespace, language: Language) -> Rows:
    """End what was given."""
    ended = people.take(records, args.email, HandGrant(args.territory, _day(args.first)))
    return [say(language, "access.taken", n=ended, territory=args.territory)]


_VERBS: dict[str, Callable[[Records, argparse.Namespace, Language], Rows]] = {
    "add": added,
    "list": listed,
    "reset": was_reset,
    "deactivate": deactivated,
    "activate": activated,
    "give": given,
    "take": taken,
}


def _days(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument("--territory", required=required, default="", help="key of a territory")
    parser.add_argument("--from", dest="first", required=required, default="", help="first day, YYYY-MM-DD")
    parser.add_argument("--to", dest="last", default="", help="last day, included; without it: open")


def _require_days_of_a_territory(args: argparse.Namespace) -> None:
    if not args.territory and (args.first or args.last):
        raise NotUnderstood("access.days_of_nothing")


def _require_known(territory: str, settings: Settings) -> None:
    """Refuse a territory that is not in the served publication; before the first load, any may be meant."""
    if not territory or manifests.current(settings.place) is None:
        return
    warehouse = Warehouse(settings.place, settings.memory_limit, settings.threads)
    try:
        with warehouse.reading() as shelf:
            if not shelf.known((territory,)):
                raise _unknown(territory, shelf)
    finally:
        warehouse.close()


def _unknown(territory: str, shelf: Shelf) -> NotUnderstood:
    """People know names, grants know keys: both are looked through, and the key is offered."""
    rows = [(str(row[0]), str(row[1])) for row in report("tree", shelf)]
    keys = {word: key for key, label in rows for word in (label, key)}
    near = nearest(territory, keys)
    return NotUnderstood("access.unknown_territory", territory=territory, nearest=keys.get(near, near))


def _given(args: argparse.Namespace) -> HandGrant:
    if not args.first:
        raise NotUnderstood("access.no_first_day", territory=args.territory)
    # People say the last day; what is kept is the day after it.
    after = _day(args.last) + dt.timedelta(days=1) if args.last else None
    return HandGrant(args.territory, _day(args.first), after)


def _day(written: str) -> dt.date:
    try:
        return dt.date.fromisoformat(written)
    except ValueError as error:
        raise NotUnderstood("access.not_a_day", written=written) from error


def _password(language: Language, key: str, made: Made) -> Rows:
    return [say(language, key, email=made.email), say(language, "access.password_once", word=made.password)]


def _line(account: Account, language: Language) -> str:
    role = say(language, f"access.role_{account.role}")
    state = say(language, "access.is_active" if account.active else "access.is_closed")
    return _columns((account.email, 36), (account.name, 28), (role, 22), (state, 0))


def _days_of(given: HandGrant, language: Language) -> str:
    last = (given.valid_to - dt.timedelta(days=1)).isoformat() if given.valid_to else ""
    key = "access.days_closed" if last else "access.days_open"
    return say(language, key, territory=given.territory, first=given.valid_from.isoformat(), last=last)


def _columns(*cells: tuple[str, int]) -> str:
    written: Iterable[str] = (text.ljust(width) for text, width in cells)
    return "  ".join(written).rstrip()
