"""Amounts that are said: "100.000 ευρώ", "50k", "30%", "1,2 εκ."."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from dashboard.asking.segments import Segment

What = Literal["percent", "money", "plain"]
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:[.,]\d+)?")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what it counts; a percentage is a fraction. `end` is the segment after it."""

    value: Decimal
    what: What
    end: int


def amount(chain: list[Segment], at: int) -> Amount | None:
    """The amount that is said from a segment on, if one is."""
    money = at < len(chain) and chain[at].text in ("€", "$")
    at += money
    if at < len(chain) and chain[at].text in ("-", "−", "+") and at + 1 < len(chain):
        negative = chain[at].text in ("-", "−")
        found = amount(chain, at + 1)
        return Amount(-found.value if negative else found.value, found.what, found.end) if found else None
    value = _number(chain[at]) if at < len(chain) else None
    if value is None:
        return None
    at += 1
    if at < len(chain) and chain[at].get("unit"):
        value, at, money = value * int(chain[at].get("unit")), at + 1, True
        at += at < len(chain) and chain[at].text == "."
    if at < len(chain) and (chain[at].text == "%" or chain[at].get("percent")):
        return Amount(value / _HUNDRED, "percent", at + 1)
    if at < len(chain) and (chain[at].text in ("€", "e", "$") or chain[at].get("money")):
        return Amount(value, "money", at + 1)
    return Amount(value, "money" if money else "plain", at)


def _number(segment: Segment) -> Decimal | None:
    if segment.kind == "number":
        return read_number(segment.text)
    return Decimal(segment.get("number")) if segment.get("number") else None


def read_number(text: str) -> Decimal:
    """A number as either language writes it: a mark before three digits groups thousands."""
    found = _GROUPED.fullmatch(text)
    if found:
        mark = found[1]
        other = "," if mark == "." else "."
        return Decimal(text.replace(mark, "").replace(other, "."))
    return Decimal(text.replace(",", "."))
