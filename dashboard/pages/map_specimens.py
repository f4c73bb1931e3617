"""What the gallery shows of the map: outlines with a hole and an island, all kinds of circles, one alone."""

from decimal import Decimal
from typing import Any

from dashboard.figures.territory_map import Circle, Parcel, Ring, Tone, territory_map
from dashboard.parts.customer_map import MapLine, map_panel_of, map_table
from dashboard.parts.panel import Panel
from dashboard.text import Language, formats, say
from dashboard.text.formats import EXACT

_COAST: Ring = ((38.0, 21.4), (39.2, 21.0), (39.6, 22.2), (38.9, 22.9), (38.1, 22.6))
_INLAND: Ring = ((39.6, 22.2), (40.4, 22.6), (40.0, 24.1), (39.1, 23.9), (38.9, 22.9))
_LAKE: Ring = ((39.5, 22.9), (39.7, 23.0), (39.6, 23.3), (39.4, 23.2))
_ISLAND: Ring = ((38.3, 23.6), (38.5, 23.7), (38.4, 24.0), (38.2, 23.9))
_SPOTS: tuple[tuple[float, float, int, int | None], ...] = (
    (38.7, 21.8, 96_400, 88_100), (38.8, 22.0, 21_700, 30_300), (39.2, 22.1, 8_400, 0),
    (38.4, 22.2, 0, 4_200), (39.9, 22.7, 54_200, 54_900), (39.8, 23.6, -12_900, 7_800),
    (38.35, 23.8, 14_300, None),
)  # fmt: skip


def maps(language: Language, phone: bool) -> list[Any]:
    """A map with outlines, and one of a single customer on the land of nobody."""
    width = 342 if phone else 720
    names = [say(language, f"gallery.category_{at}") for at in range(4)]
    land = (
        Parcel("", (_COAST, _INLAND, _LAKE, _ISLAND), own=True),
        Parcel(names[0], (_COAST,), title=names[0], href="#"),
        Parcel(names[3], (_INLAND, _LAKE, _ISLAND), title=names[3], href="#"),
    )
    return [_map(language, land, _SPOTS, width), _map(language, (), _SPOTS[:1], width)]


def _map(
    language: Language,
    land: tuple[Parcel, ...],
    spots: tuple[tuple[float, float, int, int | None], ...],
    width: int,
) -> Any:
    title = say(language, "territory.map")
    lines = [_line(language, at % 4, now, before) for at, (_, _, now, before) in enumerate(spots)]
    circles = [
        Circle(north, east, line.actual, _tone(line), f"{line.name}: {formats.money(language, line.actual)}")
        for line, (north, east, _, _) in zip(lines, spots, strict=True)
    ]
    beside = say(language, "against.prior_year")
    spec = territory_map(language, land, circles, title, beside)
    head = Panel(title, legend=tuple((f"round {look}", word) for look, word in spec.legend))
    whole = sum((line.actual or Decimal(0) for line in lines), Decimal(0))
    total = MapLine(say(language, "ask.total"), len(lines), whole, None, None)
    notes = (say(language, "territory.map_area"), say(language, "territory.map_derived"))
    return map_panel_of(
        language, head, spec, width, notes, map_table(language, title, lines, total, EXACT, beside)
    )


def _line(language: Language, name: int, now: int, before: int | None) -> MapLine:
    prior = None if before is None else Decimal(before)
    growth = (Decimal(now) - prior) / prior if prior else None
    return MapLine(say(language, f"gallery.customer_{name}", n=1), 1, Decimal(now), prior, growth)


def _tone(line: MapLine) -> Tone:
    return "flat" if line.growth is None else "good" if line.growth > 0 else "bad"
