"""The rate that a statement tells, by which its reader checks the amount."""

from fractions import Fraction
from types import SimpleNamespace
from typing import Any, cast

import pytest

from dashboard.pages.pay.words import exchange


@pytest.mark.parametrize(("rate", "told"), [
    (Fraction(1, 2), "0.5000"),
    (Fraction("0.85123456"), "0.85123456"),
    (Fraction(2, 3), "0.66666667"),
    # A rupiah in euros, and a euro in rupiahs.
    (Fraction("0.0000573"), "0.0000573"),
    (Fraction(1_000_000, 57), "17,543.8596"),
])  # fmt: skip
def test_a_rate_is_told_to_the_figures_by_which_an_amount_is_checked(rate: Fraction, told: str) -> None:
    view = cast(Any, SimpleNamespace(language="en"))
    assert exchange(view, rate) == told
