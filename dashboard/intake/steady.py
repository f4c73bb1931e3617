"""Which marts say what they said in the publication that a load continues, told by what they are made of.

A mart whose query names neither lines nor today is as it was where all that it reads is as it was. Of a
mart that names one of them, which is small, the rows are compared: most days they are the same.
"""

import hashlib
import re
from collections.abc import Callable, Mapping

import duckdb

from dashboard.intake.segment_files import content_of

_COMMENT = re.compile(r"--[^\n]*")
_READS = re.compile(r"\b(mart|model)\.(\w+)")
_MOVES = re.compile(r"\b(before\.|model\.sales\b|today\b)")
_LINES = "sales"


class Marks:
    """The marks of marts: two of the same mark, made by the same queries, have the same rows.

    `made` makes a mart, where its rows must be looked at.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, queries: Mapping[str, str], made: Callable[[str], None]
    ) -> None:
        self._connection, self._made = connection, made
        plain = {name: _COMMENT.sub("", query) for name, query in queries.items()}
        self._moving = {name for name, query in plain.items() if _MOVES.search(query)}
        self._reads = {
            name: sorted(set(_READS.findall(query)) - {("mart", name)}) for name, query in plain.items()
        }
        self._found: dict[tuple[str, str], str] = {}

    def can_stay(self, mart: str) -> bool:
        """Whether a mart may be as it was on a day with new lines, and that can be told without making it."""
        return mart not in self._moving and not self._is_of_lines(mart)

    def marts_read(self, mart: str) -> list[str]:
        """The marts that a mart reads."""
        return [name for kind, name in self._reads[mart] if kind == "mart"]

    def of(self, mart: str) -> str:
        """The mark of a mart that is not made of lines."""
        if ("mart", mart) not in self._found:
            self._found["mart", mart] = self._of_rows(mart) if mart in self._moving else self._of_reads(mart)
        return self._found["mart", mart]

    def _of_rows(self, mart: str) -> str:
        self._made(mart)
        return content_of(self._connection, {mart: f"mart.{mart}"})[1]

    def _of_reads(self, mart: str) -> str:
        told = [
            (kind, name, self.of(name) if kind == "mart" else self._of_model(name))
            for kind, name in self._reads[mart]
        ]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:20]

    def _of_model(self, name: str) -> str:
        if ("model", name) not in self._found:
            left_out = "today" if name == "company" else "load_id"
            source = f"(SELECT COLUMNS(lambda named: named != '{left_out}') FROM model.{name})"
            self._found["model", name] = content_of(self._connection, {name: source})[1]
        return self._found["model", name]

    def _is_of_lines(self, mart: str) -> bool:
        return mart == _LINES or any(map(self._is_of_lines, self.marts_read(mart)))
