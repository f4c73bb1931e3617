"""The map: areas that are amounts, land on one plane, names that do not meet, and safe markup."""

import random
from decimal import Decimal
from itertools import combinations
from xml.etree import ElementTree

import pytest

from dashboard.figures.map_labels import Label, labels
from dashboard.figures.marks import Area, Dot, Linked, Mark, Sheet, Stroke, Words, measure
from dashboard.figures.svg import write
from dashboard.figures.territory_map import Circle, Parcel, Ring, TerritoryMap, height, territory_map
from dashboard.figures.territory_map_drawing import draw_territory_map

D = Decimal


def square(south: float, west: float, side: float) -> Ring:
    return ((south, west), (south, west + side), (south + side, west + side), (south + side, west))


NORTH = Parcel(
    "North & <b>", (square(40, 22, 2), square(40.5, 22.5, 0.5)), title="North & <b>\nGo", href="/?at=N&x=1"
)
SOUTH = Parcel("South", (square(38, 22, 2),), title="South", href="/?at=S")
OWN = Parcel("", (square(38, 22, 4),), own=True)
CIRCLES = (
    Circle(39, 23, D(100), "good", "A: 100", "/?where=a"),
    Circle(41, 23.5, D(400), "bad", "B: 400", "/?where=b"),
    Circle(38.5, 22.5, D(-25), "bad", "C: −25", "/?where=c"),
    Circle(38.5, 23.5, D(0), "bad", "D: 0", ""),
    Circle(40.5, 23, D(25), "flat", "E: new", "/?where=e"),
)


def made(
    parcels: tuple[Parcel, ...] = (OWN, NORTH, SOUTH), circles: tuple[Circle, ...] = CIRCLES
) -> TerritoryMap:
    return territory_map("en", parcels, circles, "A map.", "prior year")


def flat(sheet: Sheet) -> list[Mark]:
    return [one for mark in sheet.marks for one in (mark.marks if isinstance(mark, Linked) else (mark,))]


def dots(sheet: Sheet) -> dict[str, Dot]:
    return {
        mark.title: dot
        for mark in sheet.marks
        if isinstance(mark, Linked)
        for dot in mark.marks
        if isinstance(dot, Dot)
    }


def test_the_specification_is_as_it_was(hold):
    hold("territory_map", made())


def test_the_area_of_a_circle_is_its_amount_and_returns_are_hollow():
    found = dots(draw_territory_map(made(), 760))
    assert list(found) == ["B: 400", "A: 100", "C: −25", "E: new", "D: 0"]  # small ones stand on large ones
    assert found["B: 400"].radius == pytest.approx(2 * found["A: 100"].radius)
    assert found["A: 100"].radius == pytest.approx(2 * found["C: −25"].radius)
    assert 0 < found["D: 0"].radius < found["E: new"].radius
    assert {title for title, dot in found.items() if "hollow" in dot.look} == {"C: −25", "D: 0"}
    assert [one.look for one in found.values()][:2] == ["spot bad", "spot good"]


def test_colour_is_not_alone_where_there_is_room_for_a_sign():
    signs = {
        mark.title: [one for one in mark.marks if isinstance(one, Stroke)]
        for mark in draw_territory_map(made(), 760).marks
        if isinstance(mark, Linked)
    }
    assert [len(signs[title]) for title in ("B: 400", "A: 100", "E: new")] == [1, 1, 0]
    assert None in signs["A: 100"][0].points  # a plus has two strokes
    assert None not in signs["B: 400"][0].points


def test_places_lie_on_the_land_that_they_are_on():
    sheet = draw_territory_map(made(), 760)
    areas = [one for one in flat(sheet) if isinstance(one, Area)]
    own = areas[0].rings[0]
    wide, tall = (max(one[at] for one in own) - min(one[at] for one in own) for at in (0, 1))
    assert tall / wide == pytest.approx((height(42) - height(38)) / 4)  # as in the north, so in the south
    dot = dots(sheet)["A: 100"]
    assert dot.x == pytest.approx(min(x for x, _ in own) + wide / 4)
    assert all(
        0 <= x <= sheet.width and 0 <= y <= sheet.height for one in areas for r in one.rings for x, y in r
    )


def test_outlines_that_dwarf_those_who_stand_on_them_run_out_of_the_picture():
    close = tuple(Circle(40 + n / 1000, 23, D(10), "good", str(n)) for n in range(20))
    sheet = draw_territory_map(made(circles=close), 760)
    found = dots(sheet).values()
    assert max(dot.y for dot in found) - min(dot.y for dot in found) > 100
    assert all(0 <= dot.x <= sheet.width and 0 <= dot.y <= sheet.height for dot in found)


def inset(sheet: Sheet) -> list[Mark]:
    return [one for one in sheet.marks if str(getattr(one, "look", "")).startswith("inset")]


def test_a_small_map_tells_which_part_of_the_territory_is_shown():
    assert not inset(draw_territory_map(made(), 760))  # all of it
    close = tuple(Circle(38.5 + n / 1000, 25 + n / 1000, D(10), "good", str(n)) for n in range(20))
    sheet = draw_territory_map(made(circles=close), 760)
    frame, land, here = inset(sheet)
    xs, ys = ([one[at] for one in land.rings[0]] for at in (0, 1))
    assert min(xs) >= frame.x
    assert max(xs) <= frame.x + frame.width
    assert min(ys) >= frame.y
    assert max(ys) <= frame.y + frame.height
    part = (
        (here.x + here.width / 2 - min(xs)) / (max(xs) - min(xs)),
        (max(ys) - here.y - here.height / 2) / (max(ys) - min(ys)),
    )
    assert part == pytest.approx(((25.0095 - 22) / 4, (38.5095 - 38) / 4), abs=0.03)
    assert frame.width < 140


