"""The example that the documentation walks through loads, and says what the documentation says."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dashboard.intake.conversion import DECIMALS, TOO_LARGE, UNREADABLE
from dashboard.intake.mapping_document import Source
from dashboard.intake.quarantine import name_rule
from dashboard.paths import MAPPINGS, ROOT
from dashboard.settings import Settings
from dashboard.text.catalogue import sentences

GUIDE = (ROOT / "docs" / "loading.md").read_text(encoding="utf-8")
RULES = [key.removeprefix("intake.rule.") for key in sentences("en") if key.startswith("intake.rule.")]


@pytest.fixture(scope="module")
def example(
    staged_model: Callable[[Path, Settings], duckdb.DuckDBPyConnection],
) -> duckdb.DuckDBPyConnection:
    return staged_model(MAPPINGS / "example.toml", Settings())


def test_totals_are_those_of_the_guide(example: duckdb.DuckDBPyConnection) -> None:
    rows = example.execute("SELECT * FROM model.control_total WHERE quarantined > 0").fetchall()
    assert len(rows) == 4
    for target, measure, total, accepted, aside in rows:
        assert f"{target}, {measure}: {total} in = {accepted} accepted + {aside} in quarantine." in GUIDE


def test_what_is_set_aside_is_what_the_guide_tells(example: duckdb.DuckDBPyConnection) -> None:
    rows = example.execute("SELECT rule, value FROM model.quarantine ORDER BY rule").fetchall()
    assert rows == [("key.duplicate", "ΤΔΑ-1005/1 = invoices.csv:8"), ("value.unreadable", "30/02/2026")]


def test_the_guide_knows_every_rule_and_entry() -> None:
    assert {UNREADABLE, DECIMALS, TOO_LARGE} <= set(RULES)
    assert not [rule for rule in RULES if f"`{rule}`" not in GUIDE]
    assert not [entry for entry in Source.model_fields if f"`{entry}`" not in GUIDE]


def test_the_guide_quotes_the_example() -> None:
    mapping = (MAPPINGS / "example.toml").read_text(encoding="utf-8")
    quoted = [part.split("```")[0] for part in GUIDE.split("```toml\n")[1:]]
    lines = {line.split("#")[0].strip() for part in quoted[:4] for line in part.splitlines()}
    assert not sorted(line for line in lines if line not in mapping)


@pytest.mark.parametrize("rule", RULES)
def test_rules_are_said_in_both_languages(rule: str) -> None:
    assert name_rule("en", rule) != name_rule("el", rule)
