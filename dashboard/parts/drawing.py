"""`Drawing`: the Dash component that puts a figure's SVG on the page.

Its other half is `assets/drawing.js`. Plain SVG themes itself by CSS variables, weighs some kB and
needs no chart library; the price is this one component, for Dash has none that takes markup.
"""

import sys
from types import ModuleType
from typing import Any

from dash.development.base_component import Component

from dashboard.figures.marks import Sheet
from dashboard.figures.svg import write

# Dash imports a component's namespace for each of its properties, in case it must name its version;
# an import that fails costs more than the drawing itself.
sys.modules.setdefault("metron_parts", ModuleType("metron_parts"))


class Drawing(Component):
    """One figure. `svg` must come from a writer that escapes every text, as `figures.svg.write` does.

    `inline` makes it part of a line of text or of a button.
    """

    svg: str
    _children_props: list[str] = []
    _base_nodes = ["children"]
    _namespace = "metron_parts"
    _type = "Drawing"

    def __init__(self, svg: str, **properties: Any) -> None:
        self._prop_names = ["id", "svg", "className", "inline"]
        self.available_properties = self._prop_names
        self._valid_wildcard_attributes: list[str] = []
        self.available_wildcard_properties: list[str] = []
        super().__init__(svg=svg, **properties)  # type: ignore[no-untyped-call]


def drawing(sheet: Sheet, fluid: bool = False, look: str = "") -> Drawing:
    """A sheet as a component; `fluid` fills its container's width."""
    return Drawing(write(sheet, fluid), className=look)
