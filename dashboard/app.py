"""The one place where the pieces meet: settings in, a Dash app out. Nothing happens at import."""

import gc
import sys
from collections.abc import Callable
from typing import Any, cast

from dash import Dash
from flask import Flask
from flask_compress import Compress

from dashboard.access.demo import demo_people
from dashboard.access.person import Person
from dashboard.answers.reports import report
from dashboard.answers.warehouse import Warehouse
from dashboard.asking.ready import keep_ready
from dashboard.errors import MetronError
from dashboard.paths import ASSETS
from dashboard.pay.posted import Posted
from dashboard.records.store import open_records
from dashboard.settings import Settings
from dashboard.shell import (
    downloads,
    explored,
    export_routes,
    fragments,
    gate,
    pay_routes,
    screen,
    stopping,
    tokens,
)
from dashboard.shell import views as saved_views
from dashboard.shell.api import routes
from dashboard.shell.headers import allow_scripts
from dashboard.shell.scripts import keep_scripts, needed
from dashboard.shell.sessions import chosen_language, visitor
from dashboard.shell.visits import keep_visits
from dashboard.text import say


def create_app(settings: Settings, after_opening: Callable[[], None] = lambda: None) -> Dash:
    """The app, ready to be served.

    `after_opening` is called whenever a publication has been opened and all is ready for it.

    Raises:
        Failed: the records cannot be opened.
    """
    server = Flask("dashboard")
    records = open_records(settings)
    warehouse = Warehouse(
        settings.place, settings.memory_limit, settings.threads, settings.answer_seconds, Posted(records)
    )
    keep_ready(warehouse, after_opening)

    def people_of_demo() -> tuple[Person, ...]:
        try:
            with warehouse.reading() as shelf:
                manifest = shelf.manifest
                places = report("workplaces", shelf, day=manifest.today) if manifest.people else []
                names = {str(at): str(name) for at, name in places}
                return demo_people(manifest.kind, manifest.people, names)
        except MetronError:
            return ()  # without a publication that can be read there is no demo; everybody else may sign in

    gate.install(server, settings, records, people_of_demo)
    Compress(server)
    keep_scripts(server)
    app = _MetronDash(
        name="dashboard",
        server=cast(Any, server),  # Dash's stub knows only the name of a backend
        assets_folder=str(ASSETS),
        title="Metron",
        update_title="",
        serve_locally=True,
        compress=False,
        enable_mcp=False,
        suppress_callback_exceptions=True,
        meta_tags=[
            {"name": "viewport", "content": "width=device-width, initial-scale=1, viewport-fit=cover"}
        ],
        csrf_token_name=gate.TOKEN_COOKIE,
        csrf_header_name=gate.TOKEN_HEADER,
    )
    app.layout = screen.layout
    screen.install(app, settings, records, warehouse, keep_visits(server))
    downloads.install(server, settings, records, warehouse)
    export_routes.install(server, settings, records, warehouse)
    fragments.install(server, settings, records, warehouse)
    tokens.install(server, settings, records, warehouse)
    routes.install(server, warehouse)
    stopping.install(server, settings, records)
    saved_views.install(server, settings, records, warehouse)
    explored.install(server, settings, records)
    pay_routes.install(server, settings, records, warehouse)
    allow_scripts(server, app.csp_hashes())
    return app


def create_server(settings: Settings) -> Flask:
    """The app as the one thing that its process does.

    Raises:
        Failed: the records cannot be opened.
    """
    leave_pandas_out()
    return create_app(settings, keep_what_stays).server  # type: ignore[no-any-return]  # Dash says Any


def keep_what_stays() -> None:
    """Let Python's collector of garbage pass over whatever there is by now, of which nearly all stays.

    It would look through all of it at every fourth page, and let everybody wait for a tenth of a second.
    """
    gc.unfreeze()
    gc.collect()  # what a publication of before has left
    gc.freeze()


def leave_pandas_out() -> None:
    """Do without pandas in this process.

    DuckDB imports it, where it is installed, to ask of each value whether it is one of its own:
    90 MB and most of a second at the first page, for what no page uses. None is "not to be found".
    """
    sys.modules.setdefault("pandas", None)  # type: ignore[arg-type]  # typeshed knows modules only


_SIGN = '<link rel="icon" type="image/svg+xml" href="/assets/icons/metron.svg">'


class _MetronDash(Dash):
    """Dash with a page that says its reader's language and theme from the first byte."""

    def interpolate_index(
        self,
        metas: str = "",
        title: str = "",
        css: str = "",
        config: str = "",
        scripts: str = "",
        app_entry: str = "",
        favicon: str = "",
        renderer: str = "",
    ) -> str:
        """The HTML of the page: our own sign and words in place of Dash's, `favicon` and `app_entry`."""
        seen = visitor()
        language, theme = (seen.person.language, seen.person.theme) if seen else (chosen_language(), "")
        scheme = f' data-mantine-color-scheme="{theme}"' if theme else ""
        waiting = f'<div class="_dash-loading">{say(language, "parts.loading")}</div>'
        entry = f'<div id="react-entry-point">{waiting}</div>'
        head = f"<head>{metas}<title>{title}</title>{_SIGN}{css}</head>"
        body = f"<body>{entry}<footer>{config}{needed(scripts)}{renderer}</footer></body>"
        return f'<!DOCTYPE html>\n<html lang="{language}"{scheme}>\n{head}\n{body}\n</html>'
