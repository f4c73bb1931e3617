"""Numbers as people read them: `(language, value) -> text`, exact, by the reader's locale.

Money arrives as Decimal and is rounded once, here, half up. What cannot be computed is "–".
Minus is U+2212, a change always carries its sign, and a change that rounds to nothing is ±0.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

from babel import Locale
from babel.numbers import get_currency_symbol

from dashboard.text.catalogue import Language, say

Number = Decimal | int | float | None

ABSENT = "–"
MINUS = "\N{MINUS SIGN}"
NO_BREAK = "\N{NO-BREAK SPACE}"
_WIDE = Context(prec=80, rounding=ROUND_HALF_UP)  # a sum has up to 38 digits, the default keeps 28


@dataclass(frozen=True, slots=True)
class Form:
    """How the amounts of one tile are written: in ones, thousands or millions, with how many places."""

    power: int
    places: int

    @property
    def step(self) -> Decimal:
        """The smallest amount that this form can tell from zero, in whole currency."""
        return Decimal(1).scaleb(self.power - self.places)


EXACT = Form(0, 2)
_FORMS = (
    (Decimal(10) ** 4, Form(0, 0)),
    (Decimal(10) ** 7, Form(3, 1)),
    (Decimal(10) ** 9, Form(3, 0)),
    (Decimal(10) ** 10, Form(6, 1)),
)


def choose_form(amounts: Iterable[Decimal | None]) -> Form:
    """One form for amounts that stand together, chosen by the largest: 9,876 €, 1,215.4 k€, 44,680 k€."""
    largest = max((abs(amount) for amount in amounts if amount is not None), default=Decimal(0))
    return next((form for below, form in _FORMS if largest < below), Form(6, 0))


def unit(language: Language, form: Form = EXACT, currency: str = "EUR") -> str:
    """The unit that a title names once: €, k€, M€ or €, χιλ. €, εκ. €."""
    return say(language, f"formats.unit_{form.power}", currency=_sign(language, currency))


@cache
def _sign(language: Language, currency: str) -> str:
    return get_currency_symbol(currency, language)


def number(language: Language, value: Number, places: int = 0) -> str:
    """A plain number with its thousands grouped."""
    rounded = _round(value, places)
    if rounded is None:
        return ABSENT
    return (MINUS if rounded < 0 else "") + _grouped(language, rounded, places)


def signed(language: Language, value: Number, places: int = 0) -> str:
    """A change: +6.5, −30.9, ±0."""
    rounded = _round(value, places)
    if rounded is None:
        return ABSENT
    sign = "±" if rounded == 0 else MINUS if rounded < 0 else "+"
    return sign + _grouped(language, rounded, places)


def money(language: Language, amount: Decimal | None, form: Form = EXACT) -> str:
    """An amount in the unit of its form, the unit itself standing in the title."""
    return number(language, _scaled(amount, form), form.places)


def signed_money(language: Language, amount: Decimal | None, form: Form = EXACT) -> str:
    """A difference of amounts, in the unit of its form."""
    return signed(language, _scaled(amount, form), form.places)


def money_with_unit(
    language: Language, amount: Decimal | None, form: Form = EXACT, currency: str = "EUR"
) -> str:
    """An amount that stands in a sentence: 13,072.42 €."""
    if amount is None:
        return ABSENT
    return f"{money(language, amount, form)}{NO_BREAK}{unit(language, form, currency)}"


def percent(language: Language, ratio: Number, places: int = 1) -> str:
    """A ratio as percent: 0.821 is 82.1%."""
    text = number(language, _hundred(ratio), places)
    return text if text == ABSENT else f"{text}%"


def signed_percent(language: Language, ratio: Number, places: int = 1) -> str:
    """A relative change as percent: +6.5%."""
    text = signed(language, _hundred(ratio), places)
    return text if text == ABSENT else f"{text}%"


def points(language: Language, difference: Number, places: int = 1, spelled: bool = False) -> str:
    """A difference of two ratios in percentage points: +0.5 pp, +0,5 μον., spelled out +0,5 ποσ. μον."""
    text = signed(language, _hundred(difference), places)
    name = say(language, "formats.points_spelled" if spelled else "formats.points")
    return text if text == ABSENT else f"{text}{NO_BREAK}{name}"


def direction(value: Number, places: int = 0) -> int:
    """−1, 0 or 1 as the value is shown: what rounds to nothing points nowhere."""
    rounded = _round(value, places)
    return 0 if not rounded else 1 if rounded > 0 else -1


def _hundred(ratio: Number) -> Decimal | None:
    exact = _decimal(ratio)
    return None if exact is None else exact.scaleb(2, _WIDE)


def _scaled(amount: Decimal | None, form: Form) -> Decimal | None:
    return None if amount is None else amount.scaleb(-form.power, _WIDE)


def _decimal(value: Number) -> Decimal | None:
    if value is None:
        return None
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact if exact.is_finite() else None


def _round(value: Number, places: int) -> Decimal | None:
    exact = _decimal(value)
    return None if exact is None else exact.quantize(Decimal(1).scaleb(-places), context=_WIDE)


def _grouped(language: Language, rounded: Decimal, places: int) -> str:
    return f"{rounded.copy_abs():,.{places}f}".translate(_marks(language))


@cache
def _marks(language: Language) -> dict[int, str]:
    symbols = Locale.parse(language).number_symbols["latn"]
    return str.maketrans({",": symbols["group"], ".": symbols["decimal"]})
