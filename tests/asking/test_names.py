"""Every measure and dimension is understood by its names; members only by those who may see them."""

from dataclasses import replace

import pytest

from dashboard.access.scope import operator
from dashboard.answers.glossary import worded
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.asking.names import Directory, names
from dashboard.asking.read import read
from dashboard.metrics import catalogue
from dashboard.metrics.catalogue import MEASURES
from dashboard.metrics.periods import PRESETS
from dashboard.text import LANGUAGES, has, say
from tests.answers.test_against_lines import scope_of
from tests.asking.company import told

# Said so, it is the net sales of the last twelve months: the same number.
_SAME = {("moving_annual_total", "el")}
_EVERYTHING = frozenset(table for row in MEASURES.values() for table in row.needs)


@pytest.fixture(scope="module")
def full(shelf: Shelf) -> Shelf:
    """The company as if it had every table."""
    return replace(shelf, outline=replace(shelf.outline, tables=_EVERYTHING))  # type: ignore[type-var]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_measure_is_understood_by_its_name(language, full):
    wrong = []
    for key, row in MEASURES.items():
        for text in (worded(row, language, "name"), worded(row, language, "name").upper()):
            reading = read(text, operator(), full)
            if (key, language) not in _SAME and (reading.measures != (key,) or reading.doubts or reading.by):
                wrong.append((text, told(reading)))
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_dimension_is_understood_by_its_name(language, full):
    wrong = []
    for key in catalogue.dimensions(full.outline.levels):
        name = say(language, f"dimension.{key}") if has(f"dimension.{key}") else key
        reading = read(f"{'by' if language == 'en' else 'ανά'} {name} net sales", operator(), full)
        if reading.by != (key,) or reading.measures != ("net_sales",) or reading.doubts:
            wrong.append((name, told(reading)))
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_period_is_understood_by_its_name(language, full):
    for key in PRESETS:
        reading = read(f"net sales {say(language, f'period.{key}')}", operator(), full)
        assert (str(reading.period), reading.doubts, reading.by) == (key, (), ()), key


def test_a_company_s_own_measure_and_words_for_its_levels_are_understood(full):
    own = replace(
        MEASURES["net_sales"], key="per_visit",
        words=(("el.name", "Τζίρος ανά επίσκεψη"), ("en.name", "Sales per visit")),
    )  # fmt: skip
    company = replace(full, outline=replace(full.outline, own=(own,)))
    for text in ("sales per visit by region", "τζιρος ανα επισκεψη ανα περιφερεια"):
        assert told(read(text, operator(), company)) == {"per_visit", "by region"}


def test_a_level_that_the_company_has_not_is_no_word(full):
    flat = replace(full, outline=replace(full.outline, levels=("country", "territory")))
    assert "?unknown_word:district" in told(read("net sales by district", operator(), flat))


def test_nobody_else_s_member_is_recognised(shelf):
    crete = next(one.key for one in names(operator(), shelf).begin("Κρήτη", 5) if one.label == "Κρήτη")
    own = scope_of(frozenset({crete}))
    said = "πωλήσεις της Κρήτης"
    assert told(read(said, own, shelf)) == {"net_sales", "region=Κρήτη"}
    other = read("πωλήσεις στη Θεσσαλία", own, shelf)
    assert not other.where
    assert "Θεσσαλία" not in str(other.doubts[0].offers)
    assert other.doubts[0].kind == "unknown_word"
    assert names(own, shelf).begin("Θεσσ", 5) == []


def test_aliases_are_the_company_s_own(shelf):
    plain = replace(shelf, manifest=_without_aliases(shelf.manifest))
    assert told(read("sales in Attica", operator(), shelf)) == {"net_sales", "region=Αττική"}
    assert "?unknown_word:wholesale" in told(read("wholesale sales", operator(), plain))


def _without_aliases(manifest):
    return type(manifest)(**{**vars(manifest), "aliases": "", "id": "plain"})


def test_the_indexes_that_are_kept_hold_a_bounded_number_of_names(shelf):
    few = Directory(kept=1)
    first = few.names(operator(), shelf)
    assert few.names(operator(), shelf) is first, "one is kept however large it is"
    few.names(scope_of(frozenset({"T01"})), shelf)
    assert few.names(operator(), shelf) is not first
