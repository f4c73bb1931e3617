"""Ranks and classes: equals share a place, an edge belongs to what begins there."""

from decimal import Decimal

from dashboard.pages.distribution import EDGES, classify
from dashboard.pages.levels import ranks

D = Decimal


def test_equals_share_a_place_and_the_unknown_have_none() -> None:
    assert ranks([D(5), None, D(9), D(5), D(-1)]) == [2, None, 1, 2, 4]
    assert ranks([]) == []


def test_every_value_lies_in_one_class_and_an_edge_has_been_reached() -> None:
    values = [D("0.7999"), D("0.8"), D("0.9999"), D(1), D("1.2"), D(7), D(-1)]
    found = classify(values)
    assert sum(one.count for one in found) == len(values)
    assert {one.name: one.count for one in found if one.count} == {
        "<80": 2, "80+": 1, "95+": 1, "100+": 1, "120+": 2,
    }  # fmt: skip
    assert [one.reached for one in found] == [False] * 4 + [True] * (len(EDGES) - 3)
