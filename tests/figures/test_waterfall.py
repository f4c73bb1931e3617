"""A bridge and a distribution: to scale, from zero, and exactly the sum of their steps."""

from decimal import Decimal

import pytest

from dashboard.figures.bars import PlanBar, draw_plan_bar
from dashboard.figures.distribution import Class, Distribution, draw_distribution
from dashboard.figures.marks import Box, Sheet, Stroke, Words, measure
from dashboard.figures.scale import around_zero
from dashboard.figures.waterfall import Side, Step, Waterfall, draw_waterfall, waterfall

D = Decimal
SIDES = (Side("PY", "100"), Side("AC", "110"))


def made(*changes: int) -> Waterfall:
    steps = [Step(f"s{at}", D(change), str(change)) for at, change in enumerate(changes)]
    return waterfall(steps, ("Δ", "all"), SIDES, "From 100 to 110.")


def boxes(sheet: Sheet, look: str) -> list[Box]:
    return [mark for mark in sheet.marks if isinstance(mark, Box) and mark.look == look]


def test_the_total_is_the_sum_of_the_steps() -> None:
    assert made(30, -50, 5).total.change == D(-15)
    assert made().total.change == 0


def test_each_step_begins_where_the_one_before_ended() -> None:
    sheet = draw_waterfall(made(40, -20, 10), 400)
    up, down, last = (*boxes(sheet, "good")[:1], *boxes(sheet, "bad"), *boxes(sheet, "good")[1:])
    (total,) = boxes(sheet, "actual")
    assert up.y == pytest.approx(down.y)
    assert down.y + down.height == pytest.approx(last.y + last.height)
    assert last.y == pytest.approx(total.y)
    assert total.y + total.height == pytest.approx(up.y + up.height)
    assert up.height / down.height == pytest.approx(2)


@pytest.mark.parametrize("changes", [(-30, -20), (-30, 50), (0, 0), (5,), ()])
def test_nothing_leaves_the_sheet(changes: tuple[int, ...]) -> None:
    sheet = draw_waterfall(made(*changes), 320, 150)
    for box in (mark for mark in sheet.marks if isinstance(mark, Box)):
        assert box.y >= 0
        assert box.y + box.height <= 150
        assert 0 <= box.x <= box.x + box.width <= 320
    words = [mark.text for mark in sheet.marks if isinstance(mark, Words)]
    assert {"PY", "100", "AC", "110", "Δ"} <= set(words)


@pytest.mark.parametrize("changes", [(186, -126, 40), (-34, 607), (5, -30, -20), (-10,)])
def test_labels_stand_clear_of_each_other(changes: tuple[int, ...]) -> None:
    steps = [Step(f"step {at}", D(change), f"{change:+},000.0") for at, change in enumerate(changes)]
    sheet = draw_waterfall(waterfall(steps, ("Δ", "+1"), SIDES, ""), 60 + 50 * (len(changes) + 1))
    words = [mark for mark in sheet.marks if isinstance(mark, Words) and mark.look != "t-value"]
    taken = [(one.x - measure(one.text) / 2, one.x + measure(one.text) / 2, one.y) for one in words]
    for at, (left, right, base) in enumerate(taken):
        for other_left, other_right, other_base in taken[at + 1 :]:
            assert right <= other_left or other_right <= left or abs(base - other_base) >= 11


def test_what_does_not_change_has_no_bar() -> None:
    assert not [mark for mark in draw_waterfall(made(0, 0), 320).marks if isinstance(mark, Box)]


def test_the_line_stands_where_the_first_class_reaches_it() -> None:
    classes = (Class("<80", 3, False), Class("80+", 0, False), Class("100+", 6, True))
    sheet = draw_distribution(Distribution(classes, "quota", "3, 0, 6"), 300)
    (below,), (above,) = boxes(sheet, "prior"), boxes(sheet, "actual")
    assert above.height == pytest.approx(2 * below.height)
    (line,) = [mark for mark in sheet.marks if isinstance(mark, Stroke) and mark.look == "pace"]
    assert {point[0] for point in line.points if point} == {200.5}


@pytest.mark.parametrize("actual", [D(50), D(0), None, D(-20), D(150)])
def test_an_actual_lies_inside_the_outline_of_its_plan(actual: Decimal | None) -> None:
    scale = around_zero([actual, D(100)], 110)
    sheet = draw_plan_bar(PlanBar(actual, D(100), scale))
    (plan,) = boxes(sheet, "plan")
    for bar in boxes(sheet, "actual"):
        assert plan.y < bar.y
        assert bar.y + bar.height < plan.y + plan.height
        assert bar.width == pytest.approx(scale.bar(actual or 0)[1])