def test_no_name_stands_on_the_small_map():
    south, north, west, east = 38.4985, 38.501, 23.0185, 23.021  # where the small map stands
    below = Parcel("Land", (((south, west), (south, east), (north, east), (north, west)),))
    falling = tuple(Circle(38.5 - n / 4000, 23 + n / 1000, D(10), "good", str(n)) for n in range(20))
    for parcels, names in (((OWN, below), 0), ((below,), 1)):
        sheet = draw_territory_map(made(parcels, falling), 760)
        assert bool(inset(sheet)) != bool(names)
        assert len([one for one in sheet.marks if isinstance(one, Words) and one.look == "t-land"]) == names


def test_the_small_map_stands_where_nobody_does():
    falling, rising = (
        tuple(Circle(38.5 + way * n / 4000, 23 + n / 1000, D(10), "good", str(n)) for n in range(20))
        for way in (-1, 1)
    )
    frames = [inset(draw_territory_map(made(circles=some), 760))[0] for some in (falling, rising)]
    assert frames[0].x > 380
    assert frames[1].x < 380


@pytest.mark.parametrize(
    ("parcels", "circles"),
    [((), CIRCLES[:1]), ((OWN,), CIRCLES[:1] * 3), ((OWN, NORTH), ()), ((), ()),
     ((), (Circle(0, 179.9, D(1), "good", "x"), Circle(0, -179.9, D(1), "bad", "y"))),
     ((), (Circle(90, 0, D(1), "good", "x"), Circle(-90, 0, D(10) ** 30, "bad", "y")))],
)  # fmt: skip
@pytest.mark.parametrize("width", [280, 1400])
def test_one_customer_all_at_one_point_the_edge_of_the_world_and_nobody_are_drawn(parcels, circles, width):
    spec = made(parcels, circles)
    sheet = draw_territory_map(spec, width)
    ElementTree.fromstring(write(sheet))
    assert 100 < sheet.height <= 1.1 * width
    assert all(
        0 <= dot.x <= width and 0 <= dot.y <= sheet.height for dot in flat(sheet) if isinstance(dot, Dot)
    )


def test_marks_lead_where_they_say_and_every_text_is_escaped():
    text = write(draw_territory_map(made(), 760))
    root = ElementTree.fromstring(text)
    link = {one.findtext("{*}title"): one for one in root.iter("{http://www.w3.org/2000/svg}a")}
    assert link["North & <b>\nGo"].get("href") == "/?at=N&x=1"
    assert {one.get("tabindex") for one in link.values()} == {"-1"}
    assert "D: 0" not in link  # it leads nowhere, and yet it says who it is
    assert [one.findtext("{*}title") for one in root.iter("{http://www.w3.org/2000/svg}g")] == ["D: 0"]
    assert "<b>" not in text
    assert root.get("aria-hidden") == "true"  # its links are in the table: the sentence stands beside it


def test_on_paper_it_is_a_picture_that_says_its_sentence_and_leads_nowhere():
    text = write(draw_territory_map(made(), 400, linked=False))
    assert 'aria-label="A map."' in text
    assert "<a" not in text
    assert text.count("<circle") == len(CIRCLES)


def test_the_legend_tells_what_is_there():
    assert [look for look, _ in made().legend] == ["good", "bad", "flat", "hollow"]
    assert [look for look, _ in made(circles=CIRCLES[:1]).legend] == ["good"]


def test_the_scale_is_a_round_number_and_as_long_as_it_says():
    spec = made()
    sheet = draw_territory_map(spec, 760)
    (bar,) = [one for one in sheet.marks if isinstance(one, Stroke) and one.look == "scale"]
    (words,) = [one for one in sheet.marks if isinstance(one, Words) and one.look == "t-scale"]
    assert words.text == "100 km"
    own = next(one for one in flat(sheet) if isinstance(one, Area)).rings[0]
    degree = (max(x for x, _ in own) - min(x for x, _ in own)) / 4
    long = bar.points[2][0] - bar.points[1][0]
    assert long / degree * 111.32 * 0.766 == pytest.approx(100, rel=0.01)  # at forty degrees north


def test_names_stand_on_their_land_and_never_on_each_other():
    chance = random.Random(1)
    boxes = [(chance.uniform(0, 700), chance.uniform(0, 400), chance.uniform(20, 160)) for _ in range(60)]
    wanted = [
        Label(f"Territory number {n}", (((x, y), (x + s, y), (x + s, y + s), (x, y + s)),))
        for n, (x, y, s) in enumerate(boxes)
    ]
    found = list(labels(wanted, (760, 500)))
    assert 5 < len(found) < 60
    told = dict(zip((one.text for one in wanted), boxes, strict=True))
    placed = []
    for text, (x, y) in found:
        left, top, side = told[text]
        assert left <= x <= left + side
        assert top <= y <= top + side + 4
        half = measure(text, 11) / 2
        placed.append((x - half, y - 11, x + half, y + 3))
        assert placed[-1][0] >= 0
        assert placed[-1][2] <= 760
    for one, other in combinations(placed, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_a_name_makes_way_for_circles_and_is_left_out_where_it_has_no_room():
    land = Label("Land", (((0, 0), (300, 0), (300, 200), (0, 200)),))
    ((_, (x, y)),) = labels([land], (300, 200))
    mark = (x - 5, y - 9, x + 5, y + 1)
    ((_, moved),) = labels([land], (300, 200), [mark])
    assert moved != (x, y)
    assert not list(labels([land], (300, 200), taken=[(0, 0, 300, 200)]))
    assert not list(labels([Label("A name too long", (((0, 0), (9, 0), (9, 9), (0, 9)),))], (300, 200)))
