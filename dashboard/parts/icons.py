"""The icons: our own strokes on a grid of 20, inherited colour, never a word's only carrier."""

from typing import Literal

from dashboard.parts.drawing import Drawing

_STROKES = {
    "pin": '<path d="M10 17.5s5.5-5 5.5-9a5.5 5.5 0 0 0-11 0c0 4 5.5 9 5.5 9z"/><circle '
    'cx="10" cy="8.5" r="2"/>',
    "bars": '<path d="M3.5 16.5h13M5.5 16.5V11M10 16.5V4M14.5 16.5V8"/>',
    "search": '<circle cx="9" cy="9" r="5.5"/><path d="M13 13l4 4"/>',
    "money": '<rect x="2.5" y="5" width="15" height="10" rx="2"/><circle cx="10" cy="10" r="2.2"/>'
    '<path d="M5.2 10h.1M14.7 10h.1"/>',
    "map": '<path d="M3 5.5l4.7-2 4.6 2 4.7-2v11l-4.7 2-4.6-2-4.7 2zM7.7 3.5v11M12.3 5.5v11"/>',
    "database": '<ellipse cx="10" cy="5" rx="6" ry="2.3"/><path d="M4 5v10c0 1.3 2.7 2.3 6 2.3s6-1 '
    '6-2.3V5M4 10c0 1.3 '
    '2.7 2.3 6 2.3s6-1 6-2.3"/>',
    "left": '<path d="M11.5 6l-4 4 4 4"/>',
    "right": '<path d="M8.5 6l4 4-4 4"/>',
    "down": '<path d="M6 8l4 4 4-4"/>',
    "calendar": '<rect x="3.5" y="4.5" width="13" height="12" rx="2"/><path d="M3.5 8.5h13M7 3v3M13 3v3"/>',
    "dots": '<path d="M5 10h.01M10 10h.01M15 10h.01" stroke-width="2"/>',
    "funnel": '<path d="M3.5 4.5h13l-5 6v5l-3-1.6v-3.4z"/>',
    "download": '<path d="M10 3.5v9M6.5 9.5L10 13l3.5-3.5M4 16.5h12"/>',
    "bell": '<path d="M5.5 13.5V9a4.5 4.5 0 0 1 9 0v4.5l1 1h-11zM8.5 16.5a1.6 1.6 0 0 0 3 0"/>',
    "link": '<path d="M8.5 11.5l3-3M9 6.5l1.8-1.8a3 3 0 0 1 4.3 4.3L13.5 10.5M11 13.5l-1.8 1.8a3 3 '
    '0 0 1-4.3-4.3'
    'L6.5 9.5"/>',
    "lock": '<rect x="4.5" y="9" width="11" height="7.5" rx="1.8"/><path d="M7 9V6.5a3 3 0 0 1 6 0V9"/>',
    "sun": '<circle cx="10" cy="10" r="3.2"/><path d="M10 2.5v2M10 15.5v2M2.5 10h2M15.5 10h2M4.7 '
    '4.7l1.4 1.4M13.9 13.9'
    'l1.4 1.4M4.7 15.3l1.4-1.4M13.9 6.1l1.4-1.4"/>',
    "moon": '<path d="M16 11.5A6.5 6.5 0 0 1 8.5 4a6.5 6.5 0 1 0 7.5 7.5z"/>',
    "close": '<path d="M6 6l8 8M14 6l-8 8"/>',
    "check": '<path d="M5 10.5l3.3 3.3L15 7"/>',
    "table": '<rect x="3.5" y="4.5" width="13" height="11" rx="1.5"/><path d="M3.5 8.5h13M8.5 8.5v7"/>',
    "plus": '<path d="M10 5v10M5 10h10"/>',
    "undo": '<path d="M6.5 4.5L3.5 7.5l3 3M3.5 7.5h8a4.5 4.5 0 0 1 0 9H8"/>',
    "redo": '<path d="M13.5 4.5l3 3-3 3M16.5 7.5h-8a4.5 4.5 0 0 0 0 9H12"/>',
    "swap": '<path d="M4 7.5h11M12 4.5l3 3-3 3M16 12.5H5M8 9.5l-3 3 3 3"/>',
    "retry": '<path d="M15.5 10a5.5 5.5 0 1 1-1.6-3.9M14.5 3v3.4h-3.4"/>',
    "rows": '<path d="M4 5.5h12M4 10h12M4 14.5h12"/>',
    "formula": '<path d="M15 4.5H7l4.5 5.5L7 15.5h8"/>',
    "note": '<path d="M4 4h12v9l-3.5 3H4z"/><path d="M7 8h6M7 11h4"/>',
    "change": '<path d="M10 4l6.5 12h-13z"/>',
    "exit": '<path d="M8 4.5H5.5a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1H8M11.5 6.5L15 10l-3.5 3.5M15 10H8"/>',
    "bookmark": '<path d="M5.5 3.5h9v13L10 13l-4.5 3.5z"/>',
    "star": '<path d="M10 3l2.1 4.5 4.9.6-3.6 3.4.9 4.9-4.3-2.4-4.3 2.4.9-4.9L3 8.1l4.9-.6z"/>',
    "grip": '<path d="M7.5 5h.01M12.5 5h.01M7.5 10h.01M12.5 10h.01M7.5 15h.01M12.5 15h.01" '
    'stroke-width="2"/>',
    "grid": '<path d="M3.5 3.5h5.5v5.5H3.5zM11 3.5h5.5v5.5H11zM3.5 11h5.5v5.5H3.5zM11 11h5.5v5.5H11z"/>',
    "person": '<circle cx="10" cy="7" r="3"/><path d="M4.5 16.5c.6-3 2.8-4.5 5.5-4.5s4.9 1.5 5.5 4.5"/>',
}  # fmt: skip

Size = Literal["small", "", "large"]


def icon(name: str, size: Size = "") -> Drawing:
    """One icon, silent to a screen reader: the control around it has the words."""
    return Drawing(stroke(name, size), inline=True)


def stroke(name: str, size: Size = "") -> str:
    """The same as SVG, for what is written as HTML."""
    head = f'<svg class="icon {size}" viewBox="0 0 20 20" aria-hidden="true" focusable="false">'
    return f"{head}{_STROKES[name]}</svg>"


def mark() -> Drawing:
    """The product's sign at the head of the rail."""
    return Drawing(
        '<svg class="sign" viewBox="0 0 26 26" aria-hidden="true" focusable="false"><rect class="sign-field" '
        'width="26" height="26" rx="6"/><path class="sign-line" d="M7 18V9.5l6 6 6-6V18"/></svg>',
        inline=True,
    )
