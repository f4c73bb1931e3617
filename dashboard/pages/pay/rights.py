"""Whose pay somebody may see: one's own; a leader that of own people; who keeps pay, everybody's.

Sums of enough people are another matter: an executive has those of the whole company, and of nobody alone.
"""

from dataclasses import dataclass

from dashboard.access.person import Role
from dashboard.answers.reports import report
from dashboard.errors import Denied
from dashboard.pages.view import View
from dashboard.pay.plan import Plan

_KEEPERS = (Role.OPERATIONS, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Seen:
    """Keys of those whose pay is open: one's own, those one leads; or everybody's.

    `company` is whether sums of everybody are open, where they tell nothing of anybody (`pay.crowd`).
    """

    own: frozenset[str]
    led: frozenset[str]
    everybody: bool
    company: bool = False

    @property
    def oversees(self) -> bool:
        """Whether plan health is open: of everybody, or of one's people."""
        return self.company or bool(self.led)

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
    role = view.person.role
    return Seen(own, led, role in _KEEPERS, role in (*_KEEPERS, Role.EXECUTIVE))


def check(rights: Seen, payee: str, plan: Plan | None = None) -> None:
    """Go on only where somebody's pay is open; whether there is such a person is not told.

    Raises:
        Denied: it is not.
    """
    if not rights.opens(payee, plan):
        raise Denied("statement.not_yours")
