"""The map of customers as a panel: its picture, the words below it, and the same as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dash.development.base_component import Component

from dashboard.figures.territory_map import TerritoryMap
from dashboard.figures.territory_map_drawing import draw_territory_map
from dashboard.parts import html
from dashboard.parts.drawing import drawing
from dashboard.parts.panel import Panel, panel
from dashboard.parts.tiles import signed_change, tone_of
from dashboard.text import Language, formats, say
from dashboard.text.formats import Form


@dataclass(frozen=True, slots=True)
class MapLine:
    """One mark of the map, or those who are not on it; what cannot be computed is None."""

    name: str
    customers: int
    actual: Decimal | None
    prior: Decimal | None
    growth: Decimal | None
    href: str = ""

    @property
    def new(self) -> bool:
        """Whether there are sales where there were none."""
        return self.growth is None and self.prior == 0 and (self.actual or 0) > 0


def map_panel_of(
    language: Language,
    head: Panel,
    spec: TerritoryMap,
    width: int,
    notes: Sequence[str],
    table: Component,
) -> Component:
    """The map at `width` pixels, which then follows the width of its place, with its links in the table."""
    picture = drawing(draw_territory_map(spec, width), fluid=True, look="territory-map")
    words = [html.P(" ".join(notes), className="figure-note")] if notes else []
    return panel(language, head, [html.P(spec.sentence, className="unseen"), picture, *words], table)


def map_table(
    language: Language, title: str, lines: Sequence[MapLine], total: MapLine, form: Form, beside: str
) -> Component:
    """The twin of the map: a line for each of these, and the total of all."""
    heads = ["name", "customers", "actual", "prior", "growth"]
    return html.Table(
        [
            html.Caption(title, className="unseen"),
            html.Thead(
                html.Tr(
                    [html.Th(say(language, f"parts.map_{one}", beside=beside), scope="col") for one in heads]
                )
            ),
            html.Tbody([_row(language, one, form) for one in lines]),
            html.Tfoot(_row(language, total, form)),
        ],
        className="list numbers",
    )


def _row(language: Language, line: MapLine, form: Form) -> Component:
    name = html.Link(line.name, href=line.href) if line.href else line.name
    return html.Tr(
        [
            html.Th(name, scope="row", className="member", title=line.name),
            html.Td(formats.number(language, line.customers), className="quiet"),
            html.Td(formats.money(language, line.actual, form), className="lead"),
            html.Td(formats.money(language, line.prior, form)),
            html.Td(_growth(language, line)),
        ]
    )


def _growth(language: Language, line: MapLine) -> Component:
    if line.new:
        return signed_change(say(language, "parts.new_customer"), "flat", 0)
    way = formats.direction(None if line.growth is None else line.growth * 100, 1)
    return signed_change(formats.signed_percent(language, line.growth), tone_of(way), way)
