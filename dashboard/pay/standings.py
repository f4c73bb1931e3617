"""How the pay of several people stands by their performance and its budget, from what a run kept of each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dashboard.access.crowd import crowd
from dashboard.pay.association import pearson
from dashboard.pay.observed import Observed, Watched
from dashboard.pay.plan import Rounding
from dashboard.pay.rounding import rounded, written

_CENT = Rounding()


@dataclass(frozen=True, slots=True)
class Standing:
    """One person under one plan in the fiscal year so far: what it cost, its target, and their attainment.

    Money is in the reporting currency. `paid` is without what a guarantee added; `compared` is whether the
    person was there for all of it.
    """

    payee: str
    paid: Decimal
    cost: Decimal
    target: Fraction
    attainment: Fraction | None
    compared: bool
    leader_sees: bool
    turned: bool = False

    @classmethod
    def of(cls, one: Observed, found: Watched) -> "Standing":
        """What is kept of one who was observed under a plan."""
        paid, cost = one.paid, one.cost
        if found.turned:
            paid, cost = (_reported(amount, found.worth) for amount in (paid, cost))
        return cls(
            one.payee, paid, cost, one.target * found.worth, one.attainment, not one.excluded,
            found.plan.leader_sees, found.turned,
        )  # fmt: skip


def _reported(amount: Decimal, worth: Fraction) -> Decimal:
    """An amount of a plan's money in the reporting currency, to the cent."""
    return rounded(Fraction(amount) * worth, _CENT)


@dataclass(frozen=True, slots=True)
class Together:
    """Several people: what they cost, their budget (target pay), and pay in line with their attainments.

    `r` is the correlation of attainment and share of target pay, of `n_compared`; None where it may not be
    told or says nothing. Of who is in a plan of another currency pay was `turned` into the reporting one.
    """

    n: int
    cost: Decimal
    budget: Decimal
    in_line: Decimal
    r: float | None
    n_compared: int
    turned: bool

    @property
    def volume(self) -> Decimal:
        """What results alone would have changed."""
        return self.in_line - self.budget

    @property
    def design(self) -> Decimal:
        """What the plans made of it."""
        return self.cost - self.in_line


def together(found: Sequence[Standing], known: Callable[[str], bool]) -> Together | None:
    """The people together, as one may tell it who knows the pay of some; None where they are too few."""
    everybody = crowd((one.payee for one in found), known)
    if not everybody.told:
        return None
    compared = [one for one in found if one.compared and one.target > 0]
    told = crowd((one.payee for one in compared), known).told
    r = pearson(
        [float(one.attainment or 0) for one in compared],
        [float(Fraction(one.paid) / one.target) for one in compared],
    )
    return Together(
        everybody.n,
        rounded(sum((Fraction(one.cost) for one in found), Fraction(0)), _CENT),
        rounded(sum((one.target for one in found), Fraction(0)), _CENT),
        rounded(sum(map(_in_line, found), Fraction(0)), _CENT),
        r if told else None,
        len(compared),
        any(one.turned for one in found),
    )


def _in_line(one: Standing) -> Fraction:
    """Pay in line with attainment, as in `budget.in_line`."""
    return one.target if one.attainment is None else one.target * one.attainment


def plain_standing(one: Standing) -> dict[str, Any]:
    """As the records keep it."""
    return {
        "paid": str(one.paid), "cost": str(one.cost), "target": str(one.target),
        "attainment": None if one.attainment is None else written(one.attainment),
        "compared": one.compared, "leader_sees": one.leader_sees, "turned": one.turned,
    }  # fmt: skip


def standing_of(payee: str, told: Mapping[str, Any]) -> Standing:
    """Read back."""
    reached = told["attainment"]
    return Standing(
        payee, Decimal(told["paid"]), Decimal(told["cost"]), Fraction(told["target"]),
        None if reached is None else Fraction(reached), told["compared"], told["leader_sees"],
        told.get("turned", False),
    )  # fmt: skip
