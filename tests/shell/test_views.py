"""Saved views: who reads and who changes them, what is never lost, and what one of others' asks too much."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from dashboard.access.person import Role
from dashboard.errors import Denied, MetronError
from dashboard.pages.address import EXPLORE_PATH, Address, read_address
from dashboard.pages.saved import menu
from dashboard.pages.saved.opening import opening
from dashboard.pages.saved.rights import found, readable
from dashboard.pages.saved.words import PATH
from dashboard.pages.shelves import Shelves
from dashboard.pages.site import screen
from dashboard.pages.view import View
from dashboard.records import accounts, habits
from dashboard.records import views as book
from dashboard.records.accounts import Account
from dashboard.records.store import Records
from dashboard.shell import view_acts
from dashboard.shell.view_acts import ACTS, Done, Wish
from dashboard.text import LANGUAGES, say
from tests.delivery.conftest import Looker, look, records, shelf
from tests.parts.conftest import walk

__all__ = ["look", "records", "shelf"]  # fixtures

ANA, NIKOS, EVA, BOSS, RITA, LEAD = (
    f"{name}@x.gr" for name in ("ana", "nikos", "eva", "boss", "rita", "lead")
)
OPS, AUDITOR = "ops@x.gr", "audit@x.gr"
ODD = "{0} <b>Ω</b> \"q\" 'x' 🍋"
NORTH = Address(EXPLORE_PATH, at="N", shelves=Shelves(measures=("net_sales",), rows=("category",)))


@pytest.fixture
def at(look: Looker, records: Records) -> Callable[..., View]:
    """Somebody at an address, as a request has them."""
    with records.writing() as connection:
        for email, role in ((OPS, Role.OPERATIONS), (AUDITOR, Role.AUDITOR)):
            accounts.add(connection, Account(email, role.title(), role, "hash"))

    def view(email: str, address: Address = NORTH) -> View:
        return opening(look(email, address=address))

    return view


def save(view: View, title: str = "Sales", audience: str = "mine", folder: str = "") -> int:
    done = view_acts.save(view, Wish(title=title, audience=audience, folder=folder))
    return int(read_address(done.href).view.partition(".")[0])


def opened(at: Callable[..., View], email: str, id: int) -> View:
    """The view as this person finds it in their menu."""
    kept = found(at(email), id)
    assert kept is not None
    return at(email, replace(read_address(kept.content.address), view=str(id)))


def names(view: View) -> list[str]:
    return [one.content.title for one in readable(view)]


def words(parts: object) -> str:
    return " ".join(
        str(getattr(one, "svg", one)) for one in walk(parts) if isinstance(one, str) or hasattr(one, "svg")
    )


def test_a_view_is_read_by_those_it_is_for(at: Any) -> None:
    for audience in ("mine", "team", "all"):
        save(at(NIKOS), audience, audience)
    assert names(at(NIKOS)) == ["mine", "team", "all"]
    # Ana leads the country in which Nikos has the north; Eva has the south; nobody of the data leads Nikos.
    assert names(at(ANA)) == ["team", "all"]
    for other in (EVA, BOSS, OPS, AUDITOR):
        assert names(at(other, Address(EXPLORE_PATH))) == ["all"], other


def test_the_team_is_those_below_and_above_and_nobody_beside(at: Any, shelf: Any) -> None:
    save(at(ANA, Address(EXPLORE_PATH)), "of Ana", "team")
    for below in (NIKOS, EVA, RITA):
        assert names(at(below, Address(EXPLORE_PATH))) == ["of Ana"]
    save(at(EVA, Address(EXPLORE_PATH)), "of Eva", "team")
    assert "of Eva" not in names(at(NIKOS, Address(EXPLORE_PATH)))
    assert "of Eva" in names(at(ANA, Address(EXPLORE_PATH)))


def test_who_sees_everything_is_of_the_team_of_those_who_report_to_them(at: Any, records: Records) -> None:
    with records.writing() as connection:  # Head, to whom Lead and Rita report, becomes an executive
        connection.exec_driver_sql("UPDATE person SET role = 'executive' WHERE email = 'head@x.gr'")
    save(at(RITA, Address(EXPLORE_PATH)), "of Rita", "team")
    save(at(EVA, Address(EXPLORE_PATH)), "of Eva", "team")
    assert names(at("head@x.gr", Address(EXPLORE_PATH))) == ["of Rita"]
    assert names(at(BOSS, Address(EXPLORE_PATH))) == []
    save(at("head@x.gr", Address(EXPLORE_PATH)), "of Head", "team")
    assert "of Head" in names(at(RITA, Address(EXPLORE_PATH)))
    assert "of Head" not in names(at(EVA, Address(EXPLORE_PATH)))


def test_whoever_has_left_shares_with_no_team(at: Any, records: Records) -> None:
    save(at(NIKOS), "of Nikos", "team")
    assert names(at(ANA)) == ["of Nikos"]
    with records.writing() as connection:
        connection.exec_driver_sql("UPDATE person SET active = false WHERE email = 'nikos@x.gr'")
    assert names(at(ANA)) == []


@pytest.mark.parametrize("act", sorted(set(ACTS) - {"save", "start_no_more", "remember", "forget"}))
def test_nobody_does_anything_with_a_private_view_of_others(at: Any, records: Records, act: str) -> None:
    id = save(at(NIKOS), "Secret")
    for stranger in (ANA, EVA, BOSS, OPS, AUDITOR):
        with pytest.raises(Denied):
            ACTS[act](at(stranger, Address(EXPLORE_PATH)), Wish(id, 1, "Forged", "", "mine"))
    with records.reading() as connection:
        assert [one.content.title for one in book.versions(connection, id)] == ["Secret"]
        assert all(not book.favourites(connection, one) for one in (ANA, OPS))
        assert habits.of(connection, ANA).start == ""


def test_no_screen_shows_a_private_view_of_others(at: Any) -> None:
    id = save(at(NIKOS), "Secret name", folder="Secret folder")
    for stranger in (ANA, OPS):
        for address in (
            Address(EXPLORE_PATH), Address(PATH), Address(PATH, see=f"view:{id}"),
            Address(EXPLORE_PATH, view=f"{id}.1"),
        ):  # fmt: skip
            assert "Secret" not in words(screen(at(stranger, address))), address
    assert say("en", "saved.not_there") in words(screen(at(ANA, Address(EXPLORE_PATH, view=f"{id}.1"))))
    assert "Secret name" in words(screen(at(NIKOS, Address(PATH))))


def test_others_duplicate_and_operations_change_what_is_everyones(at: Any, records: Records) -> None:
    shared, team = save(at(NIKOS), "Shared", "all"), save(at(NIKOS), "Team", "team")
    for stranger, id in ((ANA, shared), (ANA, team), (OPS, team)):
        with pytest.raises(Denied):
            view_acts.change(at(stranger, Address(EXPLORE_PATH)), Wish(id, 1, "Forged", "", "all"))
    view_acts.change(at(OPS, Address(EXPLORE_PATH)), Wish(shared, 1, "Ours", "Company", "all"))
    view_acts.duplicate(at(ANA, Address(EXPLORE_PATH)), Wish(shared))
    assert names(at(ANA)) == ["Ours", "Team", "Copy of Ours"]
    assert names(at(EVA, Address(EXPLORE_PATH))) == ["Ours"]
    with records.reading() as connection:
        assert [one.name for one in book.versions(connection, shared)] == ["Operations", "Νίκος"]


def test_an_auditor_saves_for_himself_alone(at: Any) -> None:
    assert save(at(AUDITOR), "Own")
    for email, alone in ((AUDITOR, True), (NIKOS, False)):
        for there in (NORTH, Address(PATH)):
            told = words(screen(at(email, there)))
            assert (say("el" if email == NIKOS else "en", "saved.alone") in told) is alone
    for audience in ("team", "all", "", "everyone"):
        with pytest.raises(MetronError, match="may_not_share"):
            save(at(AUDITOR), "Shared", audience)


def test_what_differs_is_marked_and_saved_as_the_next_version(at: Any) -> None:
    id = save(at(NIKOS))
    view = opened(at, NIKOS, id)
    assert view.opened is not None
    assert (view.opened.dirty, view.address.view) == (False, f"{id}.1")
    typed = replace(view.address, shelves=replace(view.address.shelves, asked="net sales by category"))
    assert not at(NIKOS, typed).opened.dirty
    other = at(NIKOS, view.address.but(period="qtd"))
    assert other.opened.dirty
    assert say("el", "saved.unsaved") in words(screen(other))
    done = view_acts.keep(other, Wish(id, 1))
    assert read_address(done.href).view == f"{id}.2"
    again = at(NIKOS, read_address(done.href))
    assert (again.opened.dirty, again.address.period) == (False, "qtd")
    assert "view" not in read_address(again.opened.version.content.address).href


def test_of_two_who_edit_one_view_the_second_keeps_a_copy(at: Any) -> None:
    id = save(at(NIKOS), "Shared", "all")
    first = at(NIKOS, replace(NORTH, period="qtd", view=f"{id}.1"))
    second = at(OPS, replace(NORTH, period="mtd", view=f"{id}.1"))
    view_acts.keep(first, Wish(id, 1))
    done = view_acts.keep(second, Wish(id, 1))
    told = dict(done.words)
    assert (done.key, told["name"], told["title"]) == ("saved.told_conflict", "Νίκος", "Copy of Shared")
    assert read_address(opened(at, NIKOS, id).opened.version.content.address).period == "qtd"
    copy = at(OPS, read_address(done.href))
    assert (copy.opened.kept.owner, copy.opened.address.period) == (OPS, "mtd")
    for act in (view_acts.change, view_acts.delete):
        with pytest.raises(MetronError, match="meanwhile"):
            act(second, Wish(id, 1, "Later", "", "all"))
    assert say("el", "saved.open_newer") in words(screen(at(NIKOS, replace(NORTH, view=f"{id}.1"))))


def test_a_deleted_view_comes_back_and_so_does_what_it_was(at: Any, records: Records) -> None:
    id = save(at(NIKOS), "First", "all")
    view_acts.change(at(NIKOS), Wish(id, 1, "Second", "F", "all"))
    done = view_acts.delete(at(NIKOS), Wish(id, 2))
    assert (done.undo, names(at(NIKOS)), names(at(ANA))) == ((id, 2), [], [])
    assert "Second" in words(screen(at(NIKOS, Address(PATH))))
    assert "Second" not in words(screen(at(ANA, Address(PATH))))
    with pytest.raises(Denied):
        view_acts.restore(at(NIKOS), Wish(id, 3))  # the deletion itself
    view_acts.restore(at(NIKOS), Wish(*done.undo))
    assert names(at(ANA)) == ["Second"]
    view_acts.restore(at(NIKOS), Wish(id, 1))
    assert names(at(ANA)) == ["First"]
    with records.reading() as connection:
        assert [one.number for one in book.versions(connection, id)] == [5, 4, 3, 2, 1]
    told = words(screen(at(NIKOS, Address(PATH, see=f"view:{id}"))))
    for key in ("did_gone", "did_back", "did_first", "stands"):
        assert say("el", f"saved.{key}") in told, key
    refused = words(screen(at(ANA, Address(PATH, see=f"view:{id}"))))
    assert say("en", "saved.not_there") in refused
    assert "Second" not in refused


def test_an_earlier_version_is_for_its_owner_alone(at: Any) -> None:
    id = save(at(NIKOS), "Plans", "mine")
    view_acts.change(at(NIKOS), Wish(id, 1, "Shared", "", "all"))
    assert at(NIKOS, replace(NORTH, view=f"{id}.1")).opened.version.content.title == "Plans"
    assert at(ANA, replace(NORTH, view=f"{id}.1")).opened.version.content.title == "Shared"


def test_a_view_that_asks_too_much_says_so_and_shows_the_rest(at: Any) -> None:
    address = Address(
        EXPLORE_PATH, at="N", period="never", against="nobody",
        where=('category = "food"', 'customer in ("n", "s")', "shoe = 1", 'brand = "gone"'),
        shelves=Shelves(
            measures=("net_sales", "dropped"), rows=("category", "planet"),
            shows=("dropped:rank", "net_sales:rank"),
            bounds=("dropped > 5", "net_sales > 5"), top="top 5 planet by dropped", sort="-dropped",
        ),
    )  # fmt: skip
    id = save(at(ANA, address), "Much", "all")
    view = opened(at, EVA, id)  # who has the south: no N, and no customer n
    assert view.address.plain == Address(
        EXPLORE_PATH, where=('category = "food"', 'customer = "s"'),
        shelves=Shelves(
            measures=("net_sales",), rows=("category",), shows=("net_sales:rank",), bounds=("net_sales > 5",),
        ),
    )  # fmt: skip
    assert len(view.opened.lost) == 10
    assert not view.opened.dirty
    told = words(screen(view))
    assert say("en", "saved.lost_place") in told
    assert say("en", "saved.lost_measure", text="dropped") in told
    # What she makes of it is hers; what was left out is in its history for whoever owns it.
    done = view_acts.duplicate(view, Wish(id))
    assert done.key == "saved.told_duplicate"


OWN = ("own_1|Cost|currency|net sales - gross margin", "own_2|Cost rate|auto|own_1 / net sales")
MADE = Address(
    EXPLORE_PATH,
    at="N",
    shelves=Shelves(measures=("net_sales", "own_1", "own_2"), rows=("category",), own=OWN),
)


def test_a_measure_that_a_view_lost_is_told_and_the_rest_is_shown(at: Any) -> None:
    id = save(at(ANA, MADE), "Made", "all")
    view = opened(at, NIKOS, id)
    assert (view.opened.lost, view.opened.remade, view.address.shelves) == ((), "", MADE.shelves)
    less = replace(MADE, shelves=MADE.shelves.but(measures=("net_sales", "own_2"), own=OWN[1:]))
    # While it is another than what was saved, and once that is saved.
    here = at(ANA, replace(less, view=f"{id}.1"))
    removed = say("en", "saved.own_removed", name="Cost")
    assert here.opened.remade == say("en", "saved.remade_here", what=removed)
    assert here.opened.lost == (say("en", "saved.lost_measure", text="Cost rate"),)
    view_acts.keep(here, Wish(id, 1))
    view = opened(at, NIKOS, id)
    removed = say("el", "saved.own_removed", name="Cost")
    assert view.opened.remade == say("el", "saved.remade_since", what=removed)
    told = words(screen(view))
    assert view.opened.remade in told
    assert view.address.shelves.measures == ("net_sales",)
    # Nothing is lost: the formula stands, and the version before has both.
    assert view.address.shelves.own == OWN[1:]
    first = at(ANA, replace(MADE, view=f"{id}.1"))
    assert (first.opened.lost, first.address.shelves) == ((), MADE.shelves)


def test_a_view_whose_measure_means_nothing_any_more_says_so_and_shows_the_rest(at: Any) -> None:
    shelves = MADE.shelves.but(measures=("own_2", "net_sales", "own_3"), own=OWN[1:])
    view = opened(at, NIKOS, save(at(ANA, replace(MADE, shelves=shelves)), "Made", "all"))
    lost = tuple(say("el", "saved.lost_measure", text=one) for one in ("Cost rate", "own_3"))
    assert view.opened.lost == lost
    assert (view.address.shelves.measures, view.address.shelves.own) == (("net_sales",), OWN[1:])
    assert say("el", "saved.lost", what="; ".join(lost)) in words(screen(view))


@pytest.mark.parametrize(
    ("now", "key", "more"),
    [
        ("own_1|Spent|currency|net sales - gross margin", "renamed", {"name": "Spent", "before": "Cost"}),
        ("own_1|Cost|n|net sales - gross margin", "shown", {"name": "Cost"}),
        ("own_1|Cost|currency|gross margin", "changed",
         {"name": "Cost", "now": "gross margin", "before": "net sales - gross margin"}),
    ],
    ids=["name", "format", "formula"],
)  # fmt: skip
def test_a_measure_that_is_another_now_is_told_by_what_it_was(
    at: Any, now: str, key: str, more: dict[str, str]
) -> None:
    id = save(at(ANA, MADE), "Made", "all")
    view = at(ANA, replace(MADE, shelves=MADE.shelves.but(own=(now, OWN[1])), view=f"{id}.1"))
    assert view.opened.remade == say("en", "saved.remade_here", what=say("en", f"saved.own_{key}", **more))
    about = f"{OWN[0]}||What one brings"
    assert (
        at(ANA, replace(MADE, shelves=MADE.shelves.but(own=(about, OWN[1])), view=f"{id}.1")).opened.remade
        == ""
    )


def test_a_view_of_a_page_that_is_not_of_ones_role_says_so(at: Any) -> None:
    id = save(at(ANA, Address("/leadership")), "Lead", "all")
    assert say("en", "screen.other_role") in words(screen(opened(at, EVA, id)))


@pytest.mark.parametrize(
    "text", ["", "0", "-1", "1.1.1", "9" * 40, "٣", "1; DROP TABLE saved_view", "../1", "."]
)
def test_hostile_numbers_open_nothing(at: Any, text: str) -> None:
    save(at(NIKOS), "Own")
    view = at(ANA, Address(EXPLORE_PATH, view=text))
    assert view.opened is None
    assert "Own" not in words(menu.told(view))


def test_words_are_cleaned_and_a_name_is_needed(at: Any, records: Records) -> None:
    with pytest.raises(MetronError, match="needs_name"):
        save(at(NIKOS), "")
    id = save(at(NIKOS), ODD, folder=ODD)
    for place in (Address(PATH), Address(PATH, see=f"view:{id}"), opened(at, NIKOS, id).address):
        told = " ".join(one.svg for one in walk(screen(at(NIKOS, place))) if hasattr(one, "svg"))
        assert "<b>Ω" not in told
        assert "Ω" in told or place.see
    for place in (Address("/customer", of="n"), Address(PATH), Address("/nowhere")):
        with pytest.raises(MetronError, match="not_this_page"):
            save(at(NIKOS, place))


def test_so_many_views_and_no_more(at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view_acts, "MOST", 2)
    save(at(NIKOS), "1")
    view_acts.delete(at(NIKOS), Wish(save(at(NIKOS), "2"), 1))
    with pytest.raises(MetronError, match="enough"):
        save(at(NIKOS), "3")


def test_favourites_are_ones_own_and_stand_first(at: Any) -> None:
    id = save(at(NIKOS), "Shared", "all")
    assert view_acts.favourite(at(ANA), Wish(id)) == Done()
    assert "Favourites" in words(menu.controls(at(ANA)))
    told = words(screen(at(ANA, Address(PATH))))
    assert (told.count("<h2>Favourites"), told.count(">Shared</a>")) == (1, 1)
    assert say("el", "saved.favourites") not in words(menu.controls(at(NIKOS)))
    view_acts.favourite(at(ANA), Wish(id))
    assert "Favourites" not in words(menu.controls(at(ANA)))


def test_where_one_left_off_is_offered_and_never_taken(at: Any, records: Records) -> None:
    bare = Address(EXPLORE_PATH)
    assert menu.told(at(NIKOS, bare)) == []
    view_acts.remember(at(NIKOS, bare), Wish())
    assert menu.told(at(NIKOS, bare)) == []
    view_acts.remember(at(NIKOS), Wish())
    assert NORTH.href in words(menu.told(at(NIKOS, bare))).replace("&amp;", "&")
    assert at(NIKOS, bare).address == bare
    for elsewhere in (NORTH, Address(), Address(EXPLORE_PATH, where=('category = "food"',))):
        assert menu.told(at(NIKOS, elsewhere)) == []
    assert menu.told(at(ANA, bare)) == []
    view_acts.forget(at(NIKOS, bare), Wish())
    assert menu.told(at(NIKOS, bare)) == []


def test_one_begins_with_a_view_a_page_or_as_everybody(at: Any, records: Records) -> None:
    id = save(at(NIKOS))

    def begins() -> str:
        with records.reading() as connection:
            return habits.of(connection, NIKOS).address

    for act, view, wish, there in (
        (view_acts.start, at(NIKOS), Wish(), EXPLORE_PATH),
        (view_acts.start, at(NIKOS), Wish(id), f"/view/{id}"),
        (view_acts.start, at(NIKOS, Address()), Wish(), ""),  # the first page is where everybody begins
        (view_acts.start, at(NIKOS, replace(NORTH, view=f"{id}.1")), Wish(), f"/view/{id}"),
        (view_acts.start_no_more, at(NIKOS), Wish(), ""),
    ):
        act(view, wish)
        assert begins() == there


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_stand_in_both_languages(at: Any, language: Any, width: int) -> None:
    id = save(at(NIKOS), folder="F")
    for address in (
        Address(PATH),
        Address(PATH, see=f"view:{id}"),
        replace(NORTH, view=f"{id}.1", period="mtd"),
    ):
        view = replace(at(NIKOS, address), language=language, width=width)
        assert "Sales" in words(screen(view))


def test_where_nothing_is_kept_nothing_is_offered(look: Looker) -> None:
    view = replace(look(NIKOS, address=NORTH), records=None)
    assert menu.controls(view) == menu.told(view) == readable(view) == []
    assert say("el", "saved.not_there") in words(screen(replace(view, address=Address(PATH))))
