"""A company's own measures, from the file that a mapping names with `kpis = "..."`.

Each table of the file is one measure: a new one, or one that stands instead of ours of the same
key. It is checked before any data is read, and frozen into the publication with it.
"""

import tomllib
from collections.abc import Mapping
from typing import Any, get_args

from dashboard.errors import Refused
from dashboard.intake.kpi_formula import FormulaReader, marts
from dashboard.intake.toml_lines import Lines, Place
from dashboard.metrics.catalogue import MEASURES
from dashboard.metrics.columns import TABLE
from dashboard.metrics.kinds import (
    Alignment,
    Count,
    Direction,
    Distinct,
    Formula,
    Kind,
    Measure,
    Ratio,
    nodes,
)
from dashboard.metrics.nearest import nearest

UNITS = {
    "currency": Kind.MONEY, "fraction": Kind.RATIO, "units": Kind.QUANTITY, "n": Kind.COUNT, "day": Kind.DATE,
}  # fmt: skip
LANGUAGES = ("en", "el")
_WORDS = ("name", "definition")
_ENTRIES = ("formula", "unit", *_WORDS, "pitfall", "direction", "alignment", "owner", "version")
_REQUIRED = ("formula", "unit", *_WORDS)


def read_kpis(text: str, file: str) -> tuple[Measure, ...]:
    """The measures of a file's text, in its order.

    Raises:
        Refused: `intake.kpi.*`, with file, line and field.
    """
    if not text.strip():
        return ()
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused("intake.kpi.not_toml", file=file, reason=str(error)) from error
    return _File(values, Place(file, Lines(text), ())).measures()


class _File:
    """One file while it is read: measures may use each other, in any order, but never themselves."""

    def __init__(self, values: Mapping[str, Any], top: Place) -> None:
        self._values, self._top = values, top
        self._formulas: dict[str, Formula] = {}
        self._open: list[str] = []

    def measures(self) -> tuple[Measure, ...]:
        """All measures of the file."""
        for key, entry in self._values.items():
            self._check(key, entry, self._top.below(key))
        return tuple(self._measure(key, entry) for key, entry in self._values.items())

    def _check(self, key: str, entry: object, place: Place) -> None:
        if not isinstance(entry, dict):
            raise place.refused("intake.kpi.no_measure", name=key)
        if not key.isidentifier() or key != key.lower():
            raise place.refused("intake.kpi.key", name=key)
        for name in entry:
            if name not in _ENTRIES:
                raise place.below(name).refused(
                    "intake.kpi.no_entry", name=name, nearest=nearest(name, _ENTRIES)
                )
        for name in _REQUIRED:
            if name not in entry:
                raise place.refused("intake.kpi.lacks", measure=key, name=name)
        for name in (*_WORDS, "pitfall"):
            self._check_words(entry.get(name, {}), place.below(name), required=name in _WORDS)

    def _check_words(self, words: object, place: Place, *, required: bool) -> None:
        both = isinstance(words, dict) and all(isinstance(word, str) for word in words.values())
        if not both or not set(words) <= set(LANGUAGES) or (required and set(words) != set(LANGUAGES)):  # type: ignore[call-overload]
            raise place.refused("intake.kpi.both_languages")

    def _measure(self, key: str, entry: Mapping[str, Any]) -> Measure:
        place, formula = self._top.below(key), self._formula(key)
        unit = _one_of(entry["unit"], tuple(UNITS), place.below("unit"))
        check_unit(unit, formula, place.below("unit"))
        words = {
            f"{language}.{name}": entry.get(name, {}).get(language, "")
            for name in (*_WORDS, "pitfall")
            for language in LANGUAGES
        }
        written = {f"{language}.formula": str(entry["formula"]) for language in LANGUAGES}
        version = entry.get("version", 1)
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            raise place.below("version").refused("intake.kpi.version")
        ratio = any(isinstance(node, Ratio) for node in nodes(formula))
        return Measure(
            key,
            UNITS[unit],
            unit,
            formula,
            needs_of(formula),
            direction=Direction(
                _one_of(entry.get("direction", "up"), tuple(Direction), place.below("direction"))
            ),
            alignment=_one_of(
                entry.get("alignment", "credited"), get_args(Alignment), place.below("alignment")
            ),  # type: ignore[arg-type]
            empty_reason="note.no_value" if ratio or unit == "day" else "",
            owner=str(entry.get("owner", "company")),
            version=version,
            words=tuple(sorted({**words, **written}.items())),
        )

    def _formula(self, key: str) -> Formula:
        if key not in self._formulas:
            place = self._top.below(key, "formula")
            text = self._values[key]["formula"]
            if not isinstance(text, str):
                raise place.refused("intake.kpi.not_read", text=str(text))
            self._open.append(key)
            self._formulas[key] = FormulaReader(place, self._find).read(text)
            self._open.pop()
        return self._formulas[key]

    def _find(self, name: str, place: Place) -> Formula:
        # One that stands instead of ours may be made of ours: it means the one that it replaces.
        if name in self._values and not (name == self._open[-1] and name in MEASURES):
            if name in self._open:
                circle = " > ".join([*self._open[self._open.index(name) :], name])
                raise place.refused("intake.kpi.circle", circle=circle)
            return self._formula(name)
        if name not in MEASURES:
            known = [*MEASURES, *self._values]
            raise place.refused("intake.kpi.no_such_measure", name=name, nearest=nearest(name, known))
        return MEASURES[name].formula


def needs_of(formula: Formula) -> tuple[str, ...]:
    """The source tables that a formula reads: by its marts, and for those that nobody can name, by our
    own measures that read them.
    """
    found = {TABLE[mart] for mart in marts(formula) if mart in TABLE}
    read = marts(formula) - TABLE.keys()
    for row in MEASURES.values():
        if read & marts(row.formula):
            found |= set(row.needs)
    return tuple(sorted(found))


def check_unit(unit: str, formula: Formula, place: Place) -> None:
    """Money stays exact: it is added up, or shared by a count; a fraction is one divided by another."""
    if unit == "currency":
        inner = [node for node in nodes(formula) if isinstance(node, Ratio)]
        shared = isinstance(formula, Ratio) and isinstance(formula.under, Distinct | Count)
        if inner and not (shared and len(inner) == 1):
            raise place.refused("intake.kpi.money_divided")
    elif unit == "fraction" and not any(isinstance(node, Ratio) for node in nodes(formula)):
        raise place.refused("intake.kpi.no_fraction")
    if not marts(formula):
        raise place.refused("intake.kpi.only_numbers")


def _one_of(value: object, known: tuple[str, ...], place: Place) -> str:
    for one in known:
        if one == value:
            return one
    raise place.refused("intake.kpi.not_one_of", name=str(value), known=", ".join(known))
