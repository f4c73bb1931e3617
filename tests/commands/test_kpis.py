"""The documentation of the KPIs is the catalogue's, in both languages."""

from dataclasses import replace

import pytest

from dashboard.answers import glossary
from dashboard.commands import kpis
from dashboard.commands.kpis import as_markdown
from dashboard.metrics.catalogue import MEASURES
from dashboard.paths import ROOT
from dashboard.text import LANGUAGES, Language, has


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_is_what_the_catalogue_says(language: Language) -> None:
    """Write it anew with `python -m dashboard kpis --language en > docs/kpis.en.md`."""
    assert (ROOT / "docs" / f"kpis.{language}.md").read_text(encoding="utf-8").rstrip() == as_markdown(
        language
    )


@pytest.mark.parametrize("key", MEASURES)
@pytest.mark.parametrize("entry", ["name", "definition", "formula", "pitfall"])
def test_every_measure_says_all_of_itself(key: str, entry: str) -> None:
    assert has(f"measure.{key}.{entry}")


def test_the_owner_is_the_one_of_the_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(MEASURES["net_sales"], owner="finance")
    monkeypatch.setattr(kpis, "MEASURES", {"net_sales": other})
    for module in (kpis, glossary):
        monkeypatch.setattr(module, "say", lambda _language, key, **_values: key)
    assert "| kpis.owner | kpis.owner_finance |" in as_markdown("en")
