"""A tree of components as the JSON that the browser reads, written in one go.

Dash would first copy the tree, looking at each word for a table of pandas or a picture: twenty times as long.
"""

from operator import attrgetter
from typing import Any

import orjson
from dash.development.base_component import Component

# What Dash keeps in a component beside its properties.
_ABOUT = {
    "_prop_names", "_valid_wildcard_attributes", "available_properties", "available_wildcard_properties",
}  # fmt: skip
_kind = attrgetter("_type", "_namespace")


def written(tree: Component) -> orjson.Fragment:
    """The tree, ready to be put into the answer to a callback.

    Raises:
        TypeError: it holds something that JSON has no form for.
    """
    return orjson.Fragment(orjson.dumps(tree, default=_told))


def _told(one: object) -> dict[str, Any]:
    if not isinstance(one, Component):
        raise TypeError(f"{type(one).__name__} is no component and has no form in JSON")
    kept = {name: value for name, value in vars(one).items() if name not in _ABOUT}
    kind, namespace = _kind(one)
    return {"props": kept, "type": kind, "namespace": namespace}
