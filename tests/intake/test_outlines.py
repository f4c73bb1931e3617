"""Outlines that are derived: everybody stands on the land of their own territory, and on no other's."""

import datetime as dt
import random
from collections import Counter, defaultdict
from decimal import Decimal
from functools import cache
from itertools import combinations
from typing import Any

import pytest
import shapely

from dashboard.errors import Refused
from dashboard.intake.outlines import MOST_CORNERS, height, make_outlines
from dashboard.intake.outlines_derived import Stand, _places, land
from dashboard.intake.outlines_divided import divided
from dashboard.intake.shapes import GivenShape
from dashboard.settings import Company
from tests.answers.built import Built, Rows, built
from tests.pages.test_customer import DAY, sale

TOWNS = {"A": (38.0, 23.7), "B": (38.1, 23.9), "C": (40.6, 22.9), "D": (35.3, 25.1)}


def stands(seed: int, towns: dict[str, tuple[float, float]], each: int = 40) -> list[Stand]:
    chance = random.Random(seed)
    return [
        Stand(key, east + chance.gauss(0, 0.03), height(north + chance.gauss(0, 0.03)))
        for key, (north, east) in towns.items()
        for _ in range(each)
    ]


def on_own(found: dict[str, Any], given: list[Stand]) -> float:
    """The part of those who stand on the land of their territory."""
    on = [shapely.intersects_xy(found[one.territory], one.x, one.y) for one in given]
    return sum(map(bool, on)) / len(on)


def overlap(found: dict[str, Any]) -> float:
    return max(
        (shapely.intersection(one, other).area / min(one.area, other.area))
        for one, other in combinations(found.values(), 2)
    )


@pytest.mark.parametrize("seed", range(5))
def test_everybody_stands_on_their_own_land_and_nobody_on_anothers(seed: int) -> None:
    chance = random.Random(seed)
    towns = {f"T{n}": (chance.uniform(35, 41), chance.uniform(20, 27)) for n in range(9)}
    given = stands(seed, towns)
    found = land(given)
    assert found.keys() == towns.keys()
    assert overlap(found) < 1e-9
    for key in towns:
        theirs = [one for one in given if one.territory == key]
        # Where two towns meet, some stand among the others' customers.
        assert on_own(found, theirs) >= 0.9


def test_territories_that_are_mixed_up_have_land_too_and_do_not_overlap() -> None:
    chance = random.Random(3)
    given = [Stand(chance.choice("AB"), chance.uniform(20, 24), chance.uniform(40, 43)) for _ in range(400)]
    found = land(given)
    assert found.keys() == {"A", "B"}
    assert overlap(found) < 1e-9


@pytest.mark.parametrize(
    "points",
    [[(1.0, 1.0)], [(1.0, 1.0)] * 5, [(1.0, 1.0), (1.0, 2.0)], [(1.0, 1.0), (2.0, 2.0), (3.0, 3.0)],
     [(179.9, 1.0), (-179.9, 1.0)], [(10.0, 250.0), (10.0, -250.0)]],
)  # fmt: skip
def test_one_point_two_or_a_line_have_land(points: list[tuple[float, float]]) -> None:
    found = land([Stand("A", *point) for point in points])
    assert shapely.is_valid(found["A"])
    assert all(shapely.intersects_xy(found["A"], *point) for point in points)


def test_two_territories_at_one_point_give_it_to_the_one_with_more_customers() -> None:
    assert land([Stand("A", 1, 1), Stand("B", 1, 1), Stand("B", 1, 1)]).keys() == {"B"}


def test_nobody_has_land_where_nobody_stands() -> None:
    assert land([]) == {}


def test_who_is_far_away_does_not_stretch_the_land() -> None:
    few = stands(6, {"E": (39.6, 22.4)}, each=8)  # of so few one is not one in twenty
    given = [*stands(1, TOWNS), *few]
    alone = land(given)
    beside = land([*given, Stand("A", 0.0001, 0.0001), Stand("E", -70, 10)])
    areas = [[found[key].area for key in sorted(found)] for found in (alone, beside)]
    assert areas[1] == pytest.approx(areas[0], rel=0.2)
    assert shapely.total_bounds(list(beside.values()))[0] > 20


