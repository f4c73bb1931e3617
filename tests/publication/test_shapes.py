"""Outlines from a file, all the way: they are published, and a change of them alone is a new publication."""

import json
from typing import Any

import pytest
import shapely

from dashboard.access.scope import operator
from dashboard.answers.compiler_places import compile_outlines
from dashboard.answers.warehouse import open_shelf
from dashboard.commands.load import report
from dashboard.errors import Refused
from dashboard.intake import manifest as manifests
from dashboard.intake.load import Loaded, load
from dashboard.paths import Home
from dashboard.progress import silent
from tests.publication.firm import Firm, quick


def given(key: str, side: float) -> str:
    ring = [[23, 38], [23 + side, 38], [23 + side, 38 + side], [23, 38 + side], [23, 38]]
    feature = {
        "type": "Feature",
        "properties": {"code": key},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


def published(firm: Firm, home: Home, text: str) -> Loaded:
    firm.write()
    (firm.folder / "lands.geojson").write_text(text)
    mapping = firm.mapping
    mapping.write_text(f'shapes = "lands.geojson"\nshape_key = "code"\n{mapping.read_text()}')
    return load(mapping, quick(home), silent)


def outlines(home: Home, loaded: Loaded) -> list[tuple[Any, ...]]:
    shelf = open_shelf(home, loaded.manifest.id)
    try:
        return shelf.run(compile_outlines(["TOP", "A", "B"], operator()))
    finally:
        shelf.close()


def test_what_is_given_is_published_with_the_data_and_raised_to_the_top(firm: Firm, home: Home) -> None:
    first = published(firm, home, given("A", 1))
    rows = outlines(home, first)
    assert [row[:2] for row in rows] == [("A", "given"), ("TOP", "given")]
    assert sorted(rows[0][2]) == pytest.approx([38, 38, 39, 39])
    assert not published(firm, home, given("A", 1)).new
    second = published(firm, home, given("A", 2))
    assert second.new
    assert second.manifest.load_id != first.manifest.load_id
    assert max(outlines(home, second)[0][3]) == pytest.approx(25)


def test_an_outline_that_cannot_be_computed_is_told_and_fails_no_load(
    firm: Firm, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def giving_up(_: object) -> None:
        raise shapely.errors.GEOSException("TopologyException: Ring edge missing")

    monkeypatch.setattr("dashboard.intake.outlines.lean", giving_up)
    loaded = published(firm, home, given("A", 1))
    assert loaded.new
    assert loaded.without_outline == ("A", "TOP")
    assert outlines(home, loaded) == []
    for language, words in (("en", "the outlines of 2 territories"), ("el", "τα περιγράμματα 2 περιοχών")):
        [told] = [line for line in report(loaded, language) if words in line]
        assert "A, TOP" in told


def test_a_shape_of_no_territory_leaves_the_old_publication(firm: Firm, home: Home) -> None:
    before = firm.load(home).manifest.id
    with pytest.raises(Refused) as caught:
        published(firm, home, given("AA", 1))
    assert caught.value.values["nearest"] == "A"
    assert manifests.current(home) == before
