"""What a pay run is calculated from, frozen: the credited lines and every other fact, named by their content.

A run keeps its own copy, apart from the publications: a statement of any past day can be made again.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow.parquet as pq

from dashboard.access.scope import Scope
from dashboard.answers.pay_door import pay_rows, pay_table
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.errors import Failed
from dashboard.intake.manifest import cut_of
from dashboard.paths import Home
from dashboard.pay import facts as facts_of
from dashboard.pay.credited import Led
from dashboard.pay.eligible import Work
from dashboard.pay.facts import Adjusted, Window
from dashboard.pay.plan import Plan
from dashboard.pay.valued import values
from dashboard.pay.whole_measures import is_money

LINES, FACTS = "lines.parquet", "facts.json"


@dataclass(frozen=True, slots=True)
class Freeze:
    """Frozen inputs: the name that their content gives them, and the publication that they came from."""

    name: str
    publication: str


def freeze(
    shelf: Shelf,
    scope: Scope,
    home: Home,
    window: Window,
    plans: Sequence[Plan],
    adjustments: Sequence[Adjusted] = (),
) -> Freeze:
    """Write down everything that pay of a window by these plans is calculated from; the same is written once.

    Raises:
        Denied: the scope holds something back.
        Failed: the disk would not take it.
    """
    days = {"first": window.first, "end": window.end}
    home.pay.mkdir(parents=True, exist_ok=True, mode=0o700)
    lines = pay_table("credit", shelf, scope, **days)
    written = _facts(shelf, scope, window, plans) | {"adjustments": list(adjustments)}
    text = json.dumps(written, ensure_ascii=False, sort_keys=True, default=_plain)
    # Two may freeze the same at once: each writes drafts of its own, and puts them in place whole.
    draft, words = (home.pay / f".new-{uuid4().hex}.{kind}" for kind in ("parquet", "json"))
    try:
        pq.write_table(lines.replace_schema_metadata(None), draft, compression="zstd")
        name = _hashed(draft, text)
        place = home.pay / name
        place.mkdir(exist_ok=True, mode=0o700)
        words.write_text(text, encoding="utf-8")
        words.replace(place / FACTS)
        draft.replace(place / LINES)
    except OSError as error:
        raise Failed("payrun.not_written", place=str(home.pay), reason=error.strerror or "") from error
    return Freeze(name, shelf.manifest.id)


def read_text(home: Home, name: str) -> dict[str, Any]:
    """The frozen facts as they were written, checked against their name.

    Raises:
        Failed: they are gone, or not what was frozen.
    """
    place = home.pay / name
    try:
        text = (place / FACTS).read_text(encoding="utf-8")
        found = _hashed(place / LINES, text)
    except OSError as error:
        raise Failed("payrun.not_frozen", name=name, place=str(place), reason=error.strerror or "") from error
    if found != name:
        raise Failed("payrun.changed", name=name, place=str(place))
    found_facts: dict[str, Any] = json.loads(text)
    return found_facts


def _facts(shelf: Shelf, scope: Scope, window: Window, plans: Sequence[Plan]) -> dict[str, Any]:
    """Everything but the lines, as plain rows; quotas and days off to the year they are for."""
    year = shelf.outline.cut.year(window.end - dt.timedelta(days=1))
    days = {"first": window.first, "end": year.end + dt.timedelta(days=1)}
    company = shelf.manifest.company
    people = pay_rows("person", shelf, scope, day=window.end - dt.timedelta(days=1))
    return {
        "publication": shelf.manifest.id,
        "currency": company.currency,
        "through": shelf.manifest.through,
        "payees": [
            facts_of.Payee(str(key), str(name), str(currency), hired, left)  # type: ignore[arg-type]
            for key, name, hired, left, currency in people
        ],
        "quotas": [
            (*row, company.currency if is_money(str(row[1])) else "")
            for row in pay_rows("quota_slice", shelf, scope, **days)
        ],
        "targets": pay_rows("target", shelf, scope),
        "leaves": pay_rows("leave", shelf, scope),
        "scores": pay_rows("scored", shelf, scope),
        "rates": pay_rows("rate", shelf, scope),
        "events": pay_rows("event", shelf, scope, first=window.first, end=window.end),
        "values": values(shelf, scope, plans, [str(key) for key, *_ in people], window),
        "holds": pay_rows("held", shelf, scope),
        "led": [Led(*row) for row in pay_rows("led", shelf, scope, **days)],  # type: ignore[arg-type]
        "work": [Work(*row) for row in pay_rows("work", shelf, scope)],  # type: ignore[arg-type]
        "off": [day for (day,) in pay_rows("off", shelf, scope, **days)],
        "season": [str(company.seasonal_weights[str(month)]) for month in range(1, 13)],
        "cut": asdict(cut_of(company)),
    }


def _hashed(lines: Path, text: str) -> str:
    digest = hashlib.sha256(text.encode())
    with lines.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()[:32]


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.date):
        return value.isoformat()
    return asdict(value)  # type: ignore[call-overload]  # only dataclasses of facts are left
