"""The two callbacks of the app: an address in, a whole screen out; and further rows for a grid."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State, dcc
from dash.development.base_component import Component
from flask import has_request_context

from dashboard.access import people
from dashboard.access.person import Person
from dashboard.access.scope import grant, kept
from dashboard.answers.warehouse import Warehouse
from dashboard.errors import MetronError
from dashboard.intake.moment import as_of
from dashboard.pages import customer_orders, customers, sheets, site
from dashboard.pages.address import parse_address
from dashboard.pages.bar import found_places
from dashboard.pages.blocks import Block
from dashboard.pages.explore import result
from dashboard.pages.gallery import gallery
from dashboard.pages.instead import instead
from dashboard.pages.saved.opening import opening
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.controls import Control
from dashboard.parts.filters import FOUND, OTHER_DAYS, RANGE, SOUGHT, places
from dashboard.parts.states import State as Instead
from dashboard.parts.states import replacement
from dashboard.parts.theme import Scheme, themed
from dashboard.parts.writing import written
from dashboard.records.store import Records
from dashboard.settings import Settings
from dashboard.shell.ideas import install_ideas
from dashboard.shell.notes import install_notes
from dashboard.shell.sessions import current_person, is_counted, visitor
from dashboard.shell.visits import Visits, reading
from dashboard.text import Language, say

_WIDTHS = (390, 480, 640, 768, 1024, 1280, 1440, 1680, 1920)
GALLERY = "/gallery"
LARGEST_BLOCK = 500
LONGEST_NAME = 200


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
            html.Div(replacement(person.language, Instead("loading"), 400), id="screen"),
            _tray(person.language),
            html.Div(_unanswered(person.language), id="unanswered", className="unanswered", hidden=True),
        ],
        person.language,
        scheme,
    )


def _tray(language: Language) -> Component:
    """Where files in the making are shown, with the words of their buttons (`assets/exports.js`)."""
    words: Any = {f"data-{name}": say(language, f"export.{name}") for name in ("cancel", "fetch", "close")}
    said = html.Div(id="exports-said", className="unseen", role="status")
    words["aria-label"] = say(language, "export.tray")
    return html.Section(said, id="exports", className="exports", **words)


def _unanswered(language: Language) -> Component:
    """What the browser shows when the server does not answer (`assets/shell.js`)."""
    again = Control(say(language, "screen.try_again"), id="again")
    return replacement(language, Instead("failed", say(language, "screen.unanswered"), again))


def install(app: Dash, settings: Settings, records: Records, warehouse: Warehouse, visits: Visits) -> None:
    """Connect the address and the screen."""
    _install_in_browser(app)
    _install_search(app, settings, records, warehouse)
    install_ideas(app, lambda asked: viewing(asked, settings, records, warehouse))
    install_notes(app, lambda asked: viewing(asked, settings, records, warehouse))

    @app.callback(Output("screen", "children"), Input("asked", "data"), prevent_initial_call=True)
    def show(asked: dict[str, Any]) -> Any:
        try:
            with reading(visits, asked), viewing(asked, settings, records, warehouse) as view:
                if view.address.path == GALLERY and view.shelf.manifest.kind == "demo":
                    return written(gallery(view.language, view.phone))
                return written(site.screen(view))
        except Exception as error:  # noqa: BLE001 - whatever it is, the window says a sentence
            return _alone(error)

    @app.callback(
        Output(_part("came"), "data"),
        Input(_part("more"), "data"),
        State(_part("more"), "id"),
        State("asked", "data"),
        prevent_initial_call=True,
    )
    def extend(wanted: dict[str, Any], grid: dict[str, str], asked: dict[str, Any]) -> Any:
        try:
            with reading(visits, asked), viewing(asked, settings, records, warehouse) as view:
                if view.wrong is not None:
                    raise view.wrong
                found = block(view, grid["of"], wanted)
        except Exception as error:  # noqa: BLE001 - a grid that waits for rows would wait for ever
            # The page around the grid says what is wrong; what nobody foresaw is in the log.
            instead(current_person().language, error)
            found = {"rowData": [], "rowCount": 0}
        # As text, for it goes back as it came: the browser compares it with what it wants by then.
        return {"wanted": json.dumps(wanted), "block": found}


def _install_search(app: Dash, settings: Settings, records: Records, warehouse: Warehouse) -> None:
    """Look for a territory by its name, among those that the person may see."""

    @app.callback(
        Output(FOUND, "children"), Input(SOUGHT, "value"), State("asked", "data"), prevent_initial_call=True
    )
    def find(text: str | None, asked: dict[str, Any]) -> Any:
        try:
            with viewing(asked, settings, records, warehouse) as view:
                return places(view.language, found_places(view, (text or "")[:LONGEST_NAME]))
        except Exception as error:  # noqa: BLE001 - whatever it is, the list says a sentence
            language = current_person().language
            return replacement(language, instead(language, error), 80)


def _install_in_browser(app: Dash) -> None:
    """What the browser answers itself (`assets/shell.js`)."""
    app.clientside_callback(
        ClientsideFunction("metron", "ask"),
        Output("asked", "data"),
        Input("address", "pathname"),
        Input("address", "search"),
    )
    app.clientside_callback(
        ClientsideFunction("metron", "settle"),
        Output("title", "data"),
        Input("screen", "children"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("metron", "leave"),
        Output("address", "search"),
        Input({"window": ALL}, "opened"),
        State("address", "search"),
        prevent_initial_call=True,
    )
    for answer, days in (("period", RANGE), ("against", OTHER_DAYS)):
        app.clientside_callback(
            ClientsideFunction("metron", answer),
            Output("address", "search", allow_duplicate=True),
            Input(days, "value"),
            State(site.SHOWN_DAYS, "data"),
            State("address", "search"),
            prevent_initial_call=True,
        )
    app.clientside_callback(
        ClientsideFunction("metron", "block"),
        Output(_part("grid"), "getRowsResponse"),
        Output(_part("more"), "data"),
        Input(_part("grid"), "getRowsRequest"),
        State(_part("first"), "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("metron", "arrive"),
        Output(_part("grid"), "getRowsResponse", allow_duplicate=True),
        Input(_part("came"), "data"),
        State(_part("grid"), "getRowsRequest"),
        prevent_initial_call=True,
    )


def _part(part: str) -> dict[str, Any]:
    """Any grid's part of this kind, matched with the other parts of the same grid."""
    return {"part": part, "of": MATCH}


