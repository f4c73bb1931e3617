"""What each component paid: told only where nobody's own amount follows from the sum and the other parts."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from dashboard.pay.budget import cost
from dashboard.pay.facts import Window
from dashboard.pay.health_components import Components
from dashboard.pay.observed import Observed, Part, Watched
from tests.pay.given import month, plan_of

PLAN = plan_of()
TWO = PLAN.model_copy(
    update={"component": (PLAN.component[0], PLAN.component[0].model_copy(update={"key": "extra"}))}
)


YEAR = Window(month(1).first, month(12).end)


def one(payee: str, parts: Mapping[str, int], paid: int) -> Observed:
    made = {key: Part(Decimal(amount), Fraction(0), None) for key, amount in parts.items()}
    nothing = Fraction(0)
    return Observed(
        payee, payee, "sales", Fraction(1), Decimal(paid), Decimal(0), Decimal(0), Decimal(0), Fraction(100),
        nothing, Fraction(1), nothing, nothing, nothing, made,
    )  # fmt: skip


def mix(people: list[Observed]) -> dict[str, float | None]:
    found = Components(Watched(TWO, YEAR, tuple(people)), tuple(people), lambda _: False)
    return {each.of: each.value for each in found.findings() if each.key == "mix"}


def test_parts_are_told_of_enough_people() -> None:
    people = [one(f"p{at}", {"commission": 30, "extra": 10}, 40) for at in range(8)]
    assert mix(people) == {"commission": 0.75, "extra": 0.25}


def test_what_one_alone_got_of_a_component_is_not_told_by_either_part() -> None:
    people = [
        one(f"p{at}", {"commission": 30, "extra": 10 * (at == 0)}, 30 + 10 * (at == 0)) for at in range(8)
    ]
    assert mix(people) == {"commission": None, "extra": None}


def test_what_one_alone_got_by_hand_does_not_follow_from_the_rest() -> None:
    people = [one(f"p{at}", {"commission": 30, "extra": 10}, 40 + 7 * (at == 0)) for at in range(8)]
    assert None in mix(people).values()


def test_what_a_leader_rolls_up_is_sold_once() -> None:
    """Two sell 100 and 300 for 40 each; who leads them is credited with 400 and paid 20 of it."""
    sellers = [
        replace(one(f"p{sold}", {}, 40), sold=Fraction(sold), margin=Fraction(sold, 4), credit=Fraction(sold))
        for sold in (100, 300)
    ]
    leader = replace(one("lead", {}, 20), credit=Fraction(400))
    found = cost([Watched(TWO, YEAR, (*sellers, leader))])
    assert (found.rate, found.margin_rate) == (Fraction(1, 4), Fraction(1, 4))
    assert cost([Watched(TWO, YEAR, (leader,))]).rate is None
