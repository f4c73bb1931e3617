"""The second calculator agrees with the engine to the cent, and would not if the engine were wrong."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from dashboard.errors import MetronError, Refused
from dashboard.metrics.catalogue import MEASURES
from dashboard.pay.case import statements
from dashboard.pay.case_file import read_case
from dashboard.pay.engine import calculate
from dashboard.pay.second import Difference, differences, recalculated
from dashboard.pay.second_days import UnknownFeature
from dashboard.pay.statement import Before
from tests.pay.paid_worlds import World, worlds

CASES = sorted((Path(__file__).parent / "cases").glob("*.toml"))


def paid(world: World) -> list[Difference]:
    """Every period of a world by both calculators, one after the other: where they differ."""
    found: list[Difference] = []
    before = Before()
    for facts, period in zip(world.facts, world.periods, strict=True):
        try:
            made = calculate(world.plan, facts, "A", period, before)
        except MetronError:
            with pytest.raises(Refused) as second:
                recalculated(world.plan, facts, "A", period, before)
            assert not isinstance(second.value, UnknownFeature)
            return found
        found += differences(made, recalculated(world.plan, facts, "A", period, before))
        before = made.after
    return found


@given(worlds())
@settings(deadline=None, max_examples=80)
def test_both_calculators_say_the_same_of_any_plan(world: World) -> None:
    assert not paid(world)


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_both_calculators_say_the_same_of_a_case(file: Path) -> None:
    case = read_case(file, MEASURES)
    for one in statements(case):
        if one.statement is None:
            continue
        made = one.statement
        again = recalculated(
            one.plan, one.facts, made.payee, made.period, made.before, paid_on=one.asked.paid_on,
            earlier=case.plans,
        )  # fmt: skip
        assert not differences(made, again)
