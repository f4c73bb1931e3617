"""SQL that a person can read: what it is, its grain, its key, then the query."""

import re
from pathlib import Path

import pytest

from dashboard.paths import QUERIES

FILES = sorted(QUERIES.rglob("*.sql"))
# Layers that build no relation of the warehouse: their files say what they are, and have no key.
WITHOUT_KEY = {"checks", "demo"}


def opening(text: str) -> str:
    """The comment lines that a file begins with."""
    return "\n".join(re.match(r"(?:--[^\n]*\n)*", text).group().splitlines())


def wants(layer: str) -> list[str]:
    return [] if layer in WITHOUT_KEY else ["grain:", "key:"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(QUERIES).as_posix())
def test_a_query_opens_with_what_it_is(file: Path) -> None:
    comment = opening(file.read_text(encoding="utf-8"))
    layer = file.relative_to(QUERIES).parts[0]
    assert comment, "open with a comment: what it is, grain, key, scope"
    assert [word for word in wants(layer) if word not in comment.lower()] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(QUERIES).as_posix())
def test_a_query_is_named_after_its_relation_and_lies_in_a_layer(file: Path) -> None:
    parts = file.relative_to(QUERIES).parts
    assert len(parts) == 2
    assert re.fullmatch(r"[a-z][a-z0-9_]*\.sql", parts[1])


def test_there_are_queries() -> None:
    assert FILES


def test_an_opening_ends_where_the_query_begins() -> None:
    assert (
        opening("-- What.\n-- grain: one; key: id.\nSELECT 1\n-- later\n")
        == "-- What.\n-- grain: one; key: id."
    )
    assert opening("SELECT 1\n") == ""
