"""Months added up: the last is the year, what is unknown stays so, the band is the sum of the bands."""

from decimal import Decimal

from dashboard.figures.bullet import Landing
from dashboard.figures.columns import Month, month_columns
from dashboard.figures.cumulative import cumulate
from dashboard.text.formats import Form

D = Decimal


def year() -> list[Month]:
    return [
        Month("Jan", 2026, D(97), D(92), D(100), D(-3)),
        Month("Feb", 2026, D(131), D(118), D(129), D(2)),
        Month("Mar", 2026, D(58), D(131), D(143), D(-5), Landing(D(129), D(138), D(147)), False, "to 12"),
        Month("Apr", 2026, None, D(139), D(152), None, Landing(D(100), D(150), D(210)), False),
    ]


def test_each_month_stands_on_all_before_it() -> None:
    found = cumulate(year())
    assert [one.actual for one in found] == [D(97), D(228), D(286), D(286)]
    assert [one.prior for one in found] == [D(92), D(210), D(341), D(480)]
    assert [one.quota for one in found] == [D(100), D(229), D(372), D(524)]
    assert [one.variance for one in found] == [D(-3), D(-1), D(-6), None]
    assert [one.begun for one in found] == [True, True, True, False]
    assert found[2].note == "to 12"


def test_the_band_adds_up_to_that_of_the_year() -> None:
    march, april = cumulate(year())[2:]
    assert march.landing == Landing(D(357), D(366), D(375))
    # What is sold, what is still to come of March, and April.
    assert april.landing == Landing(D(286 + 71 + 100), D(286 + 80 + 150), D(286 + 89 + 210))


def test_what_one_month_does_not_know_its_sum_does_not_know() -> None:
    months = [Month("Jan", 2026, D(5), None, None, None), Month("Feb", 2026, D(6), D(4), D(3), D(2))]
    later = cumulate(months)[1]
    assert (later.prior, later.variance, later.quota, later.actual) == (None, None, D(3), D(11))


def test_a_month_that_lies_ahead_without_a_forecast_has_no_column() -> None:
    ahead = cumulate([Month("Jan", 2026, D(5)), Month("Feb", 2026)])[1]
    assert (ahead.actual, ahead.landing, ahead.variance) == (None, None, None)


def test_the_sentence_tells_of_the_month_in_progress_and_not_of_what_is_foreseen() -> None:
    spec = month_columns("en", "Sales", cumulate(year()), Form(0, 0), "€")
    assert "Mar 2026" in spec.sentence
    assert "Apr 2026: 286" not in spec.sentence
    assert [column.inside for column in spec.columns] == ["", "", "286", ""]
    assert [column.label for column in spec.columns] == ["97", "228", "366", "516"]
