"""What the tests of parts read from a component: its text, its links, its parts by class."""

import pytest
from dash.development.base_component import Component


def walk(node):
    """The component and everything below it, whatever property holds it."""
    if isinstance(node, list | tuple):
        for one in node:
            yield from walk(one)
    elif isinstance(node, Component):
        yield node
        for name in ("children", "label", "leftSection", "rightSection"):
            yield from walk(getattr(node, name, None))
    elif isinstance(node, str | int | float):
        yield node


@pytest.fixture
def text_of():
    return lambda node: " ".join(str(one) for one in walk(node) if not isinstance(one, Component))


@pytest.fixture
def of_class():
    return lambda node, look: [
        one
        for one in walk(node)
        if isinstance(one, Component) and look in str(getattr(one, "className", "")).split()
    ]


@pytest.fixture
def components():
    return lambda node: [one for one in walk(node) if isinstance(one, Component)]
