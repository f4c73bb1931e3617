"""GeoJSON of a company: what is accepted, and what is refused by file, feature and field."""

import json
from typing import Any

import pytest

from dashboard.errors import Refused
from dashboard.intake.mapping import read_mapping
from dashboard.intake.shapes import read_shapes
from dashboard.text import LANGUAGES, tell
from tests.intake.conftest import SALES, Firm

RING = [[23.0, 38.0], [24.0, 38.0], [24.0, 39.0], [23.0, 38.0]]
HOLE = [[23.4, 38.1], [23.6, 38.1], [23.6, 38.2], [23.4, 38.1]]


def collection(*features: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def feature(kind: Any = "Polygon", coordinates: Any = (RING,), **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"territory_id": "N1"} | properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def refusal(text: str) -> Refused:
    with pytest.raises(Refused) as caught:
        read_shapes(text, "own.geojson", "territory_id")
    for language in LANGUAGES:
        said = tell(language, caught.value)
        assert "own.geojson" in said, said
    return caught.value


def test_polygons_with_holes_and_several_at_once_are_accepted() -> None:
    text = collection(
        feature(coordinates=[RING, HOLE]), feature("MultiPolygon", [[RING], [RING, HOLE]], territory_id=7)
    )
    first, second = read_shapes(text, "own.geojson", "territory_id")
    assert (first.territory, first.feature, [len(one) for one in first.polygons]) == ("N1", 1, [2])
    assert (second.territory, second.feature, [len(one) for one in second.polygons]) == ("7", 2, [1, 2])
    assert first.polygons[0][0] == tuple((east, north) for east, north in RING)


def test_a_height_is_read_over_and_another_property_may_name_the_territory() -> None:
    ring = [[*position, 120.5] for position in RING]
    (found,) = read_shapes(collection(feature(coordinates=[ring], code="S2")), "own.geojson", "code")
    assert (found.territory, found.polygons[0][0][1]) == ("S2", (24.0, 38.0))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("{", "not_json"),
        ("[" * 100_000, "not_json"),
        ("[]", "no_collection"),
        (json.dumps(feature()), "no_collection"),
        ('{"type": "FeatureCollection", "features": {}}', "no_collection"),
        (collection(), "no_features"),
    ],
)
def test_a_file_that_is_no_collection_is_refused(text: str, key: str) -> None:
    assert refusal(text).key == f"intake.shapes.{key}"


def ring(*positions: Any) -> dict[str, Any]:
    return feature(coordinates=[list(positions)])


@pytest.mark.parametrize(
    ("broken", "key", "field"),
    [
        ({"type": "Feature"}, "no_key", "properties.territory_id"),
        ("feature", "no_key", "properties.territory_id"),
        (feature(territory_id=None), "no_key", "properties.territory_id"),
        (feature(territory_id=True), "no_key", "properties.territory_id"),
        (feature(territory_id=""), "no_key", "properties.territory_id"),
        (feature("Point", [23, 38]), "kind", "geometry.type"),
        ({**feature(), "geometry": None}, "kind", "geometry.type"),
        (feature(coordinates=[]), "no_list", "geometry.coordinates"),
        (feature(coordinates=[[]]), "no_list", "geometry.coordinates[1]"),
        (feature("MultiPolygon", [[RING], []]), "no_list", "geometry.coordinates[2]"),
        (feature(coordinates=[RING, RING[:3]]), "open", "geometry.coordinates[2]"),
        (ring([23, 38], [24, 38], [23, 38]), "short", "geometry.coordinates[1]"),
        (ring([23, 38], [23, 38], [23, 38], [23, 38]), "short", "geometry.coordinates[1]"),
        (ring([23, 38], [24, 38], [25, 38], [23, 38]), "flat", "geometry.coordinates[1]"),
        (ring(*RING[:2], ["24", 39], RING[3]), "no_position", "geometry.coordinates[1][3]"),
        (ring(*RING[:2], [24], RING[3]), "no_position", "geometry.coordinates[1][3]"),
        (ring(*RING[:2], 24, RING[3]), "no_position", "geometry.coordinates[1][3]"),
        (ring(*RING[:2], [24, True], RING[3]), "no_position", "geometry.coordinates[1][3]"),
        (ring(*RING[:2], [38.0, 123.0], RING[3]), "north", "geometry.coordinates[1][3]"),
        (ring(*RING[:2], [24, float("nan")], RING[3]), "north", "geometry.coordinates[1][3]"),
        (ring(*RING[:2], [24, 10**400], RING[3]), "north", "geometry.coordinates[1][3]"),
        (ring(*RING[:2], [476_000.5, 38.0], RING[3]), "east", "geometry.coordinates[1][3]"),
    ],
)
def test_a_feature_that_is_broken_is_named_with_its_field(broken: Any, key: str, field: str) -> None:
    error = refusal(collection(feature(), broken))
    assert (error.key, error.values["feature"], error.values["field"]) == (f"intake.shapes.{key}", 2, field)


MAPPING = (
    """
    shapes = "own.geojson"
    [source.sales]
    file = "sales.csv"
    [source.sales.types]
    amount = "money"
"""
    + SALES
)


def test_a_mapping_names_the_file_and_it_is_read_before_any_data(firm: Firm) -> None:
    firm.file("own.geojson", collection(feature()))
    (found,) = read_mapping(firm.mapping(MAPPING), firm.contracts).shapes
    assert found.territory == "N1"
    firm.file("own.geojson", collection(feature("Point")))
    assert firm.refusal(MAPPING).key == "intake.shapes.kind"


def test_a_file_that_is_not_there_is_told_with_the_one_that_was_meant(firm: Firm) -> None:
    firm.file("owns.geojson", collection(feature()))
    error = firm.refusal(MAPPING)
    assert (error.key, error.values["line"], error.values["nearest"]) == (
        "intake.read.no_such",
        3,
        "owns.geojson",
    )
