"""The sentences: one TOML file an area and language, `key = "text with {value}"`.

`say("en", "load.reading", name="orders.csv")` reads `text/en/load.toml`, entry `reading`.
A sentence that counts has the entries `key.one` and `key.other` and is chosen by `n`
(Greek and English agree: `one` for 1, `other` for everything else).
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from dashboard.errors import MetronError

Language = Literal["en", "el"]
LANGUAGES: tuple[Language, ...] = ("en", "el")
_HERE = Path(__file__).parent


@cache
def sentences(language: Language) -> dict[str, str]:
    """All entries of one language, keyed `area.entry`.

    Raises:
        ValueError: an entry that is neither a sentence nor a group of sentences.
    """
    found: dict[str, str] = {}
    for file in sorted((_HERE / language).glob("*.toml")):
        _gather(file.stem, tomllib.loads(file.read_text(encoding="utf-8")), found)
    return found


def _gather(prefix: str, entries: dict[str, object], found: dict[str, str]) -> None:
    for name, entry in entries.items():
        key = f"{prefix}.{name}"
        if isinstance(entry, dict):
            _gather(key, entry, found)
        elif isinstance(entry, str):
            found[key] = entry
        else:
            raise ValueError(f"{key} is not a sentence: {entry!r}")


def has(key: str) -> bool:
    """Whether the catalogue knows this key (in English; a test holds the languages equal)."""
    return key in sentences("en") or f"{key}.other" in sentences("en")


def say(language: Language, key: str, **values: object) -> str:
    """The sentence, with its values filled in.

    Raises:
        KeyError: a key or a value that is missing; the tests read every key that the code uses.
    """
    known = sentences(language)
    if key not in known:
        key = f"{key}.one" if values["n"] == 1 else f"{key}.other"
    return known[key].format(**values)


def tell(language: Language, error: MetronError) -> str:
    """An error as the sentence that its reader sees."""
    return say(language, error.key, **error.values)
