"""docs/pay.md says every entry of a plan and of a case, with its default, and the order of a statement."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from dashboard.metrics.catalogue import MEASURES
from dashboard.paths import ROOT
from dashboard.pay import case_document, plan
from dashboard.pay.case import statements
from dashboard.pay.case_file import read_case
from dashboard.pay.statement import Kind

TEXT = (ROOT / "docs" / "pay.md").read_text(encoding="utf-8")
# Entries that are told in the row of what they are in.
INLINE = {plan.Entry, plan.Words, plan.Band, plan.Point, plan.ClawbackStep, plan.Basis}
INLINE |= {case_document.Fact, case_document.Span}
# Headings that are not the name of their entry.
NAMES = {
    "the case": "Document", "[plan]": "Plan", "[plan.interval]": "Intervals", "[plan.target]": "Target",
    "[[member]]": "Stretch", "[[leave]]": "Stretch", "[[target]]": "case Target", "[[statement]]": "Asked",
    "[[payee]]": "Payee", "objectives": "Objective", "[[plan.currencies.rate]]": "PlanRate",
}  # fmt: skip


def models() -> dict[str, type[BaseModel]]:
    """Every entry that a plan or a case may have, by name; the case's own target pay as `case Target`."""
    found: dict[str, type[BaseModel]] = {}
    for module in (plan, case_document):
        for name, one in vars(module).items():
            if isinstance(one, type) and issubclass(one, plan.Entry) and one.__module__ == module.__name__:
                found[f"case {name}" if name in found else name] = one
    return {name: one for name, one in found.items() if one not in INLINE}


def default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | Decimal | str) else ""


def told() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The name of each entry that has a table, and its keys with their defaults."""
    for part in TEXT.split("\n### ")[1:]:
        heading, _, rest = part.partition("\n")
        name = heading.replace("`", "")
        simple = re.sub(r"\W|plan\.", "", name).capitalize()
        rows = re.findall(r"^\| `(\w+)` \| .*? \| (.*?) ?\| [^|]* \|$", rest, re.MULTILINE)
        if name != "expect":
            yield NAMES.get(name, simple), rows


def test_every_entry_is_told_with_its_default() -> None:
    known = models()
    found = {name: dict(rows) for name, rows in told()}
    assert set(found) == set(known)
    for name, model in known.items():
        fields = {field.alias or key: default(field) for key, field in model.model_fields.items()}
        assert found[name] == fields, name


def test_the_order_of_a_statement_is_told() -> None:
    told_order = TEXT.partition("order of their kinds:")[2].partition("What is paid")[0]
    assert re.findall(r"`(\w+)`", told_order) == list(get_args(Kind))


def test_the_example_comes_true(tmp_path: Path) -> None:
    file = tmp_path / "example.toml"
    file.write_text(TEXT.partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    (made,) = statements(read_case(file, MEASURES))
    assert made.statement is not None
    assert not made.differs


@pytest.mark.parametrize(
    "word", ["paid", "earned", "drawn", "withheld", "carried", "held", "year", "refused"]
)
def test_what_can_be_expected_is_told(word: str) -> None:
    assert f"`{word}`" in TEXT.partition("### expect")[2]
