"""Each sentence is understood as what it means, whatever the language, the endings and the spelling."""

import tomllib
from pathlib import Path

import pytest

from dashboard.access.scope import operator
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.asking.read import read
from tests.asking.company import meant, told

SENTENCES = [
    pair
    for file in sorted(Path(__file__).parent.glob("*.toml"))
    for pair in tomllib.loads(file.read_text(encoding="utf-8")).items()
]


@pytest.mark.parametrize(("text", "notation"), SENTENCES)
def test_a_sentence_is_understood(text: str, notation: str, shelf: Shelf) -> None:
    assert told(read(text, operator(), shelf)) == meant(notation)
