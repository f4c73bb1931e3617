"""Scales always hold zero, and bars stay on them."""

from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures.scale import around_zero, round_steps

values = st.lists(st.integers(-(10**12), 10**12) | st.none(), max_size=20)


@given(values, st.integers(1, 2000))
def test_bars_stay_inside_the_length_and_begin_at_zero(values, length):
    scale = around_zero(values, length)
    for value in values:
        if value is None:
            continue
        start, long = scale.bar(value)
        assert start >= -1
        assert start + long <= length + 1
        assert bool(long) == bool(value)
        assert abs((start if value >= 0 else start + long) - scale.zero) < 1e-6


@given(st.floats(-1e12, 0), st.floats(0, 1e12))
def test_grid_lines_are_few_and_inside(low, high):
    steps = round_steps(low, high)
    assert all(low <= step <= high and step for step in steps)
    assert sum(step > 0 for step in steps) <= 3
    assert sum(step < 0 for step in steps) <= 3


def test_grid_lines_are_round():
    assert round_steps(0, 160000) == (50000, 100000, 150000)
    assert round_steps(-40, 100) == (50, 100)
    assert round_steps(0, 0) == ()
