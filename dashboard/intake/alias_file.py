"""Other words for a company's members, from the file that a mapping names with `aliases = "..."`.

Each table of the file is a dimension, each entry a member by its name and what else people call it:
another language, or in short. `territory` stands for all levels of the tree. The file is checked before
any data is read, and frozen into the publication with it; names that no member bears are let be.
"""

import tomllib
from functools import cache
from typing import Any

from dashboard.errors import Refused
from dashboard.intake.toml_lines import Lines, Place
from dashboard.metrics.catalogue import dimensions
from dashboard.metrics.nearest import nearest

Aliases = dict[str, dict[str, list[str]]]
LONGEST = 200


def read_aliases(text: str, file: str) -> Aliases:
    """Dimension -> member -> its other words.

    Raises:
        Refused: `intake.aliases.*`, with file, line and field.
    """
    if not text.strip():
        return {}
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused("intake.aliases.not_toml", file=file, reason=str(error)) from error
    top = Place(file, Lines(text), ())
    for dimension, entries in values.items():
        _check(dimension, entries, top.below(dimension))
    return values


@cache
def aliases_of(text: str) -> Aliases:
    """Those that were frozen into a publication; read once, for each sentence needs them."""
    return read_aliases(text, "aliases")


def _check(dimension: str, entries: Any, place: Place) -> None:
    known = [row.key for row in dimensions(()).values() if row.group != "time"]
    if not isinstance(entries, dict):
        raise place.refused("intake.aliases.no_dimension", name=dimension)
    if dimension not in known:
        raise place.refused("intake.aliases.dimension", name=dimension, nearest=nearest(dimension, known))
    for name, words in entries.items():
        if not isinstance(words, list) or not all(_is_word(word) for word in words):
            raise place.below(name).refused("intake.aliases.words", name=name)


def _is_word(word: object) -> bool:
    return isinstance(word, str) and 0 < len(word.strip()) <= LONGEST
