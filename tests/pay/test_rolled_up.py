"""Measures of a team as a whole, and of some lines alone: by hand, and by the lines of a roll-up."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from dashboard.access.scope import operator
from dashboard.answers.answer import answer
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.metrics.periods import Period
from dashboard.metrics.question import ask
from dashboard.paths import Home
from dashboard.pay.facts import Facts, Pick, Window
from dashboard.pay.freezing import freeze
from dashboard.pay.thawing import thaw
from tests.pay.led_company import LEADERS, led_company
from tests.pay.test_collected import published

MAY, JUNE = (Window(dt.date(2026, month, 1), dt.date(2026, month + 1, 1)) for month in (5, 6))
DAYS = Window(dt.date(2026, 1, 1), dt.date(2026, 8, 1))


@pytest.fixture(scope="module")
def shelf() -> Iterator[Shelf]:
    with published(led_company()) as found:
        yield found


@pytest.fixture(scope="module")
def frozen(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Facts:
    home = Home(tmp_path_factory.mktemp("frozen"))
    return thaw(home, freeze(shelf, operator(), home, DAYS, ()).name, ())


def asked(shelf: Shelf, window: Window, *measures: str, credit: Any = "rollup") -> Mapping[str, list[Any]]:
    """What is told of everybody, by the question that a run asks."""
    days = Period(window.first, window.end - dt.timedelta(days=1))
    question = ask(shelf.outline, measures=measures, by=("rep",), period=days, alignment="credited")
    found = answer(replace(question, credit=credit), operator(), shelf, raw=True)
    return {
        str(keys[0]): [row[found.at(one)] for one in measures]
        for keys, row in zip(found.keys, found.rows, strict=True)
    }


WINDOWS = [
    MAY, JUNE, DAYS, Window(dt.date(2026, 5, 16), dt.date(2026, 6, 10)),
    *(Window(day, day + dt.timedelta(days=1)) for day in (dt.date(2026, 5, 15), dt.date(2026, 5, 22))),
]  # fmt: skip


@pytest.mark.parametrize("window", WINDOWS, ids=lambda one: f"{one.first}..{one.end}")
def test_a_team_as_a_whole_has_the_lines_of_its_roll_up(shelf: Shelf, frozen: Facts, window: Window) -> None:
    measures = ("net_sales", "gross_margin", "units")
    found = asked(shelf, window, *measures)
    assert set(found) <= set(LEADERS)
    for leader in LEADERS:
        told = found.get(leader, [None] * 3)
        for measure, value in zip(measures, told, strict=True):
            lines = frozen.credits.lines(leader, Pick(measure, "rollup"), window)
            summed = sum((Fraction(one.amounts[measure]) for one in lines), Fraction(0))
            assert Fraction(str(value or 0)) == summed, (leader, measure)


def test_by_hand(shelf: Shelf) -> None:
    """May: Ann has 1, 2, 3, 6, a quarter of 7, and 8; Bo has 4 and three quarters of 7; Top has all but 5."""
    found = asked(shelf, MAY, "net_sales", "gross_margin_rate", "active_customers", "orders")
    assert [Decimal(str(found[one][0])) for one in LEADERS] == [300, 130, 430]
    assert [found[one][1] for one in LEADERS] == pytest.approx([120 / 300, 85 / 130, 205 / 430])
    assert [found[one][2:] for one in LEADERS] == [[3, 5], [2, 2], [4, 6]]
