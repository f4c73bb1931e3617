"""How a row of the catalogue is written: one word for each kind of measure, with its unit."""

from typing import Any

from dashboard.metrics.kinds import Formula, Kind, Measure


def money(key: str, formula: Formula, *needs: str, **more: Any) -> Measure:
    """An amount in the reporting currency."""
    return Measure(key, Kind.MONEY, "currency", formula, needs, **more)


def quantity(key: str, formula: Formula, *needs: str, **more: Any) -> Measure:
    """A number of units of goods."""
    return Measure(key, Kind.QUANTITY, "units", formula, needs, **more)


def count(key: str, formula: Formula, *needs: str, **more: Any) -> Measure:
    """A number of things that are counted one by one."""
    return Measure(key, Kind.COUNT, "n", formula, needs, **more)


def mean(key: str, formula: Formula, *needs: str, **more: Any) -> Measure:
    """How many there are for each of something."""
    return Measure(key, Kind.QUANTITY, "n", formula, needs, **more)


def rate(key: str, formula: Formula, *needs: str, **more: Any) -> Measure:
    """A share or a change, as a fraction."""
    return Measure(key, Kind.RATIO, "fraction", formula, needs, **more)


def days(key: str, formula: Formula, *needs: str, **more: Any) -> Measure:
    """A length of time in days."""
    return Measure(key, Kind.QUANTITY, "days", formula, needs, **more)


def times(key: str, formula: Formula, *needs: str, **more: Any) -> Measure:
    """How many of one there are for each of another."""
    return Measure(key, Kind.RATIO, "times", formula, needs, **more)


def per_day(key: str, formula: Formula, *needs: str, **more: Any) -> Measure:
    """An estimate of money a day; no amount, for what it is divided by is a quantile."""
    return Measure(key, Kind.RATIO, "currency_a_day", formula, needs, **more)


def daily(key: str, formula: Formula, *needs: str, **more: Any) -> Measure:
    """Money for each working day: an amount by a count, to the ten-thousandth."""
    return Measure(key, Kind.MONEY, "currency_a_working_day", formula, needs, **more)


def day(key: str, formula: Formula, *needs: str, **more: Any) -> Measure:
    """A day."""
    return Measure(key, Kind.DATE, "day", formula, needs, **more)
