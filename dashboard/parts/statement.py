"""A statement as a bank prints one: lines with their balance, each of which opens to how it was made."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from dashboard.exports.cells import Cell, told
from dashboard.parts.icons import icon
from dashboard.text import Language, say

_NOTHING = Cell("")
_ABREAST = 2  # numbers that have room beside their name on a phone
Look = Literal["line", "section", "paid", "carried"]


@dataclass(frozen=True, slots=True)
class Made:
    """One table of how an amount was made: rows of cells, the first of each a name, and sums below them.

    `words` are the columns of text, by their places; `minor` those that a phone leaves out.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[tuple[str, ...], ...] = ()
    note: str = ""
    words: frozenset[int] = frozenset()
    minor: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the statement; texts are ready in the reader's language, amounts have their look.

    `made` opens below it; `ask` is where one asks about it; "" is nowhere.
    """

    item: str
    amount: Cell
    day: str = ""
    basis: str = ""
    balance: Cell = _NOTHING
    look: Look = "line"
    made: tuple[Made, ...] = ()
    open: bool = False
    ask: str = ""


def statement_list(language: Language, entries: Sequence[Entry], heads: Sequence[str] = ()) -> str:
    """All lines, below their heads: those of a statement, unless others are given."""
    names = heads or [
        say(language, f"statement.head_{name}") for name in ("day", "item", "basis", "amount", "balance")
    ]
    looks = ("", "", "", "end", "end")
    written = "".join(
        f'<span class="{look}">{escape(name)}</span>' for name, look in zip(names, looks, strict=True)
    )
    body = "".join(_entry(language, one) for one in entries)
    return f'<div class="bank"><div class="bank-row bank-head" aria-hidden="true">{written}</div>{body}</div>'


def _entry(language: Language, one: Entry) -> str:
    sign = icon("right", "small").svg if one.made or one.ask else ""
    cells = (
        f'<span class="bank-day">{escape(one.day)}</span>'
        f'<span class="bank-item">{sign}{escape(one.item)}</span>'
        f'<span class="bank-basis">{escape(one.basis)}</span>'
        f'<span class="bank-amount">{escape(told(language, one.amount))}</span>'
        f'<span class="bank-balance">{escape(told(language, one.balance))}</span>'
    )
    if not one.made and not one.ask:
        return f'<div class="bank-row {one.look}">{cells}</div>'
    tables = "".join(_made(made) for made in one.made)
    words = escape(say(language, "inquiry.ask"))
    ask = f'<a class="button small" href="{escape(one.ask)}" data-follow="">{words}</a>' if one.ask else ""
    opened = " open" if one.open else ""
    return (
        f'<details class="bank-entry"{opened}><summary class="bank-row {one.look}">{cells}</summary>'
        f'<div class="bank-made">{tables}{ask}</div></details>'
    )


def _made(made: Made) -> str:
    heads = "".join(
        f'<th scope="col"{_look(made, at)}>{escape(head)}</th>' if head else f"<td{_look(made, at)}></td>"
        for at, head in enumerate(made.heads)
    )
    rows = "".join(_row(made, row) for row in made.rows) + "".join(_sum(made, row) for row in made.sums)
    note = f'<p class="quiet">{escape(made.note)}</p>' if made.note else ""
    numbers = len(made.heads) - len(made.minor) - 1
    # On a phone so many numbers stand below their name: beside it the last, which is the amount, was cut off.
    deep = " deep" if numbers > _ABREAST and not made.words else ""
    # Where it is wider than a phone all the same it is scrolled, also by keys.
    return (
        f'<div class="made-box" tabindex="0" role="group" aria-label="{escape(made.title)}">'
        f'<table class="made{deep}"><caption>{escape(made.title)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{note}</div>"
    )


def _look(made: Made, at: int) -> str:
    looks = [name for name, places in (("words", made.words), ("minor", made.minor)) if at in places]
    return f' class="{" ".join(looks)}"' if looks else ""


def _row(made: Made, cells: Sequence[str]) -> str:
    first, *rest = cells
    return (
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td{_look(made, at)}>{escape(cell)}</td>" for at, cell in enumerate(rest, 1))
        + "</tr>"
    )


def _sum(made: Made, cells: Sequence[str]) -> str:
    """What is added up: its name goes as far as a phone has columns, its amount stands last."""
    first, *_, last = cells
    gaps = '<td class="minor"></td>' * len(made.minor)
    span = len(cells) - 1 - len(made.minor)
    return (
        f'<tr class="sum"><th scope="row" colspan="{span}">{escape(first)}</th>'
        f"{gaps}<td>{escape(last)}</td></tr>"
    )


def people_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], foot: Sequence[str]) -> str:
    """Statements below each other; the cells of `rows` are markup, all else is text."""
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    body = "".join(
        f'<tr><th scope="row" class="member">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    last, *sums = (escape(one) for one in foot)
    total = f'<tr><th scope="row">{last}</th>{"".join(f"<td>{one}</td>" for one in sums)}</tr>'
    return (
        f'<table class="list team"><caption class="unseen">{escape(title)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody><tfoot>{total}</tfoot></table>"
    )
