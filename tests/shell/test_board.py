"""Boards: views side by side under one bar, moved and sized by links, each with its reader's rights."""

from dataclasses import replace
from typing import Any

import pytest

from dashboard.pages import board
from dashboard.pages.address import BOARD_PATH, EXPLORE_PATH, Address, read_address
from dashboard.pages.board import MOST, Place, held, places, sheets
from dashboard.pages.shelves import Shelves
from dashboard.pages.site import screen
from dashboard.shell import view_acts
from dashboard.shell.view_acts import Wish
from dashboard.text import LANGUAGES, Language, say
from tests.parts.conftest import walk
from tests.shell.test_views import ANA, EVA, NIKOS, at, look, records, save, shelf, words

__all__ = ["at", "look", "records", "shelf"]  # fixtures


def explore(*rows: str, **chosen: Any) -> Address:
    shelves = Shelves(measures=("net_sales",), rows=rows, form=chosen.pop("form", ""))
    return Address(EXPLORE_PATH, shelves=shelves, **chosen)


def of(*tiles: str, **chosen: Any) -> Address:
    return Address(BOARD_PATH, tiles=tiles, **chosen)


def links(parts: object) -> str:
    """Every address, on a word by itself."""
    own = " ".join(getattr(one, "href", "") or "" for one in walk(parts))
    return f"{own} {words(parts)}".replace("&amp;", "&").replace('"', " ")


def test_its_address_says_what_stands_where(at: Any) -> None:
    assert read_address(of("2", "1.whole", period="qtd").href) == of("2", "1.whole", period="qtd")
    assert "holds" not in Address(EXPLORE_PATH, tiles=("1",)).href
    hostile = of("2.third", "x", "", "2.whole", "9" * 40, "-1", "3.huge", "4.")
    assert places(at(ANA, hostile)) == (Place(2, "third"), Place(3), Place(4))
    assert len(places(at(ANA, of(*map(str, range(1, 100)))))) == MOST


def test_every_tile_is_under_the_bar_of_the_board_and_keeps_its_own_filters(at: Any) -> None:
    own = explore("category", period="mtd", against="quota", where=('customer = "n"',), at="N")
    id = save(at(ANA, own), "Own")
    (one,) = held(at(ANA, of(str(id), period="last_year", where=('category = "food"',))))
    assert one.looked.address == replace(
        own, period="last_year", against=Address().against, view=f"{id}.1",
        where=('customer = "n"', 'category = "food"'),
    )  # fmt: skip
    assert "North" in one.beside
    (one,) = held(at(ANA, of(str(id), at="S")))
    assert (one.looked.address.at, one.lost) == ("S", ())


def test_a_tile_shows_the_numbers_of_its_reader(at: Any) -> None:
    id = save(at(ANA, explore("customer")), "Customers", "all")
    told = {one: words(screen(at(one, of(str(id))))) for one in (ANA, NIKOS, EVA)}
    assert [one for one in told if ">60<" in told[one]] == [ANA, NIKOS]
    assert [one for one in told if ">90<" in told[one] or ">110<" in told[one]] == [ANA, EVA]


def test_what_one_may_not_read_has_a_place_and_no_name(at: Any) -> None:
    secret = save(at(NIKOS, explore("category")), "Secret")
    shared = save(at(NIKOS, explore("category", at="N")), "Shared", "all")
    page = save(at(NIKOS, Address()), "Territory", "all")  # no result of Explore
    told = words(screen(at(EVA, of(str(secret), str(shared), str(page), "99"))))
    assert "Secret" not in told
    assert told.count(say("en", "saved.not_there_tile")) == 3
    assert say("en", "saved.lost_place") in told  # she has the south
    assert ">90<" in told or ">110<" in told
    assert "Secret" not in words(screen(at(EVA, of())))


def test_a_tile_that_fails_does_so_alone(at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (save(at(ANA, explore(one)), one) for one in ("category", "customer"))
    real = board.result.given

    def given(view: Any) -> Any:
        if view.address.shelves.rows == ("category",):
            raise ZeroDivisionError
        return real(view)

    monkeypatch.setattr(board.result, "given", given)
    told = words(screen(at(ANA, of(str(first), str(second)))))
    assert ">60<" in told


def test_tiles_are_moved_sized_taken_off_and_added_by_links(at: Any) -> None:
    a, b, c = (str(save(at(ANA, explore("category")), name)) for name in "abc")
    told = links(screen(at(ANA, of(a, f"{b}.whole", period="qtd")))).split()
    for tiles in ((f"{b}.whole", a), (a, f"{b}.third"), (a, b), (f"{b}.whole",), (a, f"{b}.whole", c)):
        assert of(*tiles, period="qtd").href in told, tiles
    assert of().href in links(screen(at(ANA, of(a)))).split()


def test_a_table_becomes_a_pivot_where_there_is_no_room_to_scroll(at: Any) -> None:
    id = save(at(ANA, explore("customer", form="table")), "Table")
    told = screen(at(ANA, of(str(id))))
    assert 'class="list pivot' in words(told)


def test_a_board_is_a_view_and_stands_on_no_board(at: Any) -> None:
    tile = save(at(ANA, explore("category")), "Tile", "team")
    id = save(at(ANA, of(str(tile))), "Monday", "team")
    view = at(NIKOS, replace(of(str(tile)), view=str(id)))
    assert (view.opened.kept.content.title, view.opened.dirty) == ("Monday", False)
    assert at(NIKOS, replace(of(f"{tile}.whole"), view=str(id))).opened.dirty
    assert "Monday" in words(screen(view))
    assert say("el", "saved.not_there_tile") in words(screen(at(NIKOS, of(str(id)))))
    view_acts.delete(at(ANA), Wish(tile, 1))
    assert say("el", "saved.not_there_tile") in words(screen(view))


def test_it_leaves_as_sheets_under_the_names_of_its_views(at: Any) -> None:
    id = save(at(ANA, explore("category")), "Mine")
    found = sheets(at(ANA, of(str(id), "99")))
    assert [one.title.split(":")[0] for one in found] == ["Mine"]
    assert found[0].rows
    assert sheets(at(ANA, of()))[0].notes


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_it_stands_in_both_languages_and_every_window(at: Any, language: Language, width: int) -> None:
    id = save(at(ANA, explore("category")), "Mine")
    for address in (of(), of(f"{id}.third", "99")):
        told = words(screen(replace(at(ANA, address), language=language, width=width)))
        assert say(language, "saved.add_tile") in told
