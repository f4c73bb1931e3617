"""The writer for the screen, for mail and for paper: a sheet of marks as one SVG element.

Colours and fonts come from classes alone, with no `style` in the text, so that the page's content
policy may forbid it. Every text is escaped.
"""

from html import escape

from dashboard.figures.marks import Area, Box, Dot, Linked, Mark, Point, Sheet, Stroke, Words

_NAMESPACE = "http://www.w3.org/2000/svg"


def write(sheet: Sheet, fluid: bool = False) -> str:
    """The sheet as SVG text; `fluid` lets it fill its container's width instead of keeping its own."""
    size = f"0 0 {_px(sheet.width)} {_px(sheet.height)}"
    fixed = "" if fluid else f' width="{_px(sheet.width)}" height="{_px(sheet.height)}"'
    # An image has no links within: what leads somewhere is a group of them.
    role = "group" if any(isinstance(one, Linked) and one.href for one in sheet.marks) else "img"
    voice = f'role="{role}" aria-label="{escape(sheet.sentence)}"' if sheet.sentence else 'aria-hidden="true"'
    body = "".join(_mark(mark) for mark in sheet.marks)
    kind = "figure fluid" if fluid else "figure"
    head = f'<svg xmlns="{_NAMESPACE}" class="{kind}" viewBox="{size}"{fixed} {voice} focusable="false">'
    return f"{head}{body}</svg>"


def _mark(mark: Mark) -> str:
    match mark:
        case Box(x, y, width, height, look):
            return (
                f'<rect class="{escape(look)}" x="{_px(x)}" y="{_px(y)}" '
                f'width="{_px(max(0.0, width))}" height="{_px(max(0.0, height))}"/>'
            )
        case Stroke(points, look):
            return f'<path class="{escape(look)}" d="{_path(points)}"/>'
        case Dot(x, y, radius, look):
            return f'<circle class="{escape(look)}" cx="{_px(x)}" cy="{_px(y)}" r="{_px(radius)}"/>'
        case Words(x, y, text, look, anchor):
            return (
                f'<text class="{escape(look)}" x="{_px(x)}" y="{_px(y)}" '
                f'text-anchor="{anchor}">{escape(text)}</text>'
            )
        case Area(rings, look):
            path = "".join(f"{_path(ring)}Z" for ring in rings)
            return f'<path class="{escape(look)}" fill-rule="evenodd" d="{path}"/>'
        case Linked(marks, title, href):
            body = f"<title>{escape(title)}</title>{''.join(map(_mark, marks))}"
            if not href:
                return f"<g>{body}</g>"
            return f'<a href="{escape(href)}" tabindex="-1" data-follow="">{body}</a>'


def _path(points: tuple[Point | None, ...]) -> str:
    steps, pen = [], "M"
    for point in points:
        if point is None:
            pen = "M"
            continue
        steps.append(f"{pen}{_px(point[0])} {_px(point[1])}")
        pen = "L"
    return "".join(steps)


def _px(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if value else "0"
