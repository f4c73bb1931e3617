"""Ideas about the reader's own pay: the steps that the last run found, as far as they can still be reached.

Each is a what-if of the engine (`pay.ahead`), kept by the run; what is looked up now is who can deliver it.
Nobody else is shown them, whatever rights they have: an idea is for who acts on it.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from dashboard.answers.deliverable import Deliverable, deliverable
from dashboard.answers.ideas import Found
from dashboard.metrics.conditions import Condition
from dashboard.metrics.ideas import PAY_RULES, Rule, offered
from dashboard.metrics.periods import Period
from dashboard.pages.pay.here import Here, own
from dashboard.pages.view import View
from dashboard.pay.outlook import Kind, Step
from dashboard.pay.plan import Rounding
from dashboard.pay.rounding import rounded

_RULES: Mapping[Kind, str] = {
    "tier": "next_tier", "gate": "gate_at_risk", "factor": "factor_in_reach", "award": "spiff_ending",
}  # fmt: skip
_NEW = 730  # days without a purchase after which a customer is new, as for the measure of new customers
_DEALS, _OVERDUE = 3, 2  # so many customers are named


@dataclass(frozen=True)
class Suggestion:
    """One idea about pay: its step, what its component is called, and who can deliver it.

    `expected` is what open deals are likely to bring until then, `at_pace` what sixty days' pace brings from
    `through` on, the last day that is credited; `days` is how many are left from today. What the step pays is
    in `currency`, what is missing to it and what is brought in `credited`, the plan's.
    """

    found: Found
    step: Step
    names: Mapping[str, str]
    currency: str
    credited: str
    accounts: tuple[Deliverable, ...]
    expected: Decimal
    at_pace: Decimal
    through: dt.date
    days: int


def suggestions(view: View) -> list[Suggestion]:
    """The reader's own, whether they are offered now or rest."""
    if "pay ideas" not in view.kept:
        mine = own(view)
        view.kept["pay ideas"] = [] if mine is None else _of(view, mine)
    found: list[Suggestion] = view.kept["pay ideas"]
    return found


def _of(view: View, mine: Here) -> list[Suggestion]:
    outlook = mine.outlook
    if outlook is None:
        return []
    company = view.shelf.manifest.company.ideas
    least = outlook.target * Decimal(str(offered(company)["pay_share"]))
    # A run takes the day as it was: what has been reached since then is no step any more, but not known here.
    steps = [one for one in outlook.steps if one.until >= view.today and one.gain >= max(least, Decimal(1))]
    made = (_suggestion(view, mine, one) for one in steps)
    return [one for one in made if _offered(one, PAY_RULES[one.found.rule], company)]


def _suggestion(view: View, mine: Here, step: Step) -> Suggestion:
    assert mine.outlook is not None
    rule = PAY_RULES[_RULES[step.kind]]
    accounts = _accounts(view, step)
    # Among other ideas it stands by what it is worth in the reporting currency.
    worth = rounded(Fraction(step.gain) * mine.outlook.worth[mine.outlook.currency], Rounding())
    found = Found(
        rule.key, None, None, f"{step.at}:{step.until}", None, None, worth,
        worth * Decimal(str(rule.confidence)), rule.effort, None, None, None, None, None, None, "",
        account=f"{mine.payee}:{step.component}",
    )  # fmt: skip
    deals, overdue = ([one for one in accounts if one.kind == kind] for kind in ("deal", "overdue"))
    likely = sum((Fraction(one.likely) for one in deals), Fraction(0))
    expected = rounded(likely / mine.outlook.worth[mine.outlook.credited], Rounding())
    return Suggestion(
        found, step, mine.outlook.names.get(step.component, {}), mine.outlook.currency, mine.outlook.credited,
        (*deals[:_DEALS], *overdue[:_OVERDUE]), expected,
        Decimal(float(step.pace)) * (step.until - mine.outlook.through).days,
        mine.outlook.through,
        (step.until - view.today).days,
    )  # fmt: skip


def _offered(one: Suggestion, rule: Rule, company: Mapping[str, float]) -> bool:
    """Whether the rule raises it: within reach, or at risk."""
    step = one.step
    if step.kind == "gate":
        return one.at_pace < step.more
    if step.kind == "award":
        return one.days <= _parameter(rule, "days", company)
    in_reach = one.at_pace * Decimal(str(_parameter(rule, "rate", company))) >= step.more
    return in_reach or (step.kind == "tier" and step.measure == "net_sales" and one.expected >= step.more)


def _parameter(rule: Rule, name: str, company: Mapping[str, float]) -> float:
    return company.get(f"{rule.key}.{name}", rule.parameters[name].default)


def _accounts(view: View, step: Step) -> list[Deliverable]:
    """Who can deliver it; of an award for new customers, those who bought nothing for so long."""
    found = deliverable(view.scope, view.shelf, view.node.id if view.node else None, step.until)
    if step.kind != "award":
        return found
    deals = [one for one in found if one.kind == "deal"]
    if step.measure != "new_customer" or not deals or not view.has("net_sales"):
        return []
    through = view.outline.through
    # Whatever the address limits: who bought anything else is no new customer either.
    whole = replace(view, address=replace(view.address, where=()))
    bought = whole.answer(
        whole.question(
            "net_sales", by=("customer",), period=Period(through - dt.timedelta(_NEW), through), against="",
            among=(Condition("customer", tuple(one.customer_id for one in deals)),),
        )
    )  # fmt: skip
    known = {str(keys[0]) for keys in bought.keys}
    return [one for one in deals if one.customer_id not in known]
