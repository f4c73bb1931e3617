"""Numbers are written as the reader's language writes them, and lose nothing on the way."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.text import formats
from dashboard.text.formats import Form

NBSP = "\N{NO-BREAK SPACE}"
D = Decimal


@pytest.mark.parametrize(
    ("language", "value", "places", "text"),
    [
        ("en", D("1215.4"), 1, "1,215.4"),
        ("el", D("1215.4"), 1, "1.215,4"),
        ("en", D("-30.9"), 1, "−30.9"),
        ("el", D("-30.9"), 1, "−30,9"),
        ("en", D("-0.04"), 1, "0.0"),
        ("en", 4617, 0, "4,617"),
        ("el", 0, 0, "0"),
        ("en", D("0.5"), 0, "1"),
        ("en", D("2.5"), 0, "3"),
        ("en", None, 1, "–"),
        ("en", float("nan"), 1, "–"),
        (
            "en",
            D("123456789012345678901234567890123456789"),
            0,
            "123,456,789,012,345,678,901,234,567,890,123,456,789",
        ),
    ],
)
def test_a_number_is_grouped_by_the_locale(language, value, places, text):
    assert formats.number(language, value, places) == text


@pytest.mark.parametrize(
    ("language", "value", "places", "text"),
    [
        ("en", D("6.5"), 1, "+6.5"),
        ("el", D("-30.9"), 1, "−30,9"),
        ("en", D("0"), 0, "±0"),
        ("en", D("-0.04"), 1, "±0.0"),
        ("el", 0.04, 1, "±0,0"),
        ("el", None, 1, "–"),
    ],
)
def test_a_change_carries_its_sign(language, value, places, text):
    assert formats.signed(language, value, places) == text


@pytest.mark.parametrize(("language", "text"), [("en", f"13,072.42{NBSP}€"), ("el", f"13.072,42{NBSP}€")])
def test_pay_is_shown_to_the_cent(language, text):
    assert formats.money_with_unit(language, D("13072.4200")) == text


def test_money_rounds_half_up_once():
    assert formats.money("en", D("0.0050")) == "0.01"
    assert formats.money("en", D("-0.0050")) == "−0.01"
    assert formats.money("en", D("1215449.9999"), Form(3, 1)) == "1,215.4"


def test_the_unit_is_named_once_in_the_title():
    assert [formats.unit("en", Form(power, 0)) for power in (0, 3, 6)] == ["€", "k€", "M€"]
    assert [formats.unit("el", Form(power, 0)) for power in (0, 3, 6)] == ["€", "χιλ.\u00a0€", "εκ.\u00a0€"]
    assert formats.unit("en", Form(3, 1), "USD") == "k$"


@pytest.mark.parametrize(
    ("largest", "form", "text"),
    [
        (D("9876.4"), Form(0, 0), "9,876"),
        (D("1215400"), Form(3, 1), "1,215.4"),
        (D("44680000"), Form(3, 0), "44,680"),
        (D("-109846381.4039"), Form(3, 0), "−109,846"),
        (D("9876000000"), Form(6, 1), "9,876.0"),
        (D("98760000000"), Form(6, 0), "98,760"),
    ],
)
def test_a_tile_takes_the_scale_of_its_largest_amount(largest, form, text):
    assert formats.choose_form([None, D(1), largest]) == form
    assert formats.money("en", largest, form) == text


def test_percent_has_no_space_and_points_have_one():
    assert formats.percent("en", 0.8212) == "82.1%"
    assert formats.percent("el", D("0.083")) == "8,3%"
    assert formats.signed_percent("el", 0.065) == "+6,5%"
    assert formats.points("en", 0.005) == f"+0.5{NBSP}pp"
    assert formats.points("el", 0.005) == f"+0,5{NBSP}μον."
    assert formats.points("el", -0.033, spelled=True) == f"−3,3{NBSP}ποσ. μον."
    assert formats.percent("en", None) == formats.points("en", None) == "–"


def test_a_direction_is_that_of_the_number_shown():
    assert [formats.direction(D(value), 1) for value in ("0.04", "-0.06", "3")] == [0, -1, 1]
    assert formats.direction(None) == 0


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4), st.sampled_from(["en", "el"]))
def test_no_digit_is_lost_between_the_amount_and_its_text(amount, language):
    group, mark = (",", ".") if language == "en" else (".", ",")
    text = formats.money(language, amount).replace(group, "").replace(mark, ".").replace("−", "-")
    assert D(text) == amount.quantize(D("0.01"), rounding=ROUND_HALF_UP)
