"""Month columns: what they say, and that every month is drawn where it belongs."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.figures.bullet import Landing
from dashboard.figures.columns import Month, month_columns
from dashboard.figures.columns_drawing import draw_month_columns
from dashboard.figures.marks import Box, Words, measure
from dashboard.figures.svg import write
from dashboard.text.formats import Form

D = Decimal

K = Form(3, 0)


def year():
    return [
        Month("Jan", 2026, D(97000), D(92000), D(100000), D(-3000)),
        Month("Feb", 2026, D(131000), D(118000), D(129000), D(2000)),
        Month(
            "Mar",
            2026,
            D(58000),
            D(131000),
            D(143000),
            D(-5000),
            Landing(D(129000), D(138000), D(147000)),
            False,
        ),
        Month("Apr", 2026, None, D(139000), D(152000)),
    ]


def spec(months, language="en"):
    return month_columns(language, "Net sales", months, K, "k€")


def boxes(sheet, look):
    return [mark for mark in sheet.marks if isinstance(mark, Box) and mark.look == look]


def words(sheet, look):
    return [mark.text for mark in sheet.marks if isinstance(mark, Words) and mark.look == look]


@pytest.mark.parametrize("language", ["en", "el"])
def test_the_specification_is_as_it_was(language, hold):
    hold(f"columns_{language}", spec(year(), language))


def test_labels_say_the_landing_above_and_the_actual_inside():
    sheet = draw_month_columns(spec(year()), 600)
    assert words(sheet, "t-value") == ["97", "131", "138"]
    assert words(sheet, "t-inside") == ["58"]
    assert words(sheet, "t-bad") == ["−3", "−5"]
    assert words(sheet, "t-good") == ["+2"]


def test_a_label_wider_than_its_bar_stands_above_the_month():
    months = [Month("Nov", 2026, D(1942000), D(2400000), D(2500000), complete=False)]
    sheet = draw_month_columns(spec(months), 600)
    assert words(sheet, "t-inside") == []
    assert words(sheet, "t-value") == ["1,942"]


def test_the_labels_of_the_strip_keep_clear_of_its_sign():
    months = [Month("Jan", 2026, D(102000), None, D(1821000), D(-1719000))] * 12
    sheet = draw_month_columns(spec(months), 720)
    sign = next(mark for mark in sheet.marks if isinstance(mark, Words) and mark.text == "Δ")
    first = next(mark for mark in sheet.marks if isinstance(mark, Words) and mark.look == "t-bad")
    assert first.text == "−1,719"
    assert sign.x + measure(sign.text) < first.x - measure(first.text)


def test_bars_are_to_scale_from_zero():
    sheet = draw_month_columns(spec(year()), 600, plot=200)
    first, second, _ = boxes(sheet, "actual")
    assert second.height / first.height == pytest.approx(131 / 97)
    assert first.y + first.height == second.y + second.height


def test_a_month_without_sales_has_no_bar_and_no_label():
    sheet = draw_month_columns(spec(year()[3:]), 600)
    assert boxes(sheet, "actual") == []
    assert words(sheet, "t-value") == []


def test_a_negative_month_hangs_below_zero_with_its_label_below():
    sheet = draw_month_columns(spec([Month("Jan", 2026, D(50000)), Month("Feb", 2026, D(-20000))]), 400)
    up, down = boxes(sheet, "actual")
    assert down.y == pytest.approx(up.y + up.height)
    label = next(mark for mark in sheet.marks if isinstance(mark, Words) and mark.text == "−20")
    assert label.y > down.y + down.height


def test_what_does_not_fit_is_left_out_and_years_are_named():
    months = [Month("Jan", 2024 + at // 12, D(1000 * at)) for at in range(36)]
    sheet = draw_month_columns(spec(months), 340)
    assert words(sheet, "t-value") == []
    assert {"2024", "2025", "2026"} <= set(words(sheet, "t-axis"))


def test_no_months_say_so():
    assert spec([]).sentence == "Net sales: no months to show."
    ElementTree.fromstring(write(draw_month_columns(spec([]), 300)))


amounts = st.none() | st.decimals(min_value=-(10**13), max_value=10**13, places=4)
months = st.lists(
    st.builds(
        Month,
        st.text(max_size=12),
        st.integers(2020, 2030),
        amounts,
        amounts,
        amounts,
        amounts,
        st.none() | st.just(Landing(D(1), D(2), D(3))),
        st.booleans(),
        st.text(max_size=8),
    ),
    max_size=36,
)


@settings(max_examples=40, deadline=None)
@given(months, st.integers(280, 1600))
def test_whatever_the_months_are_the_drawing_is_xml_inside_its_sheet(months, width):
    sheet = draw_month_columns(spec(months), width)
    printable = "".join(letter for letter in write(sheet) if letter >= " " and letter not in "\ufffe\uffff")
    ElementTree.fromstring(printable)
    for box in (mark for mark in sheet.marks if isinstance(mark, Box)):
        assert -0.01 <= box.y <= box.y + box.height <= sheet.height + 0.01
        assert box.x + box.width <= width + 0.01
