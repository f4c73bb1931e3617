"""A value as it is told: words stay words, and what rounds to nothing points nowhere."""

import datetime as dt
from decimal import Decimal

import pytest

from dashboard.exports.cells import COUNT, DAY, Cell, Look, Value, direction, money, number, percent, told
from dashboard.text.formats import Form

CHANGE = money(Form(3, 1), signed=True)


@pytest.mark.parametrize(("value", "look", "way"), [
    (Decimal("49"), CHANGE, 0), (Decimal("51"), CHANGE, 1), (Decimal("-51"), CHANGE, -1),
    (Decimal("0.0004"), percent(signed=True), 0), (Decimal("-0.0006"), percent(signed=True), -1),
    (0.4, number(signed=True), 0), (Decimal("900"), money(Form(3, 1)), 0), (None, CHANGE, 0),
    ("new", CHANGE, 0),
])  # fmt: skip
def test_a_change_points_where_it_is_shown_to(value: Value, look: Look, way: int) -> None:
    assert direction(value, look) == way


@pytest.mark.parametrize(("cell", "look", "english", "greek"), [
    (Decimal("1215432.10"), money(Form(3, 1)), "1,215.4", "1.215,4"),
    (Decimal("-30900"), CHANGE, "−30.9", "−30,9"),
    (0.821, percent(), "82.1%", "82,1%"),
    (dt.date(2026, 11, 12), DAY, "12 Nov 2026", "12 Νοε 2026"),
    ("new", CHANGE, "new", "new"),
    (None, COUNT, "–", "–"),
    (Cell(7, COUNT), CHANGE, "7", "7"),
    (2.64, number(1, suffix="×"), "2.6×", "2,6×"),
])  # fmt: skip
def test_a_cell_is_told_as_the_screen_tells_it(
    cell: Value | Cell, look: Look, english: str, greek: str
) -> None:
    assert (told("en", cell, look), told("el", cell, look)) == (english, greek)
