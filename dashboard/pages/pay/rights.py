"""Whose pay somebody may see: one's own; a leader that of own people; who keeps pay, everybody's."""

from dataclasses import dataclass

from dashboard.access.person import Role
from dashboard.answers.reports import report
from dashboard.errors import Denied
from dashboard.pages.view import View
from dashboard.pay.plan import Plan

_KEEPERS = (Role.OPERATIONS, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Seen:
    """Keys of those whose pay is open: one's own, those one leads; or everybody's."""

    own: frozenset[str]
    led: frozenset[str]
    everybody: bool

    def opens(self, payee: str, plan: Plan | None = None) -> bool:
        """Whether somebody's pay is open; that of one's people only if their plan says so."""
        if self.everybody or payee in self.own:
            return True
        return payee in self.led and (plan is None or plan.leader_sees)


def seen(view: View) -> Seen:
    """Whose pay this person may see. Rights are those of the account, whatever a territory opens."""
    email = view.person.email
    own = frozenset(str(key) for (key,) in report("payee", view.shelf, email=email))
    led: frozenset[str] = frozenset()
    if view.person.role is Role.LEADER:
        led = frozenset(str(key) for (key,) in report("reports_to", view.shelf, email=email)) - own
    return Seen(own, led, view.person.role in _KEEPERS)


def check(rights: Seen, payee: str, plan: Plan | None = None) -> None:
    """Go on only where somebody's pay is open; whether there is such a person is not told.

    Raises:
        Denied: it is not.
    """
    if not rights.opens(payee, plan):
        raise Denied("statement.not_yours")
