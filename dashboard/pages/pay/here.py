"""Whose pay belongs to what is looked at, and what the last run found of it, as the records keep it.

Neither the engine nor the frozen facts are asked: the page that shows it is opened many times a day.
"""

from dataclasses import dataclass

from dashboard.access.scope import PayScope
from dashboard.answers.reports import report
from dashboard.pages.view import View
from dashboard.pay.outlook import Outlook, outlook_of
from dashboard.records import log, pay_outlooks
from dashboard.records import pay as records_of_pay
from dashboard.records.pay import Kept


@dataclass(frozen=True)
class Here:
    """One person's pay: the statements that stand, the oldest first, and the outlook of the last run.

    `name` is "" where it is one's own.
    """

    payee: str
    name: str
    statements: tuple[Kept, ...]
    outlook: Outlook | None


def at_home(view: View) -> bool:
    """Whether the reader looks at all that is theirs, and so at their own pay."""
    return view.node is None or view.node.id in {one.id for one in view.tree.tops}


def here(view: View) -> Here | None:
    """The reader's own pay at home; below it that of who works the territory, if it is open to the reader.

    None where nobody is paid there, several people are, or it is not open: which of these is not told.
    """
    if "pay here" not in view.kept:
        view.kept["pay here"] = _here(view)
    found: Here | None = view.kept["pay here"]
    return found


def own(view: View) -> Here | None:
    """The reader's own pay at home, and nobody else's."""
    return here(view) if at_home(view) else None


def _here(view: View) -> Here | None:
    if view.records is None or view.address.as_of:
        return None
    rights = view.scope.pay
    payee, name = (min(rights.own, default=""), "") if at_home(view) else _worker(view, rights)
    if not payee:
        return None
    with view.records.reading() as connection:
        statements = records_of_pay.of_payee(connection, payee)
    if not statements:
        return None
    outlook = kept_outlook(view, payee)
    if name:
        # A leader sees it only where the plan says so, and one that nothing is known of says nothing.
        if not rights.everybody and (outlook is None or not outlook.leader_sees):
            return None
        with view.records.writing() as connection:
            log.write(connection, view.person.email, "pay_read", payee, run="territory")
    return Here(payee, name, tuple(statements), outlook)


def kept_outlook(view: View, payee: str) -> Outlook | None:
    """What the last run found ahead of somebody whose pay the caller has found open to the reader."""
    if view.records is None:
        return None
    with view.records.reading() as connection:
        looked = pay_outlooks.ahead(connection, payee)
    return next((outlook_of(payee, one.plan, one.plan_version, one.told) for one in looked), None)


def _worker(view: View, rights: PayScope) -> tuple[str, str]:
    """The one person who works the territory and whose pay is open; "" where there is none."""
    if view.node is None or not (rights.everybody or rights.led):
        return "", ""
    day = min(view.today, view.period.end)
    people = report("territory_payees", view.shelf, territory=view.node.id, day=day)
    if len(people) != 1:
        return "", ""
    ((payee, name),) = people
    return (str(payee), str(name)) if rights.opens(str(payee)) else ("", "")
