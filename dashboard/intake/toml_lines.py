"""Where in a TOML file each entry stands, so that an error can name its line.

`tomllib` forgets lines; this scanner keeps them and nothing else. It reads only files that
`tomllib` has accepted, so it need not tell good TOML from bad.
"""

import re
from dataclasses import dataclass

from dashboard.errors import Refused

Path = tuple[str | int, ...]
_KEY_PART = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)\s*(\.?)""")
_QUOTES = ('"""', "'''", '"', "'")


class Lines:
    """The line of each entry of one TOML text."""

    def __init__(self, text: str) -> None:
        self._found: dict[Path, int] = {}
        self._text_starts: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        self._scan(text.splitlines())

    def line(self, path: Path) -> int:
        """The line of the entry, else of the nearest entry that encloses it, else 1."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._found:
                return self._found[path[:length]]
        return 1

    def line_within(self, path: Path, offset: int) -> int:
        """The line that is `offset` lines (from 1) into the text of a multi-line string."""
        return self._text_starts.get(path, self.line(path)) + offset - 1

    def _scan(self, lines: list[str]) -> None:
        table: Path = ()
        number = 0
        while number < len(lines):
            text = lines[number].strip()
            number += 1
            if not text or text.startswith("#"):
                continue
            if text.startswith("["):
                table = self._open_table(text)
                self._found[table] = number
                for length in range(1, len(table)):
                    self._found.setdefault(table[:length], number)
                continue
            keys, rest = _split_key(text)
            path = table + keys
            self._found[path] = number
            self._text_starts[path] = number + 1 if rest.strip() in ('"""', "'''") else number
            number = _after_value(rest, lines, number)

    def _open_table(self, text: str) -> Path:
        repeated = text.startswith("[[")
        keys, _ = _split_key(text.lstrip("[").lstrip())
        path: Path = ()
        for place, key in enumerate(keys):
            path += (key,)
            if repeated and place == len(keys) - 1:
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:
                path += (self._counts[path],)
        return path


def _split_key(text: str) -> tuple[tuple[str, ...], str]:
    parts: list[str] = []
    position = 0
    while match := _KEY_PART.match(text, position):
        word = match.group(1)
        parts.append(word[1:-1] if word[0] in "\"'" else word)
        position = match.end()
        if not match.group(2):
            break
    return tuple(parts), text[position:].lstrip().removeprefix("=").lstrip()


def _after_value(value: str, lines: list[str], number: int) -> int:
    """The index of the first line after a value that begins with the text `value`."""
    depth, quote, position, text = 0, "", 0, value
    while True:
        while position < len(text):
            if quote:
                if text.startswith(quote, position):
                    position, quote = position + len(quote), ""
                else:
                    position += 2 if text[position] == "\\" and quote[0] == '"' else 1
                continue
            if opened := next((mark for mark in _QUOTES if text.startswith(mark, position)), ""):
                quote, position = opened, position + len(opened)
                continue
            if text[position] == "#":
                break
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(text[position], 0)
            position += 1
        if (not quote and depth <= 0) or number >= len(lines):
            return number
        text, position, number = lines[number], 0, number + 1


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of a mapping, and how an error about it begins."""

    file: str
    lines: Lines
    path: Path

    @property
    def field(self) -> str:
        """The entry as a person would say it: `table.sales[2].columns.net_amount`."""
        said = ""
        for part in self.path:
            said += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
        return said.removeprefix(".") or "-"

    def below(self, *path: str | int) -> "Place":
        """An entry inside this one."""
        return Place(self.file, self.lines, self.path + path)

    def refused(self, key: str, sql_line: int = 0, **values: object) -> Refused:
        """The error to raise; `sql_line` counts from 1 inside the entry's own text."""
        line = self.lines.line_within(self.path, sql_line) if sql_line else self.lines.line(self.path)
        return Refused(key, file=self.file, line=line, field=self.field, **values)
