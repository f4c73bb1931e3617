"""Whatever is typed: no error, pieces within the text and apart, bounded steps, nothing dropped."""

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.access.scope import operator
from dashboard.asking import wordbook
from dashboard.asking.completion import SHOWN, complete
from dashboard.asking.read import read
from dashboard.asking.reading import Reading
from dashboard.asking.tokens import tokens

_WORDS = (
    "net sales πωλήσεις by ανά region μήνα last 6 months τελευταίοι top 10 vs πέρσι quota στόχος κάτω από "
    "80% within μέσα χωρίς Κύπρο and Nikos Q3 2025 between 31 February - / > < , . compare who share "
    "drop before ποιος = 100 50k εκ. first β τρίμηνο sorted cumulative why set stock bonus from to each "
    "φθίνουσα ετος"
).split()
sentences = st.lists(st.sampled_from(_WORDS), max_size=30).map(" ".join)


def check(text: str, reading: Reading) -> None:
    last = 0
    for piece in reading.pieces:
        assert last <= piece.start < piece.end <= len(text)
        last = piece.end
    for doubt in reading.doubts:
        assert 0 <= doubt.start <= doubt.end <= len(text)
        assert doubt.words == text[doubt.start : doubt.end]
    assert len(set(reading.by)) == len(reading.by)


@given(text=st.one_of(st.text(max_size=2000), sentences))
@settings(max_examples=150)
def test_no_text_is_an_error(shelf, text):
    check(text, read(text, operator(), shelf))


@given(text=sentences, cursor=st.integers(-5, 300))
@settings(max_examples=60)
def test_no_text_is_an_error_while_it_is_typed(shelf, text, cursor):
    found = complete(text, cursor, operator(), shelf)
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
                 "stock of Nordiva", "bonus by rep", "set Attica quota to 2m from January"):  # fmt: skip
        (doubt,) = read(text, operator(), shelf).doubts
        assert doubt.offers
        for offer in doubt.offers:
            assert not read(offer.text, operator(), shelf).doubts, offer.text
