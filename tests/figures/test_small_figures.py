"""Sparkline, bullet and the bars of tables: to scale, in their colour, and safe as markup."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest

from dashboard.figures.bars import (
    BarPair,
    ShareBar,
    VarianceBar,
    draw_bar_pair,
    draw_share_bar,
    draw_variance_bar,
)
from dashboard.figures.bullet import Landing, bullet, draw_bullet
from dashboard.figures.marks import Box, Dot, Sheet, Stroke, Words, hatch
from dashboard.figures.scale import around_zero
from dashboard.figures.sparkline import draw_sparkline, sparkline
from dashboard.figures.svg import write

D = Decimal


def boxes(sheet, look):
    return [mark for mark in sheet.marks if isinstance(mark, Box) and mark.look == look]


def strokes(sheet, look):
    return [mark for mark in sheet.marks if isinstance(mark, Stroke) and mark.look == look]


def test_a_sparkline_lifts_its_pen_where_a_month_is_missing_and_ends_in_a_dot():
    sheet = draw_sparkline(sparkline([1, None, 3], [2, 2, 2]))
    line = strokes(sheet, "line-actual")[0].points
    assert line[1] is None
    assert line[0]
    assert line[2]
    assert line[0][1] > line[2][1]
    assert [mark.x for mark in sheet.marks if isinstance(mark, Dot)] == [line[2][0]]


def test_a_sparkline_of_nothing_draws_nothing():
    sheet = draw_sparkline(sparkline([None, None]))
    assert [mark for mark in sheet.marks if isinstance(mark, Dot)] == []
    ElementTree.fromstring(write(sheet))


def test_a_bullet_is_to_scale():
    spec = bullet(D(500), D(1000), D(600), "pace", Landing(D(900), D(950), D(1000), "landing"))
    sheet = draw_bullet(spec, 202, words=False)
    quota, actual = boxes(sheet, "plan")[0], boxes(sheet, "actual")[0]
    assert actual.width == pytest.approx(100)
    assert quota.width == pytest.approx(200 - 1.3)
    assert strokes(sheet, "pace")[0].points[0][0] == pytest.approx(121)


def test_the_specification_of_a_bullet_is_as_it_was(hold):
    hold("bullet", bullet(D("1215.4"), D(1480), D(1246), "pace", Landing(D(1412), D(1443), D(1478)), "82.1%"))


def test_a_bullet_above_quota_ends_beyond_the_outline():
    sheet = draw_bullet(bullet(D(1500), D(1000)), 202)
    quota, actual = boxes(sheet, "plan")[0], boxes(sheet, "actual")[0]
    assert actual.x + actual.width > quota.x + quota.width


def test_a_bullet_without_quota_has_no_outline():
    sheet = draw_bullet(bullet(D(1500), None))
    assert boxes(sheet, "plan") == []
    assert boxes(sheet, "actual")


def test_a_bullets_words_share_a_line_only_if_they_fit():
    spec = bullet(D(1), D(2), D(1), "pace today 84.2%", Landing(D(1), D(2), D(2), "landing 97.5%"))
    wide, narrow = (draw_bullet(spec, width) for width in (300, 120))
    lines = [{mark.y for mark in sheet.marks if isinstance(mark, Words)} for sheet in (wide, narrow)]
    assert [len(line) for line in lines] == [1, 2]
    assert narrow.height > wide.height


def test_bars_of_a_column_share_one_scale_and_one_zero():
    scale = around_zero([100, -20], 120)
    up, down = (draw_bar_pair(BarPair(value, None, scale)) for value in (100, -20))
    assert boxes(up, "actual")[0].x == pytest.approx(20)
    assert boxes(up, "actual")[0].width == pytest.approx(100)
    assert boxes(down, "actual")[0].x == 0
    assert boxes(down, "actual")[0].width == pytest.approx(20)


def test_a_bar_too_small_to_see_is_still_a_pixel_and_zero_is_nothing():
    scale = around_zero([10**9], 100)
    assert boxes(draw_bar_pair(BarPair(1, 0, scale)), "actual")[0].width == 1
    assert boxes(draw_bar_pair(BarPair(0, None, scale)), "actual") == []


@pytest.mark.parametrize(
    ("change", "more_is_better", "look"),
    [(3, True, "good"), (-3, True, "bad"), (3, False, "bad"), (-3, False, "good")],
)
def test_a_variance_is_coloured_by_its_impact_and_stands_on_its_side(change, more_is_better, look):
    sheet = draw_variance_bar(VarianceBar(change, around_zero([-6, 6], 100), more_is_better))
    bar = boxes(sheet, look)[0]
    assert (bar.x, bar.width) == ((50, 25) if change > 0 else (25, 25))


def test_a_share_above_the_whole_is_cut_and_says_so():
    assert boxes(draw_share_bar(ShareBar(1.4), 40), "actual")[0].width == 40
    assert strokes(draw_share_bar(ShareBar(1.4), 40), "cut")
    assert not strokes(draw_share_bar(ShareBar(1), 40), "cut")
    assert boxes(draw_share_bar(ShareBar(None)), "actual") == []


def test_a_hatch_stays_inside_its_box():
    box = Box(10, 20, 30, 50, "landing")
    points = [point for mark in hatch(box) if isinstance(mark, Stroke) for point in mark.points if point]
    assert points
    assert all(10 <= x <= 40 and 20 <= y <= 70 for x, y in points)


def test_every_text_is_escaped_and_nothing_carries_a_style():
    evil = '"><script>alert(1)</script>&'
    svg = write(Sheet(10, 10, (Words(0, 0, evil, "t-axis"), Box(0, 0, 1, 1, evil)), evil))
    root = ElementTree.fromstring(svg)
    assert root.attrib["aria-label"] == evil
    assert root.attrib["role"] == "img"
    assert [element.tag.split("}")[1] for element in root] == ["text", "rect"]
    assert "style=" not in svg
    assert "<script" not in svg


def test_a_figure_without_a_sentence_is_silent():
    assert 'aria-hidden="true"' in write(draw_sparkline(sparkline([1, 2])))