def block(view: View, grid: str, wanted: dict[str, Any]) -> Block:
    """The rows that a grid asks for as one scrolls or sorts; never more than a few hundred at once."""
    start = max(0, int(wanted["startRow"]))
    end = min(max(start, int(wanted["endRow"])), start + LARGEST_BLOCK)
    if grid == customers.GRID:
        return customers.customer_block(view, start, end, wanted.get("sortModel") or [])
    if grid == customer_orders.GRID:
        return customer_orders.orders_block(view, start, end)
    if grid == result.GRID:
        return result.result_block(view, start, end)
    return sheets.rows_block(view, start, end)


@contextmanager
def viewing(
    asked: dict[str, Any],
    settings: Settings,
    records: Records,
    warehouse: Warehouse,
    person: Person | None = None,
) -> Iterator[View]:
    """A person at the address asked for, on one publication, never with more than their scope.

    Whoever makes this request, unless somebody is named.

    Raises:
        Denied: the person may see nothing.
        NotUnderstood: nothing has been loaded yet.
    """
    asks, person = person is None, person or current_person()
    with warehouse.reading(at_once=asks) as shelf:
        scope = grant(person, shelf, people.by_hand(records, person), settings.day())
        address = parse_address(asked["path"], asked["search"])
        view = View(
            person, scope, shelf, address, person.language, width(asked), settings.day(), records=records,
            mails=settings.mails, counted=has_request_context() and is_counted(),
            zone=settings.time_zone, home=settings.place,
        )  # fmt: skip
        with _as_of(view, settings, warehouse) as standing:
            yield opening(standing) if standing.address.view and standing.wrong is None else standing


@contextmanager
def _as_of(view: View, settings: Settings, warehouse: Warehouse) -> Iterator[View]:
    """The view on the publication that its address asks for; rights stay those of today."""
    if not view.address.as_of:
        yield view
        return
    with ExitStack() as kept_open:
        try:
            manifest = as_of(settings.place, view.address.as_of)
            shelf = kept_open.enter_context(warehouse.reading_as_of(manifest.id))
            then = replace(view, shelf=shelf, scope=kept(view.scope, shelf), today=manifest.today)
        except MetronError as error:
            then = replace(view, wrong=error)
        yield then


def _alone(error: Exception) -> Component:
    """A sentence where there can be no page, and the way out."""
    language = current_person().language
    leave = Control(say(language, "screen.sign_out"), id="sign-out")
    return html.Main(
        [html.H1("Metron", className="unseen"), replacement(language, instead(language, error, leave), 320)],
        className="panel alone",
    )


def width(asked: dict[str, Any]) -> int:
    """The window's width, rounded down to one of a few, so that answers and drawings are shared."""
    wide = int(asked.get("width") or _WIDTHS[-3])
    return max((one for one in _WIDTHS if one <= wide), default=_WIDTHS[0])
