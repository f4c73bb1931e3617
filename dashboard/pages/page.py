"""A page as data: its panels, and how each is filled so that one that fails takes nobody with it."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboard.errors import Denied, MetronError
from dashboard.pages.view import View
from dashboard.parts.controls import Control
from dashboard.parts.panel import Panel as Head
from dashboard.parts.panel import panel as drawn
from dashboard.parts.states import State
from dashboard.text import say, tell

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel: the key of its title, the source tables it needs, and how it is drawn from a view."""

    title: str
    needs: tuple[str, ...]
    draw: Callable[[View], Component]
    height: int = 160


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the rail: where it lies, and its panels: `top` across, then a main and a side column."""

    path: str
    name: str
    icon: str
    top: tuple[Panel, ...]
    main: tuple[Panel, ...] = ()
    side: tuple[Panel, ...] = ()


def fill(panel: Panel, view: View) -> Component:
    """The panel for this view; what is missing, forbidden or broken is said in its place."""
    missing = [table for table in panel.needs if table not in view.outline.tables]
    if missing:
        tables = ", ".join(say(view.language, f"table.{table}") for table in missing)
        return _instead(
            panel, view, State("empty", say(view.language, "screen.table_missing", tables=tables))
        )
    try:
        return panel.draw(view)
    except Denied as error:
        return _instead(panel, view, State("denied", tell(view.language, error)))
    except MetronError as error:
        return _instead(panel, view, State("empty", tell(view.language, error), _start_over(view)))
    except Exception:  # noqa: BLE001 - a tile fails alone; the log keeps the reason under the number shown
        number = secrets.token_hex(2).upper()
        _LOG.exception("panel %s failed, number %s", panel.title, number)
        sentence = say(view.language, "screen.failed", number=number)
        again = Control(say(view.language, "screen.try_again"), href=view.address.href)
        return _instead(panel, view, State("failed", sentence, again))


def _instead(panel: Panel, view: View, state: State) -> Component:
    return drawn(view.language, Head(say(view.language, panel.title), state=state, height=panel.height), ())


def _start_over(view: View) -> Control:
    return Control(say(view.language, "screen.start_over"), href=view.address.path)
