"""The headline of the leadership page: sentences made from the numbers alone.

Each sentence is said only where its numbers exist and mean something: a share of a quota needs a
quota above zero, a growth needs sales before, and who explains a gap needs more than one territory.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from dashboard.text import Language, formats, say
from dashboard.text.formats import choose_form

_WHOLE = Decimal("0.995")  # a share that is shown as 100 % or more is the whole


@dataclass(frozen=True, slots=True)
class Part:
    """A territory one level down, and by how much it is above (+) or below (−) its quota."""

    name: str
    gap: Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known: sales, quota, prior year, the parts, and at which share of its quota the year lands."""

    sold: Decimal | None
    quota: Decimal | None = None
    prior: Decimal | None = None
    parts: tuple[Part, ...] = ()
    landing: Decimal | None = None
    currency: str = "EUR"

    @property
    def gap(self) -> Decimal | None:
        """Above or below quota; None where no share of a quota can be told."""
        return self.sold - self.quota if self.sold and self.quota and self.quota > 0 else None


def headline(language: Language, standing: Standing) -> str:
    """How it stands, why, and where the year lands."""
    return " ".join(_sentences(language, standing))


def because(language: Language, standing: Standing) -> str:
    """The amounts behind the second sentence: who is how far off, and what all others are together."""
    found = _outstanding(standing)
    if found is None or standing.gap is None:
        return ""
    # What is sold where there is no quota stands in the whole, and in no part.
    rest = sum((part.gap for part in standing.parts), -found.gap)
    form = choose_form([found.gap, rest])

    def told(amount: Decimal) -> str:
        way = "short" if amount < 0 else "ahead"
        money = formats.money_with_unit(language, abs(amount), form, standing.currency)
        return say(language, f"leadership.{way}", amount=money)

    count = len(standing.parts) - 1
    return say(language, "leadership.because", n=count, name=found.name, own=told(found.gap), rest=told(rest))


def _sentences(language: Language, standing: Standing) -> Iterator[str]:
    yield _stand(language, standing)
    if standing.sold and standing.sold > 0 and (why := _why(language, standing)):
        yield why
    if standing.landing is not None and standing.landing > 0:
        share = formats.percent(language, standing.landing)
        yield say(language, "leadership.lands", share=share)


def _stand(language: Language, standing: Standing) -> str:
    sold = standing.sold
    if not sold:
        return say(language, "leadership.nothing")
    form = choose_form([sold])
    amount = formats.money_with_unit(language, sold, form, standing.currency)
    if sold < 0:
        return say(language, "leadership.below_zero", amount=amount)
    found = [
        _beside(language, name, sold, base)
        for name, base in (("quota", standing.quota), ("prior", standing.prior))
        if base is not None and base > 0
    ]
    if len(found) > 1:
        return say(language, "leadership.stands_both", quota=found[0], prior=found[1])
    if found:
        return say(language, "leadership.stands", words=found[0])
    return say(language, "leadership.stands_alone", amount=amount)


def _beside(language: Language, name: str, sold: Decimal, base: Decimal) -> str:
    change = (sold - base) / base
    way = {1: "above", 0: "level", -1: "below"}[formats.direction(change * 100, 1)]
    return say(language, f"leadership.{way}_{name}", share=formats.percent(language, abs(change)))


def _outstanding(standing: Standing) -> Part | None:
    """The part that is furthest off in the direction of the whole; None where nobody stands out."""
    gap = standing.gap
    if gap is None or len(standing.parts) < 2 or not _way(standing):
        return None
    found = (min if gap < 0 else max)(standing.parts, key=lambda part: part.gap)
    return found if found.gap * gap > 0 else None


def _way(standing: Standing) -> int:
    """−1 below quota, 1 above, 0 where the gap is shown as none."""
    if standing.gap is None or not standing.quota:
        return 0
    return formats.direction(standing.gap / standing.quota * 100, 1)


def _why(language: Language, standing: Standing) -> str:
    parts, way = standing.parts, _way(standing)
    if way >= 0 and len(parts) > 1 and all(part.gap >= 0 for part in parts):
        return say(language, "leadership.all_reached", n=len(parts))
    found = _outstanding(standing)
    if found is None or standing.gap is None:
        return ""
    share = found.gap / standing.gap
    key = f"leadership.{'gap' if way < 0 else 'surplus'}_{'whole' if share >= _WHOLE else 'part'}"
    return say(language, key, name=found.name, share=formats.percent(language, share, 0))
