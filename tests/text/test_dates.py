"""Dates are written as the reader's language writes them."""

import datetime as dt

import pytest

from dashboard.text import dates

NOV = dt.date(2026, 11, 12)


@pytest.mark.parametrize(("language", "text"), [("en", "12 Nov 2026"), ("el", "12 Νοε 2026")])
def test_a_day(language, text):
    assert dates.day(language, NOV) == text
    assert dates.day(language, NOV, year=False) == text[:6]
    assert dates.day(language, None) == "–"


@pytest.mark.parametrize(
    ("language", "first", "last", "text"),
    [
        ("en", dt.date(2026, 1, 1), NOV, "1 Jan – 12 Nov 2026"),
        ("el", dt.date(2026, 1, 1), NOV, "1 Ιαν – 12 Νοε 2026"),
        ("en", dt.date(2026, 11, 1), NOV, "1 – 12 Nov 2026"),
        ("el", dt.date(2025, 11, 1), NOV, "1 Νοε 2025 – 12 Νοε 2026"),
        ("en", NOV, NOV, "12 Nov 2026"),
    ],
)
def test_a_range_says_month_and_year_once(language, first, last, text):
    assert dates.day_range(language, first, last) == text


def test_months_of_an_axis_are_short_and_of_a_title_nominative():
    assert dates.month("el", NOV) == "Νοε"
    assert dates.month("el", dt.date(2026, 5, 1)) == "Μαΐ"
    assert dates.month("en", dt.date(2026, 9, 1), year=True) == "Sep 2026"
    assert dates.month_name("el", NOV) == "Νοέμβριος 2026"
    assert dates.month_name("en", NOV) == "November 2026"


def test_quarters_of_an_axis_and_of_a_sentence():
    assert dates.quarter("en", 4, 2026) == "Q4 2026"
    assert dates.quarter("el", 4, 2026) == "Τ4 2026"
    assert dates.quarter_name("el", 4, 2026) == "4ο τρίμηνο 2026"
    assert dates.quarter_name("en", 2, 2026) == "2nd quarter 2026"


def test_times_are_by_the_24_hour_clock():
    at = dt.datetime(2026, 11, 13, 14, 7)
    assert dates.time("el", at) == dates.time("en", at) == "14:07"
