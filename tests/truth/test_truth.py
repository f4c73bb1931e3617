"""Every measure of the catalogue against rows made by hand, its pitfall among them.

Each document of `cases/` goes the whole way: files, mapping, load, publication, question, JSON.
"""

from pathlib import Path

import pytest

from dashboard.errors import Refused
from dashboard.metrics.catalogue import MEASURES
from dashboard.paths import Home
from tests.truth.company import Case, cases, hold, published

ALL = cases()


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_truth(case: Case, tmp_path: Path, home: Home) -> None:
    if case.refused:
        with pytest.raises(Refused) as caught, published(case, tmp_path):
            pass
        assert caught.value.key == case.refused
        return
    with published(case, tmp_path) as shelf:
        for one in case.asks:
            hold(one, shelf)


def test_every_measure_has_a_truth() -> None:
    proven = {measure for case in ALL if not case.kpis for measure in case.proves}
    assert not MEASURES.keys() - proven, "write a document of tests/truth/cases for each of these"
    assert not proven - MEASURES.keys(), "a document proves what the catalogue does not have"


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_what_is_proven_is_asked(case: Case) -> None:
    for measure in case.proves:
        asked = [one for one in case.asks if f"--measure {measure}" in one["question"]]
        assert any("totals" in one or "rows" in one for one in asked), f"{case.name} never asks for {measure}"
