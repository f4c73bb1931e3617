"""Notes beside numbers: who writes and who reads them, where they show, and what is sent by force."""

from collections.abc import Iterator
from typing import Any, cast

import pytest
from dash.development.base_component import Component

from dashboard.access.person import Person, Role
from dashboard.access.scope import Scope, operator
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.errors import Denied
from dashboard.pages.address import Address
from dashboard.pages.leadership import LEADERSHIP
from dashboard.pages.notes import LONGEST
from dashboard.pages.sheets import sheet, tile_menu
from dashboard.pages.site import screen
from dashboard.pages.view import View
from dashboard.records.store import Records
from dashboard.shell.notes import keep
from dashboard.text import LANGUAGES, Language, say
from tests.answers.built import Built
from tests.pages.test_leadership import DAY, company, of, shelf_of
from tests.parts.conftest import walk

SEE = "note:net_sales"
ODD = "{0} {name} <b>Ω</b> 🍋 @ana\nsecond line"


@pytest.fixture(scope="module")
def shelf() -> Iterator[Built]:
    with shelf_of(company(), ideas=True) as made:
        yield made


@pytest.fixture
def records(tmp_path: Any) -> Iterator[Records]:
    opened = Records(f"sqlite:///{tmp_path / 'records.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture
def look(shelf: Built, records: Records) -> Any:
    def view(
        who: str = "ana", role: Role = Role.LEADER, scope: Scope | None = None, language: Language = "en",
        see: str = SEE, **chosen: Any,
    ) -> View:  # fmt: skip
        person = Person(who, f"{who}@x.gr", who.title(), role)
        address = Address(LEADERSHIP.path, see=see, **chosen)
        kept = scope or operator()
        return View(person, kept, cast(Shelf, shelf), address, language, 1280, DAY, records=records)

    return view


def words(parts: object) -> str:
    return " ".join(one for one in walk(parts) if isinstance(one, str))


def bodies(view: View) -> list[str]:
    return [one.body for one in view.notes]


def test_a_note_shows_where_it_was_written_and_nowhere_else(look: Any) -> None:
    assert keep(look(at="N"), "new", "add", ODD) == "notes.told_add"
    assert bodies(look(at="N")) == [ODD]
    assert bodies(look("boss", Role.EXECUTIVE, at="N")) == [ODD]
    for elsewhere in ({"at": "S"}, {"at": "C"}, {"at": "N", "where": ('category = "food"',)}):
        assert bodies(look(**elsewhere)) == [], elsewhere
    assert ODD in words(sheet(look(at="N")))
    assert ODD not in words(sheet(look(at="N", see="note:attainment")))
    hints = [one.hint for one in tile_menu(look(at="N"), "net_sales") if one.icon == "note"]
    assert hints == ["1 note"]
    assert "1 note" in words(screen(look(at="N", see="")))
    assert [one.hint for one in tile_menu(look(at="N"), "attainment") if one.icon == "note"] == [""]


def test_whoever_may_not_see_the_place_sees_no_note_of_it(look: Any) -> None:
    keep(look(at="N"), "new", "add", "Of the north.")
    south = look("eva", scope=of("S"))
    assert bodies(south) == []
    with pytest.raises(Denied):
        _ = look("eva", scope=of("S"), at="N").notes
    assert "Of the north." not in words(screen(look("eva", scope=of("S"), at="N")))
    with pytest.raises(Denied):
        keep(look("eva", scope=of("S"), at="N"), "new", "add", "Mine.")
    assert bodies(look(at="N")) == ["Of the north."]
    # Of two places, neither of which is above the other, the notes are of both together.
    keep(look("eva", scope=of("S", "N")), "new", "add", "Of both.")
    assert bodies(look("eva", scope=of("S", "N"))) == ["Of both."]
    assert bodies(look()) == []


def test_only_its_author_changes_a_note_and_what_it_said_stays(look: Any) -> None:
    keep(look(at="N"), "new", "add", "First.")
    number = str(look(at="N").notes[0].id)
    for stranger in (look("boss", Role.EXECUTIVE, at="N"), look(at="S")):
        with pytest.raises(Denied, match="may_not"):
            keep(stranger, number, "change", "Forged.")
    assert keep(look(at="N"), number, "change", "Second.") == "notes.told_change"
    told = words(sheet(look("boss", Role.EXECUTIVE, at="N")))
    assert "Second." in told
    assert "First." in told
    assert "What it said before" in told
    assert say("en", "notes.change") not in told
    assert keep(look(at="N"), number, "take_back", "") == "notes.told_take_back"
    assert bodies(look(at="N")) == []


def test_an_auditor_and_the_past_only_read(look: Any, records: Records, shelf: Built) -> None:
    keep(look(at="N"), "new", "add", "Kept.")
    auditor = look("aud", Role.AUDITOR, at="N")
    assert "Kept." in words(sheet(auditor))
    assert say("en", "notes.reads_alone") in words(sheet(auditor))
    assert "note-writer" not in [getattr(one, "className", "") for one in walk(sheet(auditor))]
    with pytest.raises(Denied):
        keep(auditor, "new", "add", "Mine.")
    with pytest.raises(Denied):
        keep(look(at="N", as_of="2026-06-29"), "new", "add", "Mine.")
    assert say("en", "notes.reads_past") in words(sheet(look(at="N", as_of="2026-06-29")))


@pytest.mark.parametrize("note", ["", "0", "-1", "9" * 30, "٣", "1; DROP TABLE note_written", "new"])
def test_hostile_numbers_change_nothing(look: Any, note: str) -> None:
    keep(look(at="N"), "new", "add", "Kept.")
    with pytest.raises(Denied):
        keep(look(at="N"), note, "change", "Forged.")
    assert bodies(look(at="N")) == ["Kept."]


def test_words_are_needed_and_only_so_many_are_kept(look: Any) -> None:
    assert keep(look(at="N"), "new", "add", "  \n ") == "notes.empty"
    assert bodies(look(at="N")) == []
    keep(look(at="N"), "new", "add", "x" * 9_999)
    assert bodies(look(at="N")) == ["x" * LONGEST]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_stands_in_both_languages(look: Any, language: Language) -> None:
    told = words(sheet(look(language=language, at="N")))
    assert say(language, "notes.none") in told
    assert say(language, "notes.new") in told


def test_where_nothing_can_be_kept_there_are_no_notes(shelf: Built) -> None:
    person = Person("1", "a@x.gr", "A", Role.LEADER)
    view = View(person, operator(), cast(Shelf, shelf), Address(LEADERSHIP.path), "en", 1280, DAY)
    assert not [one for one in tile_menu(view, "net_sales") if one.icon == "note"]
    assert isinstance(screen(view), Component)
