"""The pay of all that the reader leads, or of the company, in a few numbers: none of a few people.

Whose pay is added up follows from the reader alone: no choice on the page changes it, for the difference
of two sums would tell of those who are in one of them only. It is what the last run kept of each person
(`dashboard.pay.standings`), as on the page of incentives, where it is told by plan.
"""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

from dashboard.access.scope import PayScope
from dashboard.metrics.periods import Period
from dashboard.pages.address import Address
from dashboard.pages.amounts import money
from dashboard.pages.view import View
from dashboard.pay.standings import Standing, Together, standing_of, together
from dashboard.records import inquiries, pay_outlooks
from dashboard.records import pay as records_of_pay
from dashboard.records.inquiries import Inquiry
from dashboard.records.pay import Run

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class InBrief:
    """The people together as far as the last run, what the reader's part sold in the same days, and the
    inquiries that wait: how many, and since how many days the oldest.
    """

    run: Run
    people: Together
    sold: Decimal | None
    open: int
    oldest: int

    @property
    def cost_of_sales(self) -> Decimal | None:
        """Variable pay by sales; None without sales."""
        return self.people.cost / self.sold if self.sold is not None and self.sold > 0 else None


def in_brief(view: View) -> InBrief | str:
    """The numbers; or the key of a sentence that says why there are none."""
    if "pay in brief" not in view.kept:
        view.kept["pay in brief"] = _in_brief(view)
    found: InBrief | str = view.kept["pay in brief"]
    return found


def _in_brief(view: View) -> InBrief | str:
    if view.address.as_of:
        return "incentive.of_today"
    rights = view.scope.pay
    if view.records is None or not rights.oversees:
        return "incentive.nobody"
    with view.records.reading() as connection:
        runs = records_of_pay.standing(connection)
        looked = pay_outlooks.standings(connection)
        asked = inquiries.of(connection, None if rights.company else rights.led)
    mine = [standing_of(one.payee, one.told) for one in looked if rights.company or one.payee in rights.led]
    if not runs or not looked:
        return "incentive.none_yet"
    people = together(mine, _Known(rights, mine).opens)
    if people is None:
        return "incentive.too_few"
    waiting = [one for one in asked if one.open]
    return InBrief(
        runs[0], people, _sold(view, runs[0]), len(waiting),
        max((_age(view, one) for one in waiting), default=0),
    )  # fmt: skip


@dataclass(frozen=True)
class _Known:
    """Whose own pay the reader may see: of one's people, only where every plan of theirs says so."""

    rights: PayScope
    people: list[Standing]

    def opens(self, payee: str) -> bool:
        plans = [one.leader_sees for one in self.people if one.payee == payee]
        return self.rights.opens(payee) and (self.rights.everybody or payee in self.rights.own or all(plans))


def _age(view: View, one: Inquiry) -> int:
    return max((view.today - one.steps[0].at.date()).days, 0)


def _sold(view: View, run: Run) -> Decimal | None:
    """What all of the reader's part sold from the start of the year to the last day of the run."""
    plain = replace(view, address=Address(view.address.path))
    end = min(run.end - _DAY, view.outline.through)
    start = view.outline.cut.year(end).start
    return money(
        plain.answer(plain.question("net_sales", period=Period(start, end), against="")), "net_sales"
    )