def test_who_stands_among_others_leaves_them_their_land() -> None:
    lost = Stand("A", TOWNS["C"][1], height(TOWNS["C"][0]))
    found = land([*stands(1, TOWNS), lost])
    assert not shapely.intersects_xy(found["A"], lost.x, lost.y)
    assert len(shapely.get_parts(found["C"])) == 1
    assert not found["C"].interiors


def test_who_stands_apart_in_numbers_has_land_there() -> None:
    given = [*stands(1, TOWNS), *(Stand("A", one.x, one.y) for one in stands(9, {"A": (36.4, 28.2)}))]
    assert on_own(land(given), given) > 0.99


def test_the_land_of_many_does_not_take_more_points_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.intake.outlines_derived._MOST_PLACES", 100)
    given = stands(2, TOWNS, each=300)
    assert len(_places(given).at) <= 100
    assert on_own(land(given), given) > 0.95


def crowded(seed: int) -> list[Stand]:
    """Twenty territories in three towns: so many customers that their places fill rows and columns."""
    chance = random.Random(seed)
    towns = [(chance.uniform(20, 27), chance.uniform(40, 46)) for _ in range(3)]
    found = []
    for key in range(20):
        x, y = chance.choice(towns)
        found += [
            Stand(f"T{key}", x + chance.uniform(-0.006, 0.006), y + chance.uniform(-0.006, 0.006))
            for _ in range(300)
        ]
    return found


@pytest.mark.parametrize("seed", [1, 4, 5])
def test_the_land_of_places_in_rows_is_sound_and_nobodys_is_anothers(seed: int) -> None:
    given = crowded(seed)
    found = land(given)
    assert found.keys() == {one.territory for one in given}
    assert shapely.is_valid(list(found.values())).all()
    assert shapely.coverage_is_valid(list(found.values()))
    assert overlap(found) < 1e-9


@pytest.mark.parametrize("seed", [1, 4, 5])
def test_every_place_stands_on_the_ground_of_its_owner(seed: int) -> None:
    places = _places(crowded(seed))
    whole = shapely.union_all(shapely.buffer(shapely.points(places.at), 0.002))
    found = divided(places.at, places.owner, whole)
    assert all(
        shapely.intersects_xy(found[owner], *at) for at, owner in zip(places.at, places.owner, strict=True)
    )
    assert shapely.area(list(found.values())).sum() == pytest.approx(whole.area, rel=1e-3)


START = dt.date(2020, 1, 1)
TREE = {"GR": None, "N": "GR", "S": "GR", "N1": "N", "N2": "N", "S1": "S", "S2": "S", "CY": None}
AT = {"N1": (40.6, 22.9), "N2": (41.1, 24.9), "S1": (38.0, 23.7), "S2": (35.3, 25.1), "GR": (37.0, 22.4)}


def firm(*more: dict[str, Any]) -> Rows:
    """Two regions of two territories, a customer whom the country itself has, and some who are nowhere."""
    chance = random.Random(4)
    customers: list[dict[str, Any]] = [
        {"customer_id": f"{key}-{n}", "territory": key, "city": "Town",
         "latitude": Decimal(str(round(north + chance.gauss(0, 0.05), 5))),
         "longitude": Decimal(str(round(east + chance.gauss(0, 0.05), 5)))}
        for key, (north, east) in AT.items() for n in range(25)
    ]  # fmt: skip
    nowhere = {"territory": "N1", "city": None, "latitude": None, "longitude": None}
    customers += [
        {**nowhere, "customer_id": "lost"},
        {**nowhere, "customer_id": "zero", "latitude": Decimal(0), "longitude": Decimal(0)},
        *more,
    ]
    return {
        "territories": [
            {"territory_id": key, "name": f"Land {key}", "parent_id": up} for key, up in TREE.items()
        ],
        "customers": [{key: value for key, value in one.items() if key != "territory"} for one in customers],
        "alignments": [
            {"customer_id": one["customer_id"], "territory_id": one["territory"], "valid_from": START}
            for one in customers
        ],
        "sales": [sale(str(n), DAY, one["customer_id"], "p", 10 * n) for n, one in enumerate(customers)],
    }  # fmt: skip


