"""A reading without doubts is a question that can be asked, and completions are understood."""

import datetime as dt

import pytest

from dashboard.access.scope import operator
from dashboard.answers.answer import prepare
from dashboard.asking.completion import complete
from dashboard.asking.question import question
from dashboard.asking.read import read
from dashboard.errors import NotUnderstood
from dashboard.metrics.bounds import Top
from dashboard.text import LANGUAGES
from tests.asking.test_sentences import SENTENCES

# "New customers by month", "running total of orders": well understood, and answered with why not.
_UNDERSTOOD = ("ask.do_not_meet", "ask.show_means_nothing")


def test_every_sentence_without_doubts_can_be_asked(shelf):
    refused = []
    for text, notation in SENTENCES:
        reading = read(text, operator(), shelf)
        if reading.doubts:
            continue
        try:
            prepare(question(reading, shelf.outline), operator(), shelf)
        except NotUnderstood as error:
            if error.key not in _UNDERSTOOD:
                refused.append((text, notation, error.key))
    assert not refused


def test_what_is_not_said_stands_as_it_was(shelf):
    reading = read("top 3 reps per region by sales", operator(), shelf)
    asked = question(reading, shelf.outline, period="ytd", against="prior_period_working")
    assert (asked.period.start, asked.period.end) == (dt.date(2026, 1, 1), dt.date(2026, 11, 12))
    assert asked.against is not None
    assert asked.top == Top(3, "rep", "net_sales", per="region")
    said = question(read("sales last year vs quota", operator(), shelf), shelf.outline, period="ytd")
    assert (said.period.name, said.against.name) == ("last_year", "quota")


def test_without_a_measure_there_is_no_question(shelf):
    with pytest.raises(NotUnderstood, match=r"ask\.no_measure"):
        question(read("by region", operator(), shelf), shelf.outline)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("", "Net sales"),
        ("net s", "Net sales"),
        ("net sales by re", "Region"),
        ("net sales by ", "Region"),
        ("net sales by region ", "This year"),
        ("πωλήσεις στην Κρ", "Κρήτη"),
        ("poliseis ana perif", "Περιφέρεια"),
        ("sales Makedoniki Di", "Μακεδονική Διανομή Α.Ε."),
        ("attainment vs ", "Last year"),
    ],
)
def test_what_fits_comes_first(shelf, text, first):
    language = "el" if first in ("Περιφέρεια", "Κρήτη") else "en"
    assert complete(text, len(text), operator(), shelf, language)[0].label == first


@pytest.mark.parametrize(
    "text",
    ["", "s", "ma", "net sales by ", "net sales by re", "net sales for Μακεδονική Διανομή Α.Ε. ", "pol", "τζ",
     "net sales vs ", "net sales by region ", "sales Makedoniki Di", "kat", "per"],
)  # fmt: skip
@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_offered_in_the_language_of_whoever_types(shelf, text, language):
    for one in complete(text, len(text), operator(), shelf, language):
        if one.kind != "where":
            greek = any(not letter.isascii() for letter in one.label)
            assert greek == (language == "el" or not text[:1].isascii()), one.label


def test_a_sentence_that_is_greek_goes_on_in_greek(shelf):
    for text in ("πωλ", "πωλήσεις ", "πωλήσεις ανά ", "πωλήσεις ανά περ", "πωλήσεις ανά περιφέρεια "):
        found = [one for one in complete(text, len(text), operator(), shelf, "en") if one.kind != "where"]
        assert found, text
        for one in found:
            assert not [letter for letter in one.text if letter.isascii() and letter.isalpha()], one.text


def test_every_completion_is_understood(shelf):
    for text in ("", "net s", "net sales by ", "net sales by region ", "πωλήσεις στην Κρ", "sales "):
        for one in complete(text, len(text), operator(), shelf, "el"):
            doubts = read(one.text, operator(), shelf).doubts
            assert all(doubt.kind == "no_measure" for doubt in doubts), one.text
