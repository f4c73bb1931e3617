"""Rates of exchange in words: what one unit is worth, and at which rates several currencies were turned."""

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction

from dashboard.pay.money import Worth
from dashboard.pay.terms import shown
from dashboard.text import Language, dates, formats, say

_LEAST = 4  # decimals
_FIGURES = 8


def exchange(language: Language, value: Fraction) -> str:
    """What one unit of a currency is worth: to eight figures, for amounts are checked by it."""
    places = max(_LEAST, _FIGURES - 1 - shown(value, 28).adjusted())
    found = shown(value, places)
    return formats.number(language, found, max(_LEAST, -int(found.normalize().as_tuple().exponent)))


def turned_words(language: Language, turned: Mapping[str, Worth], to: str, day: dt.date) -> list[str]:
    """At which rates other currencies were turned into one: by those of the day, or each at a plan year's."""
    on = dates.day(language, day)
    said = []
    if not all(one.agreed for one in turned.values()):
        said.append(say(language, "health.reported", currency=to, day=on))
    for currency, one in sorted(turned.items()):
        if one.agreed:
            rate = exchange(language, one.rate)
            said.append(say(language, "health.agreed", currency=currency, to=to, day=on, rate=rate))
    return said
