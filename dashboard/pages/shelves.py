"""The shelves of Explore in the address: measures, what goes down and across, what is kept, in which form.

Words as written, not yet checked against any data; what is not chosen is left to the page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

NOTHING = "none"
_LISTS = {"measures": "measure", "rows": "rows", "columns": "columns", "shows": "show", "bounds": "bound",
          "own": "own"}  # fmt: skip
_WORDS = {"top": "top", "sort": "sort", "form": "as", "order": "order", "asked": "asked"}
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shelves:
    """What is chosen; None is what nobody chose, an empty shelf is one that was emptied.

    `own` are measures that the reader made (`intake/own_measure.py`); `order` says by what leaderboards are
    sorted; `asked` are the words that were typed, for as long as the
    shelves are what they meant.
    """

    measures: Words | None = None
    rows: Words | None = None
    columns: Words | None = None
    shows: Words | None = None
    bounds: Words | None = None
    own: Words | None = None
    top: str = ""
    sort: str = ""
    form: str = ""
    order: str = ""
    asked: str = ""

    def but(self, **changes: object) -> "Shelves":
        """The same shelves with something else on them: no longer what was typed."""
        return replace(self, **({"asked": ""} | changes))  # type: ignore[arg-type]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What an address says of them."""
        found: list[tuple[str, str]] = []
        for field, name in _LISTS.items():
            chosen: Words | None = getattr(self, field)
            if chosen is not None:
                found += [(name, one) for one in chosen or (NOTHING,)]
        return found + [
            (name, getattr(self, field)) for field, name in _WORDS.items() if getattr(self, field)
        ]


def read_shelves(chosen: Mapping[str, Sequence[str]]) -> Shelves:
    """The shelves of an address, by the names and values of its query."""
    lists = {
        field: tuple(one for one in dict.fromkeys(chosen[name]) if one != NOTHING)
        for field, name in _LISTS.items()
        if name in chosen
    }
    words = {field: chosen[name][-1] for field, name in _WORDS.items() if name in chosen}
    return Shelves(**lists, **words)  # type: ignore[arg-type]
