"""The glossary says all of every measure in both languages, own ones among them, to whoever is signed in."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import cast

import pytest

from dashboard.access.person import Person, Role
from dashboard.access.scope import operator
from dashboard.answers.glossary import worded
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.app import create_app
from dashboard.metrics.catalogue import CHAPTERS, MEASURES
from dashboard.metrics.kinds import Measure
from dashboard.pages.address import Address
from dashboard.pages.glossary import PATH
from dashboard.pages.site import screen
from dashboard.pages.view import View
from dashboard.parts.drawing import Drawing
from dashboard.paths import Home
from dashboard.settings import Company, Settings
from dashboard.text import LANGUAGES, Language, say
from tests.answers.built import Built, built
from tests.parts.conftest import walk

DAY = dt.date(2026, 6, 30)
OWN = Measure(
    "net_per_unit", MEASURES["average_order"].kind, "currency", MEASURES["average_order"].formula, ("sales",),
    owner="Finance", words=(("en.name", "Net per unit"), ("el.name", "Καθαρά ανά τεμάχιο"),
                            ("en.definition", "What <one> unit brings."), ("el.definition", "Ένα τεμάχιο."),
                            ("en.formula", "Net ÷ units."), ("el.formula", "Καθαρά ÷ τεμάχια.")),
)  # fmt: skip


@pytest.fixture(scope="module")
def shelf() -> Iterator[Built]:
    given = {"sales": [{"line_id": "1", "order_date": DAY, "net_amount": 1}]}
    made = built(given, Company(), DAY)
    made.manifest.name, made.manifest.kind = "made", "company"
    yield replace(made, outline=replace(made.outline, own=(OWN,)))
    made.connection.close()


def shown(shelf: Built, language: Language, see: str = "") -> list[str]:
    person = Person("1", "a@x.gr", "A", Role.EXECUTIVE)
    view = View(person, operator(), cast(Shelf, shelf), Address(PATH, see=see), language, 1280, DAY)
    page = [one for one in walk(screen(view)) if isinstance(one, Drawing)]
    written = " ".join(str(one.svg) for one in page if "entry" in str(one.svg))
    words = [unescape(text) for text in re.findall(r">([^<>]+)<", written)]
    return [*words, *(str(one) for one in walk(screen(view)) if isinstance(one, str))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_measure_is_there_with_its_words(language: Language, shelf: Built) -> None:
    told = shown(shelf, language)
    for row in (OWN, *MEASURES.values()):
        for part in ("name", "definition", "formula", "pitfall"):
            if wanted := worded(row, language, part):  # a company's own need not say a pitfall
                assert wanted in told, (row.key, part)
        assert row.key in told
    assert OWN.owner in told


def test_what_has_no_data_names_its_tables(shelf: Built) -> None:
    told = shown(shelf, "en")
    assert "Cannot be asked: sales, quotas were never loaded." not in told
    assert "Cannot be asked: quotas were never loaded." in told
    offered = sum(row.needs == ("sales",) for row in (OWN, *MEASURES.values()))
    assert say("en", "glossary.line", n=99, count=len(MEASURES) + 1, offered=offered) in told


def test_the_one_that_is_asked_for_stands_first(shelf: Built) -> None:
    told = shown(shelf, "en", "kpi:lead_response")
    name = worded(MEASURES["lead_response"], "en", "name")
    assert told.index(name) < told.index(worded(MEASURES["net_sales"], "en", "name"))
    assert told.count(name) == 2


def test_a_measure_that_is_not_known_is_said(shelf: Built) -> None:
    assert any("net_sales" in one for one in shown(shelf, "en", "kpi:net_sale"))


def test_every_measure_is_in_one_chapter() -> None:
    keys = [row.key for rows in CHAPTERS.values() for row in rows]
    assert sorted(keys) == sorted(MEASURES)
    assert len(keys) == len(set(keys))


def test_nobody_reads_it_unknown(home: Home) -> None:
    answer = create_app(Settings()).server.test_client().get(PATH)
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in")
