"""Records out of a text file, one at a time, each with its number and its own text.

Python's csv reads files whose delimiter is one character; longer delimiters and record ends
are split plainly. A record that cannot be cut into the right number of fields is handed on
as malformed, never repaired.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from dashboard.errors import Refused

_FIELD_LIMIT = 1 << 24
_SAMPLE = 1 << 16
_DELIMITERS = (",", ";", "\t", "|")
_LINE_ENDS = ("", "\n", "\r\n", "\r")
_Cut = tuple[list[str] | None, str, bool]


class Record(NamedTuple):
    """One record: its number from 1, its fields (None if malformed), and its text."""

    number: int
    fields: list[str] | None
    text: str


@dataclass(frozen=True, slots=True)
class Layout:
    """How the text of one file is cut into records and fields."""

    path: Path
    name: str
    encoding: str
    delimiter: str
    record_end: str
    quote: str
    has_header: bool

    @property
    def _is_plain(self) -> bool:
        return len(self.delimiter) > 1 or self.record_end not in _LINE_ENDS

    def header(self) -> list[str]:
        """The fields of the first record.

        Raises:
            Refused: there is none, or it cannot be read.
        """
        first = next(self._cut(), None)
        if first is None or first[0] is None:
            raise Refused("intake.read.no_header", file=self.name)
        return first[0]

    def records(self, width: int) -> Iterator[Record]:
        """All records; those without exactly `width` fields are malformed.

        Raises:
            Refused: the file ends within its last record, so that nobody knows what else is missing.
        """
        cut = self._cut()
        if self.has_header:
            next(cut, None)
        for number, (fields, text, ended) in enumerate(cut, start=1):
            whole = fields is not None and len(fields) == width
            if not ended and fields is not None and len(fields) < width:
                raise Refused("intake.read.cut_record", file=self.name, record=number)
            yield Record(number, fields if whole else None, text)

    def _cut(self) -> Iterator[_Cut]:
        """Each record's fields (None if they cannot be told), its text, and whether its end is there."""
        with self.path.open(encoding=self.encoding, newline="") as stream:
            yield from self._cut_plain(stream) if self._is_plain else self._cut_quoted(stream)

    def _cut_quoted(self, stream: io.TextIOBase) -> Iterator[_Cut]:
        taken: list[str] = []

        def lines() -> Iterator[str]:
            for line in stream:
                taken.append(line)
                yield line

        csv.field_size_limit(_FIELD_LIMIT)
        reader = csv.reader(
            lines(),
            delimiter=self.delimiter,
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            strict=True,
        )
        number = 0
        while True:
            taken.clear()
            try:
                fields: list[str] | None = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if "unexpected end of data" in str(error):
                    record = number + 1 - self.has_header
                    raise Refused("intake.read.unclosed_quote", file=self.name, record=record) from None
                fields = None
            if fields == []:
                continue
            number += 1
            text = "".join(taken)
            yield fields, text.rstrip("\r\n"), text.endswith(("\r", "\n"))

    def _cut_plain(self, stream: io.TextIOBase) -> Iterator[_Cut]:
        end = self.record_end or "\n"
        left = ""
        while chunk := stream.read(_SAMPLE):
            *whole, left = (left + chunk).split(end)
            for text in whole:
                if cleaned := text.removesuffix("\r") if end == "\n" else text:
                    yield cleaned.split(self.delimiter), cleaned, True
        if left.strip("\r\n"):
            yield left.split(self.delimiter), left, False


def sniff_delimiter(path: Path, encoding: str, quote: str) -> str:
    """The delimiter that cuts the first records into the same number of fields, most of all."""
    with path.open(encoding=encoding, newline="") as stream:
        sample = stream.read(_SAMPLE)
    lines = sample.splitlines(keepends=True)[:200]
    if len(sample) == _SAMPLE and len(lines) > 1:
        lines = lines[:-1]
    return max(_DELIMITERS, key=lambda mark: _evenness(lines, mark, quote))


def _evenness(lines: list[str], delimiter: str, quote: str) -> tuple[float, int]:
    """Share of records with the commonest width, and that width; nothing for a single column."""
    rows = csv.reader(
        lines,
        delimiter=delimiter,
        quotechar=quote or None,
        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
    )
    widths = Counter(len(row) for row in rows if row)
    if not widths:
        return 0.0, 0
    width, count = widths.most_common(1)[0]
    return (count / widths.total(), width) if width > 1 else (0.0, 0)
