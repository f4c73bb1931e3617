"""In which money a run pays: the reporting currency, and nothing else is taken for it."""

from collections.abc import Sequence

from dashboard.access.scope import Scope
from dashboard.answers.pay_door import pay_rows
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.errors import Refused
from dashboard.pay.facts import Window
from dashboard.pay.plan import Plan


def require_reporting(plans: Sequence[Plan], shelf: Shelf, scope: Scope, window: Window) -> None:
    """Refuse plans and target pay in other money; a publication has converted its lines on their day.

    Raises:
        Refused: a plan is in another currency, or converts lines of other currencies by another rate, or
            somebody's target pay is in another currency.
    """
    reporting = shelf.manifest.company.currency
    for plan in plans:
        if plan.currency != reporting:
            raise Refused("payrun.plan_currency", plan=plan.key, currency=plan.currency, to=reporting)
    by_others = [plan for plan in plans if plan.currencies.credit != "spot"]
    if by_others and pay_rows("foreign", shelf, scope, first=window.first, end=window.end)[0][0]:
        first = by_others[0]
        raise Refused("payrun.credit_rate", plan=first.key, way=first.currencies.credit, to=reporting)
    for payee, _, since, until, currency in pay_rows("target", shelf, scope):
        asked = window.overlap(since, until) is not None  # type: ignore[arg-type]  # days, as all of them
        if asked and currency not in (None, "", reporting):
            raise Refused("payrun.target_currency", payee=payee, currency=currency, to=reporting)
