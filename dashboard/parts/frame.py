"""The frame around every page: rail, filter bar, and the room for the page itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash.development.base_component import Component

from dashboard.parts import html
from dashboard.parts.controls import Control, menu
from dashboard.parts.filters import Filters, filter_bar
from dashboard.parts.icons import icon
from dashboard.parts.rail import Rail, rail
from dashboard.text import Language, say


def frame(language: Language, places: Rail, filters: Filters, page: Any, page_id: str = "page") -> Component:
    """The whole screen. The first tab stop jumps over rail and filters to the page."""
    return html.Div(
        [
            html.A(say(language, "parts.skip"), href=f"#{page_id}", className="skip"),
            rail(language, places),
            html.Div(filter_bar(language, filters), className="top"),
            html.Main(page, id=page_id, className="page", tabIndex="-1"),
        ],
        className="frame",
    )


_NAME = 48  # characters: what is longer is a sentence


@dataclass(frozen=True, slots=True)
class Downloads:
    """What a page can be fetched as, below a button of this name; a phone shows its icon alone."""

    label: str
    controls: tuple[Control, ...]


def heading(
    title: str,
    line: Sequence[Any] = (),
    notice: str = "",
    downloads: Downloads | None = None,
    views: Sequence[Component] = (),
) -> Component:
    """The one `h1` of a page, the line below it, what is done with its views, and its downloads."""
    badge = [html.Span(notice, className="flag acc")] if notice else []
    actions: list[Component] = [*views]
    if downloads is not None:
        face = [icon("download"), html.Span(downloads.label, className="wide-word")]
        actions.append(menu(face, "button", downloads.controls, downloads.label))
    return html.Div(
        [
            html.Div([html.H1([title, *badge]), html.P(list(line), className="quiet under")]),
            html.Div(actions, className="actions"),
        ],
        # A phone has no room for a sentence beside the actions.
        className="heading sentence" if len(title) > _NAME else "heading",
    )


def columns(main: Sequence[Component], side: Sequence[Component]) -> Component:
    """The two columns of a page; below 1240 px the side follows the main one."""
    return html.Div(
        [html.Div(list(main), className="main"), html.Aside(list(side), className="side")],
        className="columns",
    )


def stacks(panels: Sequence[Sequence[Component]]) -> Component:
    """Small panels in stacks side by side, the first wider; below 1240 px two in a row, on a phone one."""
    return html.Div([html.Div(list(stack), className="stack") for stack in panels], className="stacks")


def stack_width(viewport: int, first: bool = False) -> int:
    """How wide a chart of a stack is drawn for a window: the measures of `assets/leadership.css`."""
    if viewport <= 700:
        return max(280, viewport - 48)
    content = viewport - 76 - 56
    if viewport <= 1240:
        return round((content - 36) / 2)
    part = (content - 3 * 32) / 4.6
    return round(part * 1.6 if first else part)


def chart_width(viewport: int) -> int:
    """How wide a chart of the main column is drawn for a window: the measures of `assets/frame.css`."""
    if viewport <= 700:
        return max(280, viewport - 48)
    content = viewport - 76 - 56
    if viewport <= 1240:
        return content
    return round(content - 36 - min(480, max(360, content * 0.3)))