RINGS = """SELECT territory_id, made, polygon, list((longitude, latitude) ORDER BY place)
FROM territory_outline GROUP BY territory_id, made, polygon, ring ORDER BY territory_id, polygon, ring"""


def shapes(shelf: Built) -> dict[str, tuple[str, Any]]:
    """What was published, as shapes on the plane, and how they were made."""
    polygons: dict[tuple[str, str], dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for key, made, polygon, ring in shelf.rows(RINGS):
        polygons[key, made][polygon].append([(east, height(north)) for east, north in ring])
    return {
        key: (made, shapely.union_all([shapely.Polygon(one[0], one[1:]) for one in those.values()]))
        for (key, made), those in polygons.items()
    }


def test_a_company_has_the_outlines_of_all_its_territories_that_have_customers() -> None:
    shelf = given()
    found = shapes(shelf)
    assert found.keys() == TREE.keys() - {"CY"}
    assert {made for made, _ in found.values()} == {"derived"}
    shape = {key: one for key, (_, one) in found.items()}
    for level in (("N1", "N2", "S1", "S2"), ("N", "S")):
        assert overlap({key: shape[key] for key in level}) < 0.02
    for above, below in (("N", ("N1", "N2")), ("GR", ("N", "S"))):
        for key in below:
            assert shapely.intersection(shape[above], shape[key]).area > 0.97 * shape[key].area
    places = shelf.rows("SELECT territory_today, latitude, longitude FROM customer_place")
    within = [
        shapely.intersects_xy(shape[key], float(east), height(float(north))) for key, north, east in places
    ]
    assert len(within) == 125  # neither the lost one nor the one of zeros
    assert sum(map(bool, within)) >= 123
    corners = Counter(key for (key,) in shelf.rows("SELECT territory_id FROM territory_outline"))
    assert max(corners.values()) <= MOST_CORNERS


def test_the_same_company_has_the_same_outlines() -> None:
    first, second = (given().rows("SELECT * FROM territory_outline ORDER BY ALL") for _ in range(2))
    assert first == second


def square(
    key: str, south: float, west: float, side: float, *holes: tuple[float, float, float]
) -> GivenShape:
    rings = [
        tuple((w + x * s, b + y * s) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0)))
        for b, w, s in ((south, west, side), *holes)
    ]
    return GivenShape("shapes.geojson", 1, key, (tuple(rings),))


@cache
def company() -> Built:
    return built(firm(), Company(), DAY)


def given(*those: GivenShape) -> Built:
    """The company with these outlines instead of those it had."""
    outlined(*those)
    return company()


def outlined(*those: GivenShape) -> tuple[str, ...]:
    """Make the outlines of the company anew; those that it must go without."""
    company().forget()
    company().connection.execute("DROP TABLE IF EXISTS mart.territory_outline")
    return make_outlines(company().connection, those)


def giving_up(*_: object, **__: object) -> Any:
    raise shapely.errors.GEOSException("TopologyException: Ring edge missing")


def test_where_land_cannot_be_computed_the_map_has_what_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.intake.outlines.land", giving_up)
    assert outlined(square("N1", 40.0, 22.4, 1.2)) == ("GR", "N2", "S", "S1", "S2")
    assert {key: made for key, (made, _) in shapes(company()).items()} == {"N1": "given", "N": "given"}


def test_only_those_are_missing_of_whom_nothing_could_be_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    cut = shapely.difference
    bounds = {key: one.bounds for key, (_, one) in shapes(given()).items()}

    def giving_up_in_crete(one: Any, other: Any) -> Any:
        return giving_up() if one.bounds[1] < bounds["S2"][3] else cut(one, other)

    monkeypatch.setattr(shapely, "difference", giving_up_in_crete)
    assert outlined(square("N1", 40.0, 22.4, 1.2)) == ("S2",)
    assert shapes(company()).keys() == {"GR", "N", "N1", "N2", "S", "S1"}


