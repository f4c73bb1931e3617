"""A letter: what one person is told, in words and as markup that every mail program shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dashboard.text import Language

_QUIET = "color:#5A626D"
_CELL = "padding:3px 12px 3px 0;border-bottom:1px solid #E3E6EA"


@dataclass(frozen=True, slots=True)
class Number:
    """One number with its name, and what stands beside it."""

    label: str
    value: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """The first lines of a table, in words, and what is said below it."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file: its name, its kind, and what is in it."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """Words for one person. `quoted` is what somebody wrote, `link` a label and where it leads.

    `picture` is a PNG that travels with it, and `stop` a label and where one stops such letters.
    """

    language: Language
    email: str
    subject: str
    opening: str
    about: str
    quoted: str
    link: tuple[str, str]
    closing: Sequence[str]
    numbers: tuple[Number, ...] = ()
    table: Told | None = None
    picture: bytes = b""
    file: Attached | None = None
    stop: tuple[str, str] = ("", "")


def plain(letter: Letter) -> str:
    """The letter as text."""
    quoted = "\n".join(f"> {line}" for line in letter.quoted.splitlines())
    label, there = letter.link
    closing = "\n".join((*letter.closing, *([": ".join(letter.stop)] if letter.stop[1] else [])))
    parts = [
        letter.opening, letter.about, quoted, _numbers(letter), _lines(letter.table), f"{label}:\n{there}",
        "-- \n" + closing,
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part) + "\n"


def _numbers(letter: Letter) -> str:
    return "\n".join(
        f"{one.label}: {one.value}" + (f" ({one.beside})" if one.beside and one.value else one.beside)
        for one in letter.numbers
    )


def _lines(table: Told | None) -> str:
    if table is None:
        return ""
    rows = [table.heads, *table.rows] if table.heads else []
    return "\n".join((*(" | ".join(row) for row in rows), *([table.note] if table.note else [])))


def markup(letter: Letter, picture: str) -> str:
    """The letter as HTML; `picture` is the id of the part that holds it."""
    label, there = letter.link
    closing = "<br>".join(map(escape, letter.closing))
    if letter.stop[1]:
        closing += f'<br><a href="{escape(letter.stop[1])}" style="{_QUIET}">{escape(letter.stop[0])}</a>'
    # A quotation may be written from right to left in a letter that is not: `auto` lets it.
    quoted = (
        '<blockquote dir="auto" style="margin:0;padding:2px 0 2px 12px;border-left:3px solid #C9CED6;'
        f'white-space:pre-wrap">{escape(letter.quoted)}</blockquote>\n'
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{letter.language}"><head><meta charset="utf-8">'
        f"<title>{escape(letter.subject)}</title></head>\n"
        '<body style="font-family:sans-serif;font-size:15px;line-height:22px;color:#0E1013;'
        'background:#FFFFFF">\n'
        f'<p dir="auto">{escape(letter.opening)}</p>\n<p dir="auto" style="{_QUIET}">'
        f"{escape(letter.about)}</p>\n"
        f"{quoted if letter.quoted else ''}{_numbers_drawn(letter)}{_picture(letter, picture)}"
        f"{_table(letter.table)}"
        f'<p><a href="{escape(there)}">{escape(label)}</a></p>\n'
        f'<p style="font-size:12px;line-height:18px;{_QUIET}">{closing}</p>\n</body></html>\n'
    )


def _numbers_drawn(letter: Letter) -> str:
    if not letter.numbers:
        return ""
    rows = "".join(
        f'<tr><th scope="row" style="{_CELL};text-align:left;font-weight:400">{escape(one.label)}</th>'
        f'<td style="{_CELL};text-align:right;font-weight:700">{escape(one.value)}</td>'
        f'<td style="{_CELL};{_QUIET}">{escape(one.beside)}</td></tr>'
        for one in letter.numbers
    )
    return f'<table style="border-collapse:collapse;font-size:15px">{rows}</table>\n'


def _picture(letter: Letter, picture: str) -> str:
    if not letter.picture:
        return ""
    # What it shows stands beside it in words.
    return f'<p><img src="cid:{escape(picture)}" alt="" style="width:100%;max-width:600px;height:auto"></p>\n'


def _table(table: Told | None) -> str:
    if table is None:
        return ""
    note = f'<p style="font-size:12px;{_QUIET}">{escape(table.note)}</p>\n' if table.note else ""
    heads = "".join(
        f'<th scope="col" style="{_CELL};text-align:left">{escape(one)}</th>' for one in table.heads
    )
    rows = "".join(
        "<tr>" + "".join(f'<td style="{_CELL}">{escape(one)}</td>' for one in row) + "</tr>"
        for row in table.rows
    )
    drawn = f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>"
    return (
        f'<table style="border-collapse:collapse;font-size:13px">{drawn}</table>\n' if heads else ""
    ) + note
