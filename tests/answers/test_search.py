"""Members are found by a part of their name, however it is accented, the best first, and nobody else's."""

import datetime as dt
from collections.abc import Iterator
from typing import cast

import pytest

from dashboard.access.scope import Scope, operator
from dashboard.answers.members import members, resolve, search
from dashboard.answers.tree import visible_tree
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.errors import NotUnderstood
from dashboard.metrics.catalogue import dimension
from dashboard.metrics.nearest import ELSEWHERE, fold, rank
from dashboard.metrics.question import ask
from dashboard.settings import Company
from tests.answers.built import Rows, built
from tests.answers.test_against_lines import scope_of

DAY = dt.date(2026, 6, 30)
FIRST = dt.date(2020, 1, 1)
NAMES = {
    "c1": "Παπαδόπουλος Α.Ε.",
    "c2": "ΠΑΠΑΔΟΠΟΥΛΟΣ & Υιός",
    "c3": "Αφοί Παπά",
    "c4": "Όμιλος Καφέ-Σταθμός",
    "c5": "Straße Café",
    "c6": "Λαδοπάππας",
    "c7": "Straße Cafe\u0301 2",
    "10": "Δέκα",
}


def company() -> Rows:
    return {
        "territories": [
            {"territory_id": "N", "name": "Βορράς", "level": "region", "parent_id": None},
            {"territory_id": "N1", "name": "Άθως", "level": "territory", "parent_id": "N"},
            {"territory_id": "N2", "name": "Δόξα", "level": "territory", "parent_id": "N"},
            {"territory_id": "S", "name": "Νότος", "level": "region", "parent_id": None},
            {"territory_id": "S1", "name": "Άθως Νότου", "level": "territory", "parent_id": "S"},
        ],
        "customers": [{"customer_id": key, "name": name, "city": "Χανιά"} for key, name in NAMES.items()],
        "alignments": [
            {"customer_id": "c1", "territory_id": "N1", "valid_from": FIRST, "valid_to": None},
            {"customer_id": "c2", "territory_id": "N1", "valid_from": FIRST, "valid_to": dt.date(2026, 6, 1)},
            {"customer_id": "c2", "territory_id": "S1", "valid_from": dt.date(2026, 6, 1), "valid_to": None},
            {"customer_id": "c3", "territory_id": "S1", "valid_from": FIRST, "valid_to": None},
        ],
        "sales": [
            {"line_id": "1", "order_date": dt.date(2026, 5, 4), "customer_id": "c2", "channel": "Κατάστημα",
             "net_amount": 1},
            {"line_id": "2", "order_date": DAY, "customer_id": "c3", "channel": "E-shop", "net_amount": 1},
        ],
    }  # fmt: skip


@pytest.fixture(scope="module")
def shelf() -> Iterator[Shelf]:
    made = built(company(), Company(), DAY)
    yield cast(Shelf, made)
    made.connection.close()


def found(text: str, shelf: Shelf, scope: Scope, key: str = "customer") -> list[str]:
    return list(search(text, dimension(key, shelf.outline.levels), scope, shelf))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("παπα", ["c2", "c1", "c3"]),
        ("ΠΑΠΆΔ", ["c2", "c1"]),
        ("παπαδοπουλοσ αε", ["c1"]),
        ("ομιλοσ", ["c4"]),
        ("καφε σταθμος", ["c4"]),
        ("STRASSE", ["c5", "c7"]),
        ("cafe", ["c5", "c7"]),
        ("πα", ["c2", "c1", "c3", "c6"]),
        ("C4", ["c4"]),
        ("1", ["10", "c1"]),
        ("ζζζ", []),
    ],
)
def test_names_are_found_the_best_first(text: str, expected: list[str], shelf: Shelf) -> None:
    assert found(text, shelf, operator()) == expected


def test_only_those_of_the_scope_are_found(shelf: Shelf) -> None:
    north, south = (scope_of(frozenset({node})) for node in ("N1", "S"))
    assert found("", shelf, north) == ["c2", "c1"], "its own, and whom it sold to"
    assert found("παπα", shelf, south) == ["c2", "c3"]
    assert found("λαδο", shelf, south) == []
    assert found("χανια", shelf, north, "city") == ["Χανιά"]
    assert found("", shelf, scope_of(frozenset({"N2"}))) == []


def test_what_publishing_folded_is_what_is_typed_folded(shelf: Shelf) -> None:
    """The search in the publication ranks as its rules in Python do, for every name and many texts."""
    everybody = members(dimension("customer", ()), operator(), shelf)
    for text in ("", "π", "πα", "παπ", "αε", "υιος", "2", "c", "cafe", "καφε-", "ό", "ss", "ΣΤΑΘΜΌΣ", "&"):
        sought = fold(text)
        at = {
            key: min(rank(sought, fold(label)), rank(sought, fold(key))) for key, label in everybody.items()
        }
        expected = sorted((key for key in at if at[key] < ELSEWHERE),
                          key=lambda key: (at[key], fold(everybody[key]), key))  # fmt: skip
        assert found(text, shelf, operator()) == expected, text


def test_few_values_are_found_too(shelf: Shelf) -> None:
    assert found("ΚΑΤΑΣΤΗΜΑ", shelf, operator(), "channel") == ["Κατάστημα"]
    assert found("shop", shelf, scope_of(frozenset({"S"})), "channel") == ["E-shop"]
    assert found("shop", shelf, scope_of(frozenset({"N"})), "channel") == []


def test_a_filter_finds_its_member_however_it_is_written(shelf: Shelf) -> None:
    asked = ask(shelf.outline, measures=["net_sales"], where=["customer = παπαδοπουλοσ αε"])
    assert resolve(asked, operator(), shelf).where[0].members == ("c1",)
    wrong = ask(shelf.outline, measures=["net_sales"], where=["customer = Παπαδόπλος Α.Ε."])
    with pytest.raises(NotUnderstood) as caught:
        resolve(wrong, operator(), shelf)
    assert caught.value.values["nearest"] == NAMES["c1"]


def test_a_territory_is_found_at_any_depth_and_in_scope(shelf: Shelf) -> None:
    whole = visible_tree(shelf, operator())
    assert [node.id for node in whole.search("αθως")] == ["N1", "S1"]
    assert [node.id for node in whole.search("αθως", "S")] == ["S1"]
    assert [node.id for node in whole.search("n")] == ["N", "N1", "N2"]
    own = visible_tree(shelf, scope_of(frozenset({"N"})))
    assert [node.id for node in own.search("αθως")] == ["N1"]
    assert own.search("νοτος") == []
