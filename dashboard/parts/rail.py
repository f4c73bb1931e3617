"""The rail on the left, and the same places as a bar at the bottom of a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import dash_mantine_components as dmc
from dash.development.base_component import Component

from dashboard.parts import html
from dashboard.parts.controls import Control, aria, icon_control, menu, named
from dashboard.parts.icons import icon, mark
from dashboard.text import Language, say


@dataclass(frozen=True, slots=True)
class Rail:
    """The pages that the person's role has, and the person with what belongs to the account."""

    items: tuple[Control, ...]
    name: str
    account: tuple[Control, ...] = ()
    tools: tuple[Control, ...] = ()
    home: str = "/"

    @property
    def initials(self) -> str:
        """Two letters for the round mark: the first of the first and of the last name."""
        parts = self.name.split()
        return "".join(part[0].upper() for part in (parts[:1] + parts[1:][-1:]))


def rail(language: Language, model: Rail) -> Component:
    """Places above, account below; `aria-current` tells which page is open."""
    return html.Nav(
        [
            html.Link(
                [mark(), html.Span("Metron", className="unseen")], href=model.home, className="rail-sign"
            ),
            html.Ul([html.Li(_place(item)) for item in model.items], className="places"),
            html.Div([*_tools(model.tools), _account(language, model)], className="rail-foot"),
        ],
        className="rail",
        **aria(label=say(language, "parts.pages")),
    )


def _account(language: Language, model: Rail) -> Component:
    """The round mark with the person's initials; a phone has it, and the tools, at the top right."""
    face = [
        html.Span(model.initials, **aria(hidden="true")),
        html.Span(say(language, "parts.account", name=model.name), className="unseen"),
    ]
    return menu(face, "avatar", model.account, model.name, titled=True)


def _place(item: Control) -> Component:
    """An anchor of Mantine, for a plain Dash link cannot say that it is the current page."""
    extra = aria(current="page") if item.current else {}
    link: Component = dmc.Anchor(
        [icon(item.icon, "large"), html.Span(item.label)],
        href=item.href,
        unstyled=True,
        className="place current" if item.current else "place",
        **extra,
    )
    return link


def _tools(tools: Sequence[Control]) -> list[Component]:
    return [icon_control(tool) if tool.icon else _word(tool) for tool in tools]


def _word(tool: Control) -> Component:
    extra: dict[str, Any] = {**named(tool.id), **tool.attributes}
    return html.Button(tool.label, className="plain tool word", type="button", title=tool.hint, **extra)
