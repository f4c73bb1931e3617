"""Whatever is typed: no error, pieces within the text and apart, bounded steps, nothing dropped."""

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.access.scope import operator
from dashboard.answers.answer import prepare
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.asking import wordbook
from dashboard.asking.completion import SHOWN, complete
from dashboard.asking.question import question
from dashboard.asking.read import read
from dashboard.asking.reading import Reading
from dashboard.asking.tokens import tokens
from dashboard.asking.vocabulary import tables
from dashboard.errors import NotUnderstood
from dashboard.text import LANGUAGES

_PHRASES = [
    phrase
    for language in LANGUAGES
    for role in tables(language).values()
    for said in role.values()
    for phrase in said
]
_REST = (
    "0 1 2 5 31 32 99 1900 2025 2199 9999 1.5 1,5 10.000 0001-01-01 9999-12-31 2026-02-30 31/12/2199 50k % € "
    "- / , < > >= = Q1 Q9 H3 fy99 w60 Τ4 top10 12μηνο Αττική Κρήτη Νίκος Volta C001 ζώδιο"
).split()
sentences = st.lists(st.sampled_from([*_PHRASES, *_REST * 20]), max_size=14).map(" ".join)


def check(text: str, reading: Reading) -> None:
    last = 0
    for piece in reading.pieces:
        assert last <= piece.start < piece.end <= len(text)
        last = piece.end
    for doubt in reading.doubts:
        assert 0 <= doubt.start <= doubt.end <= len(text)
        assert doubt.words == text[doubt.start : doubt.end]
    assert len(set(reading.by)) == len(reading.by)


def refusal(reading: Reading, shelf: Shelf) -> str:
    """Why a reading cannot be asked, as the key of a sentence; empty if it can."""
    try:
        prepare(question(reading, shelf.outline), operator(), shelf)
    except NotUnderstood as error:
        return error.key
    return ""


@given(text=st.text(max_size=2000))
@settings(max_examples=150)
def test_no_text_is_an_error(shelf, text):
    check(text, read(text, operator(), shelf))


@given(text=sentences)
@settings(max_examples=150)
def test_what_is_read_can_be_asked_or_is_refused_for_what_it_means(shelf, text):
    reading = read(text, operator(), shelf)
    check(text, reading)
    assert not refusal(reading, shelf).startswith("ask.unknown")


@given(text=sentences, cursor=st.integers(-5, 300))
@settings(max_examples=60)
def test_no_text_is_an_error_while_it_is_typed(shelf, text, cursor):
    found = complete(text, cursor, operator(), shelf, "en")
    assert len(found) <= SHOWN
    assert all(0 <= one.cursor <= len(one.text) for one in found)


@pytest.mark.parametrize("text", ["αβγδεζηθ " * 222, "sales " * 333, "Q" * 2000, "9" * 2000, "ανα " * 500])
def test_a_long_text_takes_a_bounded_number_of_steps(shelf, text):
    words = len(tokens(text))
    with (
        patch.object(wordbook, "distance", wraps=wordbook.distance) as compared,
        patch.object(wordbook.Wordbook, "find", autospec=True, side_effect=wordbook.Wordbook.find) as found,
    ):
        check(text, read(text, operator(), shelf))
    assert found.call_count <= 20 * words
    assert compared.call_count <= 1000 * words


@pytest.mark.parametrize("word", ["ζώδιο", "flurbs", "qwertz", "Πακιστάν", "xyz123"])
def test_a_word_that_is_not_understood_is_asked_back(shelf, word):
    text = f"net sales by region {word} this year"
    reading = read(text, operator(), shelf)
    assert [(one.kind, one.words) for one in reading.doubts] == [("unknown_word", word)]
    assert (reading.measures, reading.by, str(reading.period)) == (("net_sales",), ("region",), "this_year")


def test_what_is_beyond_the_longest_text_is_told(shelf):
    text = "net sales " + "by region " * 300
    assert read(text, operator(), shelf).doubts[-1].kind == "too_long"


def test_each_offer_is_a_way_on(shelf):
    for text in ("sales for Nikos this year", "sales in Macedonia", "Q5 2026 net sales", "the best rep",
                 "stock of Nordiva",  "set Attica quota to 2m from January"):  # fmt: skip
        (doubt,) = read(text, operator(), shelf).doubts
        assert doubt.offers
        for offer in doubt.offers:
            assert not read(offer.text, operator(), shelf).doubts, offer.text