def test_a_given_outline_that_cannot_be_computed_is_not_replaced_by_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("dashboard.intake.outlines._polygon", giving_up)
    assert outlined(square("N", 40.0, 22.0, 2.0)) == ("N",)
    assert shapes(company()).keys() == {"GR", "N1", "N2", "S", "S1", "S2"}


def test_what_is_given_is_kept_with_its_holes_and_the_rest_is_derived_beside_it() -> None:
    found = shapes(given(square("N1", 40.0, 22.4, 1.2, (40.2, 22.5, 0.1)), square("S2", 34.9, 24.0, 2.0)))
    assert {key for key, (made, _) in found.items() if made == "given"} == {
        "N1",
        "S2",
    }  # what is above them is partly derived
    assert found["N1"][1].area == pytest.approx(1.2 * (height(41.2) - height(40.0)), rel=0.02)
    assert len(found["N1"][1].interiors) == 1
    assert overlap({key: found[key][1] for key in ("N1", "N2", "S1", "S2")}) < 0.001


def test_what_is_derived_stays_within_what_is_given_above_it() -> None:
    found = shapes(given(square("N", 40.3, 22.6, 0.6)))
    assert shapely.difference(found["N1"][1], found["N"][1]).area < 0.001
    assert "N2" not in found  # all its customers stand outside of what is given


def test_features_of_one_territory_are_put_together() -> None:
    found = shapes(given(square("N", 40.0, 22.0, 1.0), square("N", 40.0, 23.0, 1.0)))
    assert found["N"][1].area == pytest.approx(2 * (height(41) - height(40)), rel=0.02)
    assert shapely.get_num_geometries(found["N"][1]) == 1


def test_a_coast_of_ten_thousand_corners_and_a_thousand_islands_becomes_lean() -> None:
    chance = random.Random(5)
    coast = shapely.Point(23, 41).buffer(1, quad_segs=2500)
    islands = [
        shapely.Point(23 + chance.uniform(-3, 3), 39.2 + chance.uniform(-0.3, 0.3)).buffer(0.004)
        for _ in range(1000)
    ]
    polygons = tuple((tuple(one.exterior.coords),) for one in (coast, *islands))
    shelf = given(GivenShape("shapes.geojson", 1, "N", polygons))
    assert shelf.rows("SELECT count(*) FROM territory_outline WHERE territory_id = 'N'")[0][0] <= MOST_CORNERS
    shape = shapes(shelf)["N"][1]
    assert (
        shapely.intersection(shape, shapely.Polygon([(e, height(n)) for e, n in coast.exterior.coords])).area
        > 0.9 * shape.area
    )


@pytest.mark.parametrize("seed", range(25))
def test_whatever_is_given_becomes_sound_and_lean(seed: int) -> None:
    chance = random.Random(seed)

    def ring() -> tuple[tuple[float, float], ...]:
        places = chance.choice([0, 1, 3])
        corners = [
            (round(chance.uniform(20, 25), places), round(chance.uniform(35, 40), places))
            for _ in range(chance.randint(3, 40))
        ]
        return (*corners, corners[0])

    those = [
        GivenShape("f", n, chance.choice(["GR", "N1", "S", "S2"]), ((ring(), ring()), (ring(),)))
        for n in range(chance.randint(1, 4))
    ]
    shelf = given(*those)
    for key, (_, shape) in shapes(shelf).items():
        assert not shape.is_empty, key
    counted = shelf.rows("SELECT count(*) FROM territory_outline GROUP BY territory_id")
    assert max(corners for (corners,) in counted) <= MOST_CORNERS


def test_a_shape_of_no_territory_is_refused_with_the_one_that_was_meant() -> None:
    with pytest.raises(Refused) as caught:
        given(square("N11", 40, 22, 1))
    assert caught.value.key == "intake.shapes.unknown"
    assert caught.value.values == {"file": "shapes.geojson", "feature": 1, "value": "N11", "nearest": "N1"}
