"""A measure that a reader makes: a name and a formula over the catalogue, read as a company's own are.

It is words in an address until it is asked, and never more than the measures that it is made of: it
obeys every scope because they do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from dashboard.errors import MetronError
from dashboard.intake.kpi_file import UNITS, check_unit, needs_of
from dashboard.intake.kpi_formula import FormulaReader
from dashboard.intake.toml_lines import Lines, Place
from dashboard.metrics.catalogue import dimension
from dashboard.metrics.kinds import (
    Count,
    Distinct,
    Formula,
    Kind,
    Latest,
    Measure,
    Minus,
    Number,
    Plus,
    Ratio,
    Sum,
    Times,
    Within,
    nodes,
    parts,
)
from dashboard.metrics.nearest import nearest

AUTO = "auto"
FORMATS = (AUTO, "currency", "fraction", "times", "n")
_KINDS = {**UNITS, "times": Kind.RATIO}
_MONEY = ("amount", "potential", "value")
# A link is anybody's: a few measures, each made of the one before twice, would hold a reader up for hours.
MOST, MOST_PARTS, LONGEST_NAME, LONGEST_ABOUT = 20, 150, 80, 300
_ABOUT = "||"
# All that a value is multiplied by: what is larger has no place among exact amounts.
_LARGEST = 10**12


@dataclass(frozen=True, slots=True)
class Draft:
    """A measure as it is written down: its key, its name, how it is shown, its formula, words about it."""

    key: str
    name: str
    shown: str
    formula: str
    about: str = ""


def drafts(texts: Sequence[str]) -> list[Draft]:
    """The first drafts that texts of the form `key|name|format|formula||about` hold; others are left out."""
    found = [text.split("|", 3) for text in texts]
    kept = [one for one in found if len(one) == 4 and one[0].startswith("own_")]
    return [_draft(*one) for one in kept[:MOST]]


def _draft(key: str, name: str, shown: str, rest: str) -> Draft:
    formula, _, about = rest.partition(_ABOUT)
    return Draft(key, name[:LONGEST_NAME], shown, formula, about[:LONGEST_ABOUT])


def own_measures(
    written: Sequence[Draft], known: Mapping[str, Measure], names: Mapping[str, str], levels: Sequence[str]
) -> tuple[tuple[Measure, ...], Mapping[str, MetronError]]:
    """The measures, and by their keys why others are none; `names` are other words for known keys."""
    reader = _Reader(written, known, names, levels)
    made: list[Measure] = []
    wrong: dict[str, MetronError] = {}
    for one in written:
        try:
            made.append(reader.measure(one))
        except MetronError as error:
            wrong[one.key] = error
    return tuple(made), wrong


class _Reader:
    """Reads formulas that may use each other, in any order, but never themselves."""

    def __init__(
        self, written: Sequence[Draft], known: Mapping[str, Measure], names: Mapping[str, str],
        levels: Sequence[str],
    ) -> None:  # fmt: skip
        self._written = {one.key: one for one in written}
        self._known, self._names, self._levels = known, names, levels
        self._open: list[str] = []
        self._read: dict[str, Formula] = {}

    def measure(self, one: Draft) -> Measure:
        """The measure.

        Raises:
            Refused: with its name, what is wrong with its formula, and what was probably meant.
            NotUnderstood: a limit in it is on a dimension that does not exist.
        """
        place = Place(f"«{one.name}»", Lines(""), ("formula",))
        if one.shown not in FORMATS:
            raise place.refused("intake.kpi.not_one_of", name=one.shown, known=", ".join(FORMATS))
        formula = self._formula(one)
        unit = _unit(formula) if one.shown == AUTO else one.shown
        check_unit(unit, formula, place)
        words = {f"{language}.{part}": text for language in ("en", "el")
                 for part, text in (("name", one.name), ("definition", one.about or one.formula),
                                    ("formula", one.formula),
                                    ("pitfall", ""))}  # fmt: skip
        empty = any(isinstance(node, Ratio) for node in nodes(formula))
        return Measure(
            one.key, _KINDS[unit], unit, formula, needs_of(formula),
            empty_reason="note.no_value" if empty else "", owner="reader", words=tuple(sorted(words.items())),
        )  # fmt: skip

    def _formula(self, one: Draft) -> Formula:
        if one.key in self._read:
            return self._read[one.key]
        place = Place(f"«{one.name}»", Lines(""), ("formula",))
        if one.key in self._open:
            circle = " > ".join([*self._open[self._open.index(one.key) :], one.key])
            raise place.refused("intake.kpi.circle", circle=circle)
        self._open.append(one.key)
        try:
            formula = FormulaReader(place, self._find).read(named(one.formula, self._names))
        finally:
            self._open.pop()
        self._check(formula, place)
        self._read[one.key] = formula
        return formula

    def _check(self, formula: Formula, place: Place) -> None:
        """That it can be computed, within reason: checked before another is made of it."""
        made_of = list(islice(nodes(formula), MOST_PARTS + 1))
        if len(made_of) > MOST_PARTS:
            raise place.refused("intake.kpi.too_many_parts", most=MOST_PARTS)
        if _factor(formula) > _LARGEST:
            raise place.refused("intake.kpi.too_large", most=_LARGEST)
        if any(isinstance(one, Latest) for one in made_of):
            raise place.refused("intake.kpi.no_days")
        for limit in (limit for one in made_of if isinstance(one, Within) for limit in one.limits):
            dimension(limit.dimension, self._levels)

    def _find(self, name: str, place: Place) -> Formula:
        if name in self._written:
            return self._formula(self._written[name])
        if name not in self._known:
            raise place.refused(
                "intake.kpi.no_such_measure", name=name, nearest=nearest(name, [*self._known, *self._written])
            )
        return self._known[name].formula


def named(formula: str, names: Mapping[str, str]) -> str:
    """The formula with measures by their keys, where it names them as people do; not within quotes."""
    pieces = formula.split('"')
    for at in range(0, len(pieces), 2):
        for name in sorted(names, key=len, reverse=True):
            pieces[at] = _replaced(pieces[at], name, names[name])
    return '"'.join(pieces)


def _replaced(text: str, name: str, key: str) -> str:
    """The text with a name that stands alone as a key; letter case is no difference."""
    folded, sought = text.casefold(), name.casefold()
    at = folded.find(sought)
    while at >= 0 and len(folded) == len(text):
        end = at + len(sought)
        alone = not _joined(text[at - 1 : at]) and not _joined(text[end : end + 1])
        if alone:
            text = text[:at] + key + text[end:]
            folded = text.casefold()
            end = at + len(key)
        at = folded.find(sought, end)
    return text


def _joined(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _factor(formula: Formula) -> int:
    """The largest whole number that something in the formula is multiplied by."""
    match formula:
        case Times(of, by):
            return abs(by) * _factor(of)
        case Number(value):
            return abs(value)
    return max(map(_factor, parts(formula)), default=1)


def _unit(formula: Formula) -> str:
    """How a formula is best shown: what it comes to says that."""
    what = _holds(formula)
    return {"money": "currency", "share": "fraction", "count": "n"}.get(what, "times")


def _holds(formula: Formula) -> str:
    match formula:
        case Sum(column=column):
            return "money" if column.endswith(_MONEY) else "count"
        case Distinct() | Count():
            return "count"
        case Ratio(over, under):
            above, below = _holds(over), _holds(under)
            if (above, below) == ("money", "count") and isinstance(under, Distinct | Count):
                return "money"
            return "share" if above == below and above in ("money", "count") else "times"
        case Plus(left, right) | Minus(left, right):
            both = {_holds(left), _holds(right)}
            return both.pop() if len(both) == 1 else "times"
        case Times(of):
            return _holds(of)
    inner = parts(formula)
    return _holds(inner[0]) if inner else "count"
