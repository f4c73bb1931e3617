"""The questions that executives were heard to ask, with their meaning."""

import json
from pathlib import Path
from typing import Any

import pytest

from dashboard.access.scope import operator
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.asking.read import read
from dashboard.asking.reading import Reading
from dashboard.metrics.periods import Period, parse
from dashboard.metrics.question import Outline
from tests.asking.company import told

# What the cases call otherwise than the catalogue does.
_KEYS = {
    "calls": "visits", "month": "fiscal_month", "week": "fiscal_week", "quarter": "fiscal_quarter",
    "year": "fiscal_year", "last_12_months": "rolling_12_months",
}  # fmt: skip


def key(name: str) -> str:
    return _KEYS.get(name, name)


def expected(case: dict[str, Any]) -> set[str]:
    """A case in the notation of `told`, without its days."""
    parts = {",".join(map(key, case["measures"])) or "-"}
    if case["by"]:
        parts.add(f"by {','.join(map(key, case['by']))}")
    for one in case["where"]:
        value, sign = one["value"], one["op"]
        if isinstance(value, int | float):
            parts.add(
                f"{key(one['key'])}{sign}{value:g}" if value < 1e5 else f"{key(one['key'])}{sign}{value}"
            )
        else:
            names = [value] if isinstance(value, str) else value
            parts.add(f"{one['key']}{'!=' if sign == '!=' else '='}{'+'.join(names)}")
    if case["against"]:
        parts.add(f"vs {case['against']}")
    if case["show"] != "value":
        parts.add(f"show {case['show']}")
    top = case["top"]
    if top and top["n"]:
        per = f" per {top['per']}" if "per" in top else ""
        end = "top" if top["order"] == "desc" else "bottom"
        parts.add(f"{end} {top['n']} {key(top['of'])} by {key(top['by'])}{per}")
    elif top:
        parts.add(f"sort {'-' if top['order'] == 'desc' else ''}{key(top['by'])}")
    return parts


def understood(reading: Reading) -> set[str]:
    """What `told` says, without days, charts and doubts, and ranked by what is shown, as the cases are."""
    return {
        part.replace(".difference", "") for part in told(reading) if not part.startswith(("@", "as ", "?"))
    }


def days(case: dict[str, Any], outline: Outline) -> Period | None:
    if case["period"] is None:
        return None
    return parse(key(case["period"]).replace("/", ".."), outline.cut, outline.through, outline.first)


def same(one: Period | None, other: Period | None) -> bool:
    return one is other if one is None or other is None else one.covers(other)


def wrong(case: dict[str, Any], shelf: Shelf) -> str:
    """What is not as the case says; empty if nothing."""
    reading = read(case["text"], operator(), shelf)
    kinds = [doubt.kind for doubt in reading.doubts]
    right = understood(reading) == expected(case) and same(reading.period, days(case, shelf.outline))
    asked_back = case["kind"] in kinds if case.get("expect") == "clarify" else not kinds
    return "" if right and asked_back else f"{case['id']} {case['text']}: {sorted(told(reading))}"


@pytest.mark.real_data
def test_every_case_is_understood(real_data: Path, shelf: Shelf) -> None:
    text = (real_data.parent / "design" / "ask_cases.jsonl").read_text(encoding="utf-8")
    cases = [json.loads(line) for line in text.splitlines()]
    assert len(cases) >= 100
    assert not [found for case in cases if (found := wrong(case, shelf))]
