"""What plans cost against their budget, and why: how much for volume, how much by the plan's own design.

The budget is the target pay of those who were in the plan. If pay followed results one to one, each would
get target pay times attainment. That, less the budget, is the effect of volume; what was earned, less that,
is the effect of design: thresholds, rates, accelerators, caps and guarantees. The two are all of the
difference, to the cent: each of the three sums is rounded once, and the effects are differences of them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from dashboard.access.crowd import Crowd, crowd, kept_back
from dashboard.pay.observed import Observed, Watched
from dashboard.pay.plan import Plan, Rounding
from dashboard.pay.rounding import rounded

_CENT = Rounding()
_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of some people in the reporting currency: to the cent; `sold`, `margin` and `over` are exact.

    `sold` counts each line once, whatever plans roll up. `over` is what was paid, and what was credited,
    beyond quotas, by so many people as `above`.
    """

    people: frozenset[str]
    budget: Decimal
    in_line: Decimal
    actual: Decimal
    sold: Fraction
    margin: Fraction
    over: tuple[Fraction, Fraction]
    above: frozenset[str]

    @property
    def volume(self) -> Decimal:
        """What results alone would have changed: pay in line with attainment, less the budget."""
        return self.in_line - self.budget

    @property
    def design(self) -> Decimal:
        """What the plan made of it: pay, less pay in line with attainment."""
        return self.actual - self.in_line

    @property
    def rate(self) -> Fraction | None:
        """Pay for one unit of sales."""
        return Fraction(self.actual) / self.sold if self.sold > 0 else None

    @property
    def margin_rate(self) -> Fraction | None:
        """Gross margin in one unit of sales."""
        return self.margin / self.sold if self.sold > 0 and self.margin else None

    @property
    def marginal(self) -> Fraction | None:
        """Pay for one unit of credit beyond quotas."""
        paid, sold = self.over
        return paid / sold if sold > 0 else None


@dataclass(frozen=True)
class Budget:
    """The costs of plans, in their order, and of all: without those that may not be told.

    `kept` are the plans whose cost is kept back, `total` is None where that of all is too. `beyond` are the
    plans of whose pay beyond quota may be told.
    """

    costs: tuple[tuple[Plan, Cost], ...]
    total: Cost | None
    kept: tuple[Plan, ...]
    beyond: frozenset[str]
    crowd: Crowd


def budget(found: Sequence[Watched], known: Callable[[str], bool]) -> Budget:
    """Cost against budget, as one may tell it who knows the pay of some."""
    costs = {one.plan.key: cost([one]) for one in found}
    hidden, told = kept_back({key: one.people for key, one in costs.items()}, known)
    everybody = [one for plan in found for one in plan.people]
    open_ = [one for one in found if one.plan.key not in hidden and costs[one.plan.key].people]
    return Budget(
        tuple((one.plan, costs[one.plan.key]) for one in open_),
        cost(found) if told else None,
        tuple(one.plan for one in found if one.plan.key in hidden),
        frozenset(one.plan.key for one in open_ if _apart(costs[one.plan.key], known)),
        crowd((one.payee for one in everybody), known),
    )


def _apart(one: Cost, known: Callable[[str], bool]) -> bool:
    """Whether what those above quota got beyond it may be told."""
    return crowd(one.above, known).told


def cost(found: Iterable[Watched]) -> Cost:
    """The cost of the people of these plans: each plan's money at its worth in the reporting currency."""
    people = [(one, plan.worth) for plan in found for one in plan.people]

    def total(of: Callable[[Observed], Fraction]) -> Fraction:
        return sum((of(one) * worth for one, worth in people), _NOTHING)

    return Cost(
        frozenset(one.payee for one, _ in people),
        rounded(total(lambda one: one.target), _CENT),
        rounded(total(in_line), _CENT),
        rounded(total(lambda one: Fraction(one.cost)), _CENT),
        total(lambda one: one.sold),
        total(lambda one: one.margin),
        (total(lambda one: one.over[0]), total(lambda one: one.over[1])),
        frozenset(one.payee for one, _ in people if one.over[1] > 0),
    )


def in_line(one: Observed) -> Fraction:
    """Pay in line with attainment; without one results change nothing, and all that differs is design."""
    return one.target if one.attainment is None else one.target * one.attainment
