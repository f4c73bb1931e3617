"""Controls that several parts share: a link or a button, a menu of them, and the words beside.

Every control is a link where it can be, so that the address is the state and the back button works.
A control with an `id` instead of an address is answered by a callback of the shell.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dash.development.base_component import Component

from dashboard.parts import html
from dashboard.parts.icons import icon

Id = str | dict[str, Any]
# Pixels: the measure of `assets/parts.css`, by which a menu is placed without being laid out.
MENU_WIDTH = 232


@dataclass(frozen=True, slots=True)
class Control:
    """Something to choose: where it leads (`href`) or what it is called by (`id`).

    A `download` is fetched by the browser itself, and the page stays.
    """

    label: str
    href: str = ""
    id: Id | None = None
    icon: str = ""
    hint: str = ""
    current: bool = False
    attributes: dict[str, str] = field(default_factory=dict)
    download: bool = False


def aria(**names: str) -> dict[str, Any]:
    """What a screen reader is told, as properties of a component."""
    return {f"aria-{name}": value for name, value in names.items()}


def named(identity: Id | None) -> dict[str, Any]:
    """The `id` property, where there is one: Dash does not take None for it."""
    return {} if identity is None else {"id": identity}


def text_control(control: Control, look: str = "", children: Any = None) -> Component:
    """A control as a link or a button; `children` replace its label and must say as much."""
    content = control.label if children is None else children
    if control.href:
        link: Component = html.Link(content, href=control.href, className=look)
        return link
    extra: dict[str, Any] = {**named(control.id), **control.attributes}
    return html.Button(content, className=f"plain {look}", type="button", **extra)


def icon_control(control: Control, look: str = "") -> Component:
    """A control that shows only its icon; its label is spoken and shown on hover."""
    spoken = html.Span(control.label, className="unseen")
    return html.Span(
        text_control(control, f"tool {look}", [icon(control.icon), spoken]),
        title=control.label,
        className="held",
    )


def menu(
    face: Sequence[Component | str], look: str, controls: Sequence[Control], name: str, titled: bool = False
) -> Component:
    """A menu below a button with this face; on a phone it rises from the bottom as a sheet.

    It is in the page from the start and opened by the browser (`assets/menus.js`); `name` is spoken,
    and `titled` shows it too.
    """
    title = [html.P(name, className="menu-title", **aria(hidden="true"))] if titled else []
    opens: dict[str, Any] = {"type": "button", **aria(haspopup="menu", expanded="false")}
    holds: dict[str, Any] = {"role": "menu", **aria(label=name)}
    return html.Div(
        [
            html.Button(list(face), className=f"plain {look}", **opens),
            html.Div(
                [*title, *(_item(control) for control in controls)],
                className="menu floating",
                **{**holds, "data-width": str(MENU_WIDTH)},
            ),
        ],
        className="with-menu",
    )


def _item(control: Control) -> Component:
    hint = [html.Span(control.hint, className="menu-hint")] if control.hint else []
    content = [
        *([icon(control.icon)] if control.icon else []),
        html.Span([control.label, *hint], className="menu-words"),
        *([icon("check", "small")] if control.current else []),
    ]
    extra: dict[str, Any] = {"role": "menuitem", "tabIndex": "-1", **named(control.id)}
    extra |= aria(current="true") if control.current else {}
    if not control.href:
        extra |= control.attributes
        return html.Button(content, className="plain menu-item", type="button", **extra)
    # What is no page of ours, a file or a place on a map, is the browser's own to open.
    extra |= {"data-follow": ""} if control.href[0] in "/?#" and not control.download else {}
    return html.A(content, href=control.href, className="menu-item", **extra)


def more(controls: Sequence[Control], of: str) -> Component:
    """The `⋯` menu of a tile or panel; `of` names it for a screen reader."""
    return menu([icon("dots"), html.Span(of, className="unseen")], "tool", controls, of)


def noted(controls: Sequence[Control], look: str) -> list[Component]:
    """In sight of a tile: how many notes its menu leads to, where there are any."""
    return [text_control(one, look, one.hint) for one in controls if one.icon == "note" and one.hint]


def opener(look: str) -> dict[str, Any]:
    """Makes the target of a menu or popover a button itself.

    Mantine's wrapper for Dash puts `aria-expanded` on a plain box around the target, where it may
    not stand; so the box becomes the button.
    """
    return {"component": "button", "type": "button", "className": f"plain {look}", "w": None}
