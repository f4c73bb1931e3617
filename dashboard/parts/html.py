"""HTML elements, made lightly: Dash's own, without what its constructor does for each of them.

For every property Dash words an error that it may never raise, and for every element it writes four lists of
names. A page has 1,400 elements, and making them took longer than everything else that draws it.
"""

from collections.abc import Callable
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

_OPEN = ("data-", "aria-")


def _element(kind: Callable[..., Component], **needed: str) -> Callable[..., Component]:
    """What makes elements of one kind: `children`, then properties by the names that Dash gives them.

    Raises (when called):
        TypeError: the element has no such property.
    """
    # What is the same in each is there once; Dash reads it where it writes a layout or looks through one.
    bare = kind(**needed)
    of, names = type(bare), frozenset(vars(bare)["_prop_names"])
    same = {name: value for name, value in vars(bare).items() if name not in names}

    def make(children: Any = None, **properties: Any) -> Component:
        for name in properties:
            if name not in names and not name.startswith(_OPEN):
                raise TypeError(f"{of.__name__} has no property {name!r}")
        made = of.__new__(of)
        made.__dict__.update(same)
        if children is not None:
            made.__dict__["children"] = children
        made.__dict__.update(properties)
        return made

    return make


A = _element(html.A)
Article = _element(html.Article)
Aside = _element(html.Aside)
B = _element(html.B)
Button = _element(html.Button)
Caption = _element(html.Caption)
Code = _element(html.Code)
Dd = _element(html.Dd)
Details = _element(html.Details)
Div = _element(html.Div)
Dl = _element(html.Dl)
Dt = _element(html.Dt)
Figcaption = _element(html.Figcaption)
Figure = _element(html.Figure)
H1 = _element(html.H1)
H2 = _element(html.H2)
H3 = _element(html.H3)
Header = _element(html.Header)
Kbd = _element(html.Kbd)
Label = _element(html.Label)
Li = _element(html.Li)
Link = _element(dcc.Link, href="")  # within the app: no page is fetched
Main = _element(html.Main)
Nav = _element(html.Nav)
Ol = _element(html.Ol)
Option = _element(html.Option)
P = _element(html.P)
Pre = _element(html.Pre)
Section = _element(html.Section)
Select = _element(html.Select)
Span = _element(html.Span)
Summary = _element(html.Summary)
Table = _element(html.Table)
Tbody = _element(html.Tbody)
Td = _element(html.Td)
Tfoot = _element(html.Tfoot)
Th = _element(html.Th)
Thead = _element(html.Thead)
Tr = _element(html.Tr)
Ul = _element(html.Ul)
