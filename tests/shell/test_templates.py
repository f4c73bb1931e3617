"""The server's own pages say only what the catalogue knows, and hold no words of their own."""

import re
from pathlib import Path

import pytest

from dashboard.paths import ROOT
from dashboard.text import has

TEMPLATES = sorted((ROOT / "dashboard" / "shell" / "templates").glob("*.html"))
SAYS = re.compile(r"""say\(["'](\w+)["'](?! ~)""")
# Names that are the same in every language.
NAMES = {"Ελληνικά", "English"}


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_every_sentence_of_a_template_exists(file: Path) -> None:
    keys = SAYS.findall(file.read_text("utf-8"))
    assert keys
    assert [key for key in keys if not has(f"access.{key}")] == []


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_a_template_has_no_words_of_its_own(file: Path) -> None:
    text = re.sub(r"\{[{%].*?[%}]\}|<[^>]*>", " ", file.read_text("utf-8"))
    assert set(re.findall(r"[^\W\d_]{2,}", text)) <= NAMES


def test_words_in_a_template_would_be_found() -> None:
    assert re.findall(r"[^\W\d_]{2,}", re.sub(r"<[^>]*>", " ", "<p>Hello</p>")) == ["Hello"]
