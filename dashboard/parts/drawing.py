"""`Drawing`: the Dash component that puts a figure's SVG on the page.

Its other half is `assets/drawing.js`. Plain SVG themes itself by CSS variables, weighs some kB and
needs no chart library; the price is this one component, for Dash has none that takes markup.
"""

from typing import Any

from dash.development.base_component import Component

from dashboard.figures.marks import Sheet
from dashboard.figures.svg import write


class Drawing(Component):
    """One figure. `svg` must come from a writer that escapes every text, as `figures.svg.write` does.

    `inline` makes it part of a line of text or of a button.
    """

    svg: str
    _children_props: list[str] = []
    _base_nodes = ["children"]
    _namespace = "metron_parts"
    _type = "Drawing"

    _prop_names = available_properties = ["id", "svg", "className", "inline"]
    _valid_wildcard_attributes: list[str] = []
    available_wildcard_properties: list[str] = []

    def __init__(self, svg: str, **properties: Any) -> None:
        # Not Dash's, for the reason that `parts.html` gives.
        self.__dict__.update(properties, svg=svg)


def drawing(sheet: Sheet, fluid: bool = False, look: str = "") -> Drawing:
    """A sheet as a component; `fluid` fills its container's width."""
    return Drawing(write(sheet, fluid), className=look)
