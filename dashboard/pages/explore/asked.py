"""From a sentence to an address: the shelves, filters and days that it means, and how it was understood."""

from dataclasses import dataclass

from dashboard.asking.completion import complete
from dashboard.asking.question import order, shows
from dashboard.asking.read import read
from dashboard.asking.reading import Doubt, Piece, Reading
from dashboard.asking.worded import offered
from dashboard.metrics.catalogue import dimension
from dashboard.metrics.conditions import Condition, written
from dashboard.metrics.periods import GRAINS
from dashboard.metrics.question import period_of
from dashboard.metrics.shows import HOWS
from dashboard.pages.address import EXPLORE_PATH, Address
from dashboard.pages.bar import dimension_name
from dashboard.pages.explore.layout import bound_words, column_name, top_words
from dashboard.pages.filtering import limited
from dashboard.pages.shelves import Shelves
from dashboard.pages.view import View
from dashboard.text import dates, has, say

_SILENT = ("words", "doubt", "chart")


@dataclass(frozen=True, slots=True)
class Understood:
    """One piece as a chip: what kind of thing it is, what it means, and the sentence without it."""

    role: str
    words: str
    without: str


@dataclass(frozen=True, slots=True)
class Back:
    """A question back: its sentence, and the ways on by what they are called."""

    sentence: str
    offers: tuple[tuple[str, str], ...]


def reading(view: View, text: str) -> Reading:
    """The sentence as this reader's question."""
    return read(text, view.scope, view.shelf)


def answer_to(view: View, found: Reading) -> Address:
    """The address that a reading means; what it does not say stands as it is on the filter bar.

    What an earlier sentence had put among the filters goes with that sentence.
    """
    address = view.address
    where = _limits(view, found)
    at, rest = _place(view, found)
    for one in rest:
        where = limited(where, one, view.outline.levels)
    return address.but(
        path=EXPLORE_PATH,
        at=at,
        where=where,
        period=_days(view, found) or address.period,
        against=found.against or address.against,
        shelves=_shelves(view, found),
    )


# What is not over is looked at to date: its days are compared with as many, not with all of a year before.
_TO_DATE = {"this_year": "ytd", "this_quarter": "qtd", "this_month": "mtd"}


def _days(view: View, found: Reading) -> str:
    """The days that are said, in the words of an address; empty where none are."""
    if found.period is None:
        return ""
    name = str(found.period)
    return _TO_DATE.get(name, name) if found.period.end > view.outline.through else name


def _limits(view: View, found: Reading) -> tuple[str, ...]:
    """The filters that stand: those set by hand, but for dimensions that the sentence names itself."""
    before = view.address.shelves.asked
    gone = {written(one) for one in reading(view, before).where} if before else set()
    named = {one.dimension for one in found.where}
    kept = [text for text in view.address.where if text not in gone]
    return tuple(text for text in kept if text.split(" ", 1)[0] not in named)


def _place(view: View, found: Reading) -> tuple[str, list[Condition]]:
    """One territory that is named is the place looked at; all else are filters."""
    at, rest = view.address.at, []
    before = view.address.shelves.asked
    if before and any(at in one.members for one in reading(view, before).where):
        at = ""
    for one in found.where:
        single = len(one.members) == 1 and not one.exclude
        if single and _is_place(view, one) and one.members[0] in view.tree.nodes:
            at = one.members[0]
        else:
            rest.append(one)
    return at, rest


def _is_place(view: View, one: Condition) -> bool:
    return dimension(one.dimension, view.outline.levels).group == "territory"


def _shelves(view: View, found: Reading) -> Shelves:
    """Time goes across where something goes down; what is not said is left to the page."""
    times = tuple(one for one in found.by if one in GRAINS)
    others = tuple(one for one in found.by if one not in GRAINS)
    rows, columns = (others, times) if others else (times, ())
    return Shelves(
        measures=found.measures or None,
        rows=rows,
        columns=columns,
        shows=shows(found, view.outline) or None,
        bounds=tuple(str(one) for one in found.bounds) or None,
        top=str(found.top) if found.top else "",
        sort=next(iter(order(found)), ""),
        form=found.chart,
        asked=found.text,
    )


def pieces(view: View, found: Reading) -> tuple[Understood, ...]:
    """How the sentence was understood, piece by piece."""
    chips = [
        Understood(
            say(view.language, f"asking.role_{one.role}"), _means(view, found, one), _without(found.text, one)
        )
        for one in found.pieces
        if one.role not in _SILENT
    ]
    return tuple({(one.role, one.words): one for one in chips}.values())


def _means(view: View, found: Reading, one: Piece) -> str:
    """What a piece means, by the names that the screen has for it; else the words themselves."""
    words = found.text[one.start : one.end].strip()
    match one.role:
        case "measure":
            return column_name(view, one.means)
        case "by":
            return dimension_name(view, one.means)
        case "where":
            return _members(view, found, one) or words
        case "period" if found.period:
            days = period_of(_days(view, found), view.outline)
            return dates.day_range(view.language, days.start, days.end)
        case "against" if found.against:
            key = "prior_year" if found.against.startswith("prior_year") else found.against
            return say(view.language, f"against.{key}") if has(f"against.{key}") else words
        case "top" if found.top:
            return top_words(view, found.top)
        case "bound" if len(found.bounds) == 1:
            return bound_words(view, found.bounds[0])
        case "show" if found.show in HOWS:
            return say(view.language, f"explore.show_{found.show}")
    return words


def _members(view: View, found: Reading, one: Piece) -> str:
    """The members of the dimension that this piece names, without where they are left out."""
    limits = [limit for limit in found.where if limit.dimension == one.means]
    names = {key: label for dimension, key, label in found.labels if dimension == one.means}
    said = [
        (say(view.language, "screen.without", dimension="") if limit.exclude else "").strip()
        + " " + ", ".join(names.get(member, member) for member in limit.members)
        for limit in limits
    ]  # fmt: skip
    return "; ".join(one.strip() for one in said)


def _without(text: str, one: Piece) -> str:
    return " ".join((text[: one.start] + text[one.end :]).split())


def back(view: View, found: Reading, cursor: int | None = None) -> tuple[Back, ...]:
    """What must be asked back before it is answered; while one types, not what may still come."""
    return tuple(
        Back(
            say(view.language, f"asking.{one.kind}", words=one.words),
            tuple((offered(offer, view.outline, view.language), offer.text) for offer in one.offers),
        )
        for one in found.doubts
        if cursor is None or not _may_come(found.text, one, cursor)
    )


def _may_come(text: str, one: Doubt, cursor: int) -> bool:
    """Whether what is still being typed may settle a doubt: the word at the cursor, or the one before it."""
    if one.kind == "no_measure":
        return True
    loose = one.kind in ("unknown_word", "unused_word", "impossible_period")
    return loose and one.end <= cursor and len(text[one.end : cursor].split()) <= 1


def nexts(view: View, text: str, cursor: int) -> tuple[tuple[str, str], ...]:
    """Words that may follow what is typed up to the cursor, each with the sentence that has it."""
    return tuple(
        (one.label, one.text) for one in complete(text, cursor, view.scope, view.shelf, view.language)
    )
