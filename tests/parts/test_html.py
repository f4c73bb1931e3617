"""Our light elements, and the JSON we write of them, are what Dash's own would be."""

import json
from decimal import Decimal
from typing import Any

import orjson
import pytest
from dash import dcc
from dash import html as dash_html
from plotly.io.json import to_json_plotly

from dashboard.pages.gallery import gallery
from dashboard.parts import html
from dashboard.parts.icons import icon
from dashboard.parts.writing import written

KINDS = [name for name in vars(html) if name[0].isupper() and name not in ("Any", "Callable", "Component")]


def as_dash_writes(tree: object) -> Any:
    return json.loads(to_json_plotly({"tree": tree}))["tree"]


def as_we_write(tree: Any) -> Any:
    return json.loads(orjson.dumps(written(tree)))


@pytest.mark.parametrize("kind", KINDS)
def test_an_element_is_what_dash_would_have_made(kind: str) -> None:
    of = dcc.Link if kind == "Link" else getattr(dash_html, kind)
    chosen: dict[str, Any] = {
        "className": "look",
        "id": "one",
        "title": "Words",
        "aria-label": "More",
        "data-at": 3,
    }
    if kind == "Link":
        chosen = {"href": "/?at=1", "className": "look", "title": "Words"}
    ours = getattr(html, kind)(["word", html.B("2")], **chosen)
    theirs = of(["word", dash_html.B("2")], **chosen)
    assert as_we_write(ours) == as_dash_writes(ours) == as_dash_writes(theirs)
    assert isinstance(ours, of)


def test_what_has_no_children_has_none() -> None:
    assert as_we_write(html.Span(className="dot"))["props"] == {"className": "dot"}


def test_elements_share_nothing_that_is_their_own() -> None:
    first, second = html.Span("a", title="b"), html.Span()
    assert as_we_write(second)["props"] == {}
    assert as_we_write(first)["props"] == {"children": "a", "title": "b"}


def test_a_property_that_there_is_not_is_refused() -> None:
    with pytest.raises(TypeError, match="Span has no property 'classname'"):
        html.Span("word", classname="look")


@pytest.mark.parametrize("language", ["en", "el"])
@pytest.mark.parametrize("phone", [False, True])
def test_every_part_is_written_as_dash_writes_it(language, phone) -> None:
    page = gallery(language, phone)
    assert as_we_write(page) == as_dash_writes(page)


def test_what_has_no_form_is_refused() -> None:
    with pytest.raises(TypeError, match="Decimal"):
        written(html.P([icon("pin"), Decimal("1.5")]))
