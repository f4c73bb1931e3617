"""The tests of association, against values worked out by hand or known from textbooks."""

from math import exp

import pytest

from dashboard.pay.association import intraclass, kruskal_wallis, pearson, ranks, spearman


def test_pearson_and_spearman() -> None:
    assert pearson([1, 2, 3], [2, 4, 6]) == pytest.approx(1)
    assert pearson([1, 2, 3], [6, 4, 2]) == pytest.approx(-1)
    # Deviations (−2, −1, 0, 1, 2) and (−2, 0, −1, 1, 2): 9 of 10.
    assert pearson([1, 2, 3, 4, 5], [1, 3, 2, 4, 5]) == pytest.approx(0.9)
    assert spearman([1, 10, 100, 1000], [1, 2, 3, 4]) == pytest.approx(1)
    assert ranks([5, 1, 5, 9]) == [2.5, 1, 2.5, 4]


def test_what_says_nothing_is_none() -> None:
    assert pearson([1, 1, 1], [1, 2, 3]) is None
    assert pearson([1, 2], [1, 2]) is None
    assert kruskal_wallis([[1, 1], [1], [1]]) is None
    assert kruskal_wallis([[1], [2]]) is None
    assert intraclass([[1, 2, 3]]) is None


def test_kruskal_wallis() -> None:
    # Rank sums 6, 15, 24: H = 12 / 90 × (12 + 75 + 192) − 30 = 7.2.
    assert kruskal_wallis([[1, 2, 3], [4, 5, 6], [7, 8, 9]]) == pytest.approx(exp(-3.6))


def test_intraclass() -> None:
    # Means 2 and 5: between 13.5, within 1, three in each: 12.5 / 15.5.
    assert intraclass([[1, 2, 3], [4, 5, 6]]) == pytest.approx(12.5 / 15.5)
    assert intraclass([[1, 9], [2, 8]]) == 0
