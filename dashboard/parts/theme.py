"""The theme of Mantine's components; the colours of everything else are tokens in `assets/metron.css`."""

from typing import Any, Literal

import dash_mantine_components as dmc
from dash.development.base_component import Component

from dashboard.text import Language

Scheme = Literal["light", "dark", "auto"]

THEME: dict[str, Any] = {
    "colors": {
        "metron": [
            "#EEF0FC", "#DFE2F9", "#C9CEF6", "#A3ACF7", "#8792F2",
            "#6672E0", "#4450C7", "#3A45B4", "#2F3894", "#242B70",
        ]
    },
    "primaryColor": "metron",
    "primaryShade": {"light": 6, "dark": 4},
    "autoContrast": True,
    "black": "#14181D",
    "fontFamily": "var(--family)",
    "fontSizes": {"xs": "12px", "sm": "13px", "md": "13px", "lg": "16px", "xl": "22px"},
    "spacing": {"xs": "4px", "sm": "8px", "md": "16px", "lg": "24px", "xl": "32px"},
    "radius": {"xs": "4px", "sm": "6px", "md": "8px", "lg": "10px", "xl": "12px"},
    "defaultRadius": "md",
    "cursorType": "pointer",
    "respectReducedMotion": True,
}  # fmt: skip


def themed(children: Any, language: Language, scheme: Scheme = "auto") -> Component:
    """The page inside the theme; `auto` follows the reader's system, the others are a person's choice."""
    chosen = {} if scheme == "auto" else {"forceColorScheme": scheme}
    page: Component = dmc.MantineProvider(
        dmc.DatesProvider(children, settings={"locale": language, "firstDayOfWeek": 1}),
        theme=THEME,
        defaultColorScheme="auto",
        **chosen,
    )
    return page
