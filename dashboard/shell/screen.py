"""The one callback of the app: an address in, a whole screen out."""

from collections.abc import Callable
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from dashboard.access import people
from dashboard.access.scope import grant
from dashboard.answers.warehouse import Warehouse
from dashboard.errors import Denied, MetronError
from dashboard.pages import site
from dashboard.pages.address import parse_address
from dashboard.pages.gallery import gallery
from dashboard.pages.view import View
from dashboard.parts.states import State, replacement
from dashboard.parts.theme import Scheme, themed
from dashboard.records.store import Records
from dashboard.settings import Settings
from dashboard.shell.sessions import current_person, visitor
from dashboard.text import tell

_WIDTHS = (390, 480, 640, 768, 1024, 1280, 1440, 1680, 1920)
GALLERY = "/gallery"


def layout() -> Component:
    """What every visit begins with: the address, and the room for a screen."""
    if visitor() is None:
        return html.Div()  # Dash lays out once to check, at the first request, whosever it is
    person = current_person()
    scheme: Scheme = "dark" if person.theme == "dark" else "light" if person.theme == "light" else "auto"
    return themed(
        [
            dcc.Location(id="address", refresh="callback-nav"),
            dcc.Store(id="asked"),
            dcc.Store(id="title"),
            html.Div(replacement(person.language, State("loading"), 400), id="screen"),
        ],
        person.language,
        scheme,
    )


def install(app: Dash, settings: Settings, records: Records, warehouse: Warehouse) -> None:
    """Connect the address and the screen."""
    app.clientside_callback(
        ClientsideFunction("metron", "ask"),
        Output("asked", "data"),
        Input("address", "pathname"),
        Input("address", "search"),
    )
    app.clientside_callback(
        ClientsideFunction("metron", "settle"), Output("title", "data"), Input("screen", "children")
    )

    @app.callback(Output("screen", "children"), Input("asked", "data"), prevent_initial_call=True)
    def show(asked: dict[str, Any]) -> Component:
        return within(asked, settings, records, warehouse, site.screen)


def within(
    asked: dict[str, Any],
    settings: Settings,
    records: Records,
    warehouse: Warehouse,
    draw: Callable[[View], Any],
) -> Any:
    """What `draw` makes of this request's person, address and publication; never more than their scope."""
    person = current_person()
    try:
        with warehouse.reading() as shelf:
            if asked["path"] == GALLERY and shelf.manifest.kind == "demo":
                return gallery(person.language)
            scope = grant(person, shelf, people.by_hand(records, person), settings.day())
            address = parse_address(asked["path"], asked["search"])
            return draw(View(person, scope, shelf, address, person.language, width(asked)))
    except Denied as error:
        return html.Main(replacement(person.language, State("denied", tell(person.language, error)), 320))
    except MetronError as error:
        return html.Main(replacement(person.language, State("empty", tell(person.language, error)), 320))


def width(asked: dict[str, Any]) -> int:
    """The window's width, rounded down to one of a few, so that answers and drawings are shared."""
    wide = int(asked.get("width") or _WIDTHS[-3])
    return max((one for one in _WIDTHS if one <= wide), default=_WIDTHS[0])
