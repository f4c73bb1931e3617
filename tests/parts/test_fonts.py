"""The cut fonts hold every letter that the product itself writes."""

import pytest
from fontTools.ttLib import TTFont

from dashboard.parts.fonts import cut_fonts
from dashboard.text.catalogue import sentences


@pytest.fixture(scope="module")
def letters(tmp_path_factory):
    files = cut_fonts(tmp_path_factory.mktemp("fonts"))
    assert sum(file.stat().st_size for file in files) < 90_000
    return {code for file in files for code in TTFont(file).getBestCmap()}


@pytest.mark.parametrize("language", ["en", "el"])
def test_no_sentence_needs_another_font(letters, language):
    needed = {
        letter for sentence in sentences(language).values() for letter in sentence if letter.isprintable()
    }
    assert {letter for letter in needed if ord(letter) not in letters} == set()


def test_figures_and_verdicts_are_there(letters):
    assert {ord(letter) for letter in "0123456789+−±–▲▼Δ€%·≥→×…"} <= letters


def test_a_second_run_writes_nothing(tmp_path):
    first = cut_fonts(tmp_path)
    written = [file.stat().st_mtime_ns for file in first]
    assert [file.stat().st_mtime_ns for file in cut_fonts(tmp_path)] == written
