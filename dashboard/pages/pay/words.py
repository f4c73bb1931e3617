"""Numbers and names of pay, in the reader's language: money to the cent, steps to four decimals."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from dashboard.metrics.catalogue import MEASURES
from dashboard.metrics.kinds import Kind
from dashboard.pages.view import View
from dashboard.pay import rate_words
from dashboard.pay.plan import Component, Plan, Words
from dashboard.pay.sums import by_currency
from dashboard.pay.terms import shown as cut
from dashboard.text import dates, formats, has, say

_MOST = 4


def money(view: View, amount: Decimal) -> str:
    """An amount of a statement."""
    return formats.number(view.language, amount, 2)


def signed(view: View, amount: Decimal) -> str:
    """An amount that is added or taken away; nothing has no sign."""
    return formats.signed(view.language, amount, 2) if amount else money(view, amount)


def of_currency(view: View, words: str, currency: str) -> str:
    """An amount in words, with its currency where that is not the one in which the company reports."""
    return words if currency == view.currency else f"{words} {currency}"


def sums(view: View, amounts: Iterable[tuple[str, Decimal]]) -> str:
    """What amounts of several currencies come to: each currency by itself, and by its name."""
    found = by_currency(amounts) or {view.currency: Decimal(0)}
    several = len(found) > 1
    return " + ".join(in_list(view, amount, currency, several=several) for currency, amount in found.items())


def in_list(view: View, amount: Decimal, currency: str, *, several: bool) -> str:
    """An amount among others: where these are in `several` currencies, with its own in any case."""
    words = money(view, amount)
    return f"{words} {currency}" if several else of_currency(view, words, currency)


def exact(view: View, amount: Fraction, least: int = 2) -> str:
    """An amount before it is rounded: as many decimals as it has, four at most."""
    found = cut(amount, max(least, _MOST))
    places = max(least, min(_MOST, -int(found.normalize().as_tuple().exponent)))
    return formats.number(view.language, found, places)


def exchange(view: View, value: Fraction) -> str:
    """What one unit of a currency is worth: to eight figures, for amounts are checked by it."""
    return rate_words.exchange(view.language, value)


def rate(view: View, value: Fraction) -> str:
    """A share as a percentage: 0.6 %, 1.125 %."""
    found = cut(value * 100, 6)
    places = max(0, min(6, -int(found.normalize().as_tuple().exponent)))
    return formats.percent(view.language, cut(value, 10), max(places, 1 if places else 0))


def is_money(measure: str) -> bool:
    """Whether a measure is money, of which a rate is a share; of all else it is money for each."""
    return measure not in MEASURES or MEASURES[measure].kind is Kind.MONEY


def measured(view: View, measure: str, value: Fraction | None) -> str:
    """What was reached of a measure, as it is written elsewhere: a ratio as a share, a count whole."""
    if value is None:
        return formats.ABSENT
    if measure in MEASURES and MEASURES[measure].unit == "fraction":
        return rate(view, value)
    return exact(view, value, 2 if is_money(measure) else 0)


def worth(view: View, component: Component, value: Fraction) -> str:
    """What a band pays: a share, or money where the component pays amounts or so much for each."""
    each = component.pays == "rate" and not is_money(component.measure)
    return exact(view, value) if component.pays == "amount" or each else rate(view, value)


def credit(view: View, measure: str, value: Fraction) -> str:
    """What was credited of a measure: money to the cent."""
    return money(view, cut(value, 2)) if is_money(measure) else measured(view, measure, value)


def share(view: View, value: Fraction | None, places: int = 1) -> str:
    """A share of quota or of target."""
    return formats.ABSENT if value is None else formats.percent(view.language, cut(value, 10), places)


def named(view: View, words: Words) -> str:
    """A name that a plan gives in both languages."""
    return words.el if view.language == "el" else words.en


def component_name(view: View, plan: Plan, key: str) -> str:
    """The name of a component; its key where an earlier version alone has it."""
    found = next((one for one in plan.component if one.key == key), None)
    return named(view, found.name) if found else key


def measure_name(view: View, component: Component | str) -> str:
    """What a component measures."""
    key = component if isinstance(component, str) else component.measure
    return say(view.language, f"measure.{key}.name") if has(f"measure.{key}.name") else key


def month(view: View, first: dt.date) -> str:
    """The month of a pay period."""
    return dates.month_name(view.language, first)


def refused(view: View, told: Mapping[str, object]) -> str:
    """Why somebody could not be paid, as it was written down."""
    values = told.get("values")
    return say(view.language, str(told["key"]), **(values if isinstance(values, dict) else {}))
