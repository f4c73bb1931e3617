"""From values to pixels: one straight scale that always holds zero, and round steps on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import floor, log10

Amount = Decimal | float | int
_NOTHING = 1e-4  # the smallest amount that money can carry


@dataclass(frozen=True, slots=True)
class Scale:
    """Values between `low` and `high` on `length` pixels. Never cut: zero is always inside."""

    low: float
    high: float
    length: float

    def place(self, value: Amount) -> float:
        """Pixels from the low end; values outside stop at the ends."""
        span = self.high - self.low
        share = (float(value) - self.low) / span if span else 0.0
        return self.length * min(1.0, max(0.0, share))

    @property
    def zero(self) -> float:
        """Where nothing stands."""
        return self.place(0)

    def bar(self, value: Amount) -> tuple[float, float]:
        """Start and length of the bar between zero and the value; a value that is not zero shows."""
        start, end = sorted((self.zero, self.place(value)))
        if value and end - start < 1:
            return (start, 1.0) if value > 0 else (end - 1, 1.0)
        return start, end - start


def around_zero(values: Iterable[Amount | None], length: float) -> Scale:
    """The scale that shows all of the values from zero."""
    known = [float(value) for value in values if value is not None]
    return Scale(min([0.0, *known]), max([0.0, *known]), length)


def round_steps(low: float, high: float, most: int = 3) -> tuple[float, ...]:
    """At most `most` round values on either side of zero, zero itself left out, for grid lines."""
    reach = max(abs(low), abs(high))
    if reach < _NOTHING:
        return ()
    power = 10.0 ** floor(log10(reach / most))
    step = next(power * part for part in (1, 2, 2.5, 5, 10, 20) if reach / (power * part) < most + 1)
    return tuple(step * at for at in range(-most, most + 1) if at and low <= step * at <= high)
