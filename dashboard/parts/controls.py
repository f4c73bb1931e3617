"""Controls that several parts share: a link or a button, a menu of them, and the words beside.

Every control is a link where it can be, so that the address is the state and the back button works.
A control with an `id` instead of an address is answered by a callback of the shell.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.parts.icons import icon

Id = str | dict[str, Any]


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
        link: Component = dcc.Link(content, href=control.href, className=look)
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
    face: Sequence[Component | str], look: str, controls: Sequence[Control], label: str = "", width: int = 232
) -> Component:
    """A menu below a button with this face; on a phone it rises from the bottom as a sheet."""
    head = [dmc.MenuLabel(label)] if label else []
    whole: Component = dmc.Menu(
        [
            dmc.MenuTarget(list(face), boxWrapperProps=opener(look)),
            dmc.MenuDropdown([*head, *(_item(control) for control in controls)]),
        ],
        position="bottom-end",
        width=width,
        transitionProps={"duration": 0},
        classNames={"dropdown": "floating", "item": "menu-item", "label": "menu-label"},
    )
    return whole


def _item(control: Control) -> Component:
    extra = named(control.id)
    if control.href:
        extra |= {"href": control.href, "refresh": control.download}
    if control.icon:
        extra["leftSection"] = icon(control.icon)
    if control.current:
        extra |= {"rightSection": icon("check", "small"), **aria(current="true")}
    hint = [html.Span(control.hint, className="menu-hint")] if control.hint else []
    item: Component = dmc.MenuItem([control.label, *hint], **extra)
    return item


def more(controls: Sequence[Control], of: str) -> Component:
    """The `⋯` menu of a tile or panel; `of` names it for a screen reader."""
    return menu([icon("dots"), html.Span(of, className="unseen")], "tool", controls)


def noted(controls: Sequence[Control], look: str) -> list[Component]:
    """In sight of a tile: how many notes its menu leads to, where there are any."""
    return [text_control(one, look, one.hint) for one in controls if one.icon == "note" and one.hint]


def opener(look: str) -> dict[str, Any]:
    """Makes the target of a menu or popover a button itself.

    Mantine's wrapper for Dash puts `aria-expanded` on a plain box around the target, where it may
    not stand; so the box becomes the button.
    """
    return {"component": "button", "type": "button", "className": f"plain {look}", "w": None}
