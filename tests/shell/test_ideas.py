"""The panel of ideas and its answers: within one's part, by those who work it, whatever is sent."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, cast

import pytest
from dash.development.base_component import Component

from dashboard.access.person import Person, Role
from dashboard.access.scope import HandGrant, Scope, grant, operator
from dashboard.answers.ideas import Found
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.errors import Denied
from dashboard.intake.ideas import find_ideas
from dashboard.metrics.ideas import RULES
from dashboard.pages import ideas_results
from dashboard.pages.address import Address, parse_address
from dashboard.pages.ideas import Told, ideas_inside, ideas_panel, ideas_sheets
from dashboard.pages.ideas_words import reason, rule_words, title
from dashboard.pages.view import View
from dashboard.records import contacts, ideas
from dashboard.records.ideas import Idea, Showing
from dashboard.records.store import Records
from dashboard.settings import Company
from dashboard.shell.ideas import give
from dashboard.text import LANGUAGES, Language, say
from tests.access.rosters import Nobody
from tests.answers.built import Built, built
from tests.intake.test_ideas import RHYTHM, TODAY, ago, bought, firm, line
from tests.pages.test_leadership import DAY, company, shelf_of
from tests.pages.test_leadership import look as look_of
from tests.parts.conftest import walk

COMPANY = Company(holidays="", company="Firm", ideas={"offer.minimum_share": 0, "offer.held_out": 0})
QUOTED = 'q"uoted'
ODD = "{0} {customer} <b>Ω</b> %s 🍋"


@pytest.fixture(scope="module")
def shelf() -> Iterator[Built]:
    """Two territories under one, both worked; each with customers whose orders are overdue."""
    sales = [row for who in ("late", QUOTED, "north", "T") for row in bought(who, 120, *RHYTHM)]
    sales += [line("north", days, 9) for days in range(300)]
    rows = firm(sales)
    rows["territories"] = [
        {"territory_id": key, "name": name, "level": level, "parent_id": parent}
        for key, name, level, parent in (
            ("A", "All", "Area", None), ("T", "South {T}", "Patch", "A"), ("V", "North", "Patch", "A")
        )
    ]  # fmt: skip
    rows["assignments"] = [{**row, "valid_to": None} for row in rows["assignments"]]
    for row in rows["alignments"]:
        row["territory_id"] = "V" if row["customer_id"] in ("north", "T") else "T"
    for row in rows["customers"]:
        row["name"] = ODD if row["customer_id"] == QUOTED else row["name"]
    rows["sales"] = [
        row for row in rows["sales"] if row["customer_id"] != "north" or row["order_date"] < ago(59)
    ]
    rows["quotas"] = [
        {"territory_id": "V", "period_start": dt.date(2026, 1, 1), "period_end": dt.date(2027, 1, 1),
         "measure": "net_sales", "amount": 99_000}
    ]  # fmt: skip
    made = built(rows, COMPANY, TODAY)
    find_ideas(made.connection, COMPANY)
    made.manifest.name, made.manifest.kind, made.manifest.company = "made", "company", COMPANY
    yield made
    made.connection.close()


@pytest.fixture
def records(tmp_path: Any) -> Iterator[Records]:
    opened = Records(f"sqlite:///{tmp_path / 'records.sqlite'}")
    yield opened
    opened.close()


@dataclass
class House:
    """Who looks at what: a view of somebody with a role and a place."""

    shelf: Built
    records: Records

    def view(self, place: str = "T", role: Role = Role.REP, **more: Any) -> View:
        person = Person("1", f"{role}.{place}@x.gr".lower(), "A", role)
        scope: Scope = operator() if not place else grant(person, Nobody(), [HandGrant(place, TODAY)], TODAY)
        told = {"address": Address(), "language": "en", "width": 1280, "today": TODAY, **more}
        return View(person, scope, cast(Shelf, self.shelf), records=self.records, **told)

    def episodes(self) -> dict[str, int]:
        with self.records.reading() as connection:
            return {one.idea.account: one.id for one in ideas.all_episodes(connection, dt.date.min)}

    def answer(self, account: str) -> tuple[str, str]:
        with self.records.reading() as connection:
            found = ideas.episode(connection, self.episodes()[account])
        assert found is not None
        return found.answer, found.detail

    def made(self) -> list[tuple[str, str, str]]:
        with self.records.reading() as connection:
            return [(one.customer, one.kind, one.person) for one in contacts.made(connection)]


@pytest.fixture
def house(shelf: Built, records: Records) -> House:
    return House(shelf, records)


def words(drawn: Component | list[Component]) -> str:
    return " ".join(str(one) for one in walk(drawn) if not isinstance(one, Component))


def buttons(drawn: Component) -> set[tuple[str, str]]:
    ids = [getattr(one, "id", None) for one in walk(drawn) if isinstance(one, Component)]
    return {(one["idea"], one["answer"]) for one in ids if isinstance(one, dict) and "idea" in one}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [390, 1280])
def test_a_rep_sees_the_ideas_of_their_own_customers(language: Language, width: int, house: House) -> None:
    drawn = ideas_panel(house.view(language=language, width=width))
    told = words(drawn)
    assert "The late" in told
    assert f"{ODD}: " in told  # a name comes out as it is, whatever stands in it
    assert "The north" not in told
    assert house.episodes().keys() == {"late", QUOTED}
    wanted = {"accept", "snooze", "reject", "visit", "call"}
    assert buttons(drawn) == {(str(n), one) for n in house.episodes().values() for one in wanted}
    # Looked at again it is the same, and nothing more is written.
    assert words(ideas_panel(house.view(language=language, width=width))) == told
    assert len(house.episodes()) == 2


def test_a_link_to_a_customer_leads_to_its_page(house: House) -> None:
    drawn = ideas_panel(house.view())
    links = [str(one.href) for one in walk(drawn) if "of=" in str(getattr(one, "href", ""))]
    meant = [parse_address(*link.split("?")).of for link in links]
    assert sorted(meant) == ["late", QUOTED]


def test_a_leader_sees_both_and_below_a_node_only_its_own(house: House) -> None:
    told = words(ideas_panel(house.view("A", Role.LEADER)))
    assert all(name in told for name in ("The late", "The north", "North: lands"))
    told = words(ideas_panel(house.view("A", Role.LEADER, address=Address(at="V"))))
    assert "The north" in told
    assert "The late" not in told


def test_an_answer_is_written_told_and_taken_back(house: House) -> None:
    ideas_panel(house.view())
    number = str(house.episodes()["late"])
    told = give(house.view(), number, "accept", "-")
    assert (told.key, told.undo) == ("ideas.told_accept", int(number))
    drawn = ideas_inside(house.view(), told)
    assert say("en", "ideas.accepted_on", rule="overdue order", day="30 Jun 2026") in words(drawn)
    assert say("en", "ideas.told_accept") in words(drawn)
    assert (number, "undo") in buttons(drawn)
    assert (number, "done") in buttons(drawn)
    assert house.answer("late")[0] == "accept"
    for _ in range(2):
        assert give(house.view(), number, "undo", str(told.answers)) == Told("ideas.told_undo")
        assert house.answer("late") == ("", "")
    assert (number, "accept") in buttons(ideas_inside(house.view()))


@pytest.mark.parametrize("kind", ["visit", "call"])
def test_a_contact_is_noted_and_withdrawn(kind: str, house: House) -> None:
    ideas_panel(house.view())
    number = str(house.episodes()["late"])
    give(house.view(), number, kind, "-")
    assert house.answer("late") == ("accept", kind)
    assert house.made() == [("late", kind, "rep.t@x.gr")]
    assert say("en", f"ideas.{kind}") in words(ideas_inside(house.view()))
    told = give(house.view(), number, "done", "order")
    # Two taps take back one answer: the visit of before stays.
    for _ in range(2):
        assert give(house.view(), number, "undo", str(told.answers)) == Told("ideas.told_undo")
        assert house.made() == [("late", kind, "rep.t@x.gr")]
    give(house.view(), number, "undo", "1")
    assert (house.answer("late"), house.made()) == (("", ""), [])


def test_nobody_takes_back_what_another_has_answered_since(house: House) -> None:
    ideas_panel(house.view())
    number = str(house.episodes()["late"])
    mine = give(house.view(), number, "accept", "-")
    give(house.view("A", Role.LEADER), number, "reject", "known")
    assert give(house.view(), number, "undo", str(mine.answers)).key == "ideas.gone"
    assert house.answer("late") == ("reject", "known")


def test_answers_with_a_reason_or_an_outcome(house: House) -> None:
    ideas_panel(house.view())
    number = str(house.episodes()["late"])
    for answer, detail in (("reject", "known"), ("done", "promise"), ("snooze", "-")):
        assert give(house.view(), number, answer, detail).undo == int(number)
        assert house.answer("late") == (answer, detail)
    assert "The late" not in words(ideas_inside(house.view()))


def test_an_idea_of_another_territory_is_gone(house: House) -> None:
    for place in ("T", "V"):
        ideas_panel(house.view(place))
    for account, place in (("late", "V"), ("north", "T"), ("V", "T"), ("T", "T")):
        for answer, detail in (("accept", "-"), ("visit", "-"), ("undo", "-"), ("reject", "known")):
            told = give(house.view(place), str(house.episodes()[account]), answer, detail)
            assert (told.key, told.undo) == ("ideas.gone", None), (account, answer)
        assert house.answer(account) == ("", "")
    assert house.made() == []


def test_a_territory_is_not_visited(house: House) -> None:
    drawn = ideas_panel(house.view("V"))
    number = str(house.episodes()["V"])
    assert (number, "accept") in buttons(drawn)
    assert (number, "visit") not in buttons(drawn)
    assert give(house.view("V"), number, "visit", "-").key == "ideas.gone"
    assert (house.made(), house.answer("V")) == ([], ("", ""))
    give(house.view("V"), number, "accept", "-")
    assert (number, "visit") not in buttons(ideas_inside(house.view("V")))


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.AUDITOR, Role.OPERATIONS])
def test_who_only_looks_answers_nothing(role: Role, house: House) -> None:
    view = house.view("", role)
    assert "The late" in words(ideas_panel(view))
    assert (house.episodes(), buttons(ideas_panel(view))) == ({}, set())
    ideas_panel(house.view())
    assert buttons(ideas_panel(view)) == set()
    with pytest.raises(Denied):
        give(view, str(house.episodes()["late"]), "accept", "-")
    assert house.answer("late") == ("", "")


def test_an_earlier_state_has_no_ideas_and_takes_no_answers(house: House) -> None:
    ideas_panel(house.view())
    view = house.view(address=Address(as_of="2026-01-01"))
    assert say("en", "ideas.of_today") in words(ideas_panel(view))
    with pytest.raises(Denied):
        give(view, str(house.episodes()["late"]), "accept", "-")


@pytest.mark.parametrize(
    ("episode", "answer", "detail"),
    [
        ("", "accept", "-"), ("-1", "accept", "-"), ("0", "accept", "-"), ("1 OR 1=1", "accept", "-"),
        ("9" * 19, "accept", "-"), ("9" * 5000, "accept", "-"), ("²", "accept", "-"),
        ("2147483648", "visit", "-"), ("1", "undone", "-"), ("1", "", ""), ("1", "accept", "x" * 9999),
        ("1", "reject", "-"),
        ("1", "reject", "'; DROP TABLE idea_answer; --"), ("1", "done", "known"), ("1", "snooze", "order"),
        ("1", "undo", "-"), ("1", "undo", "0"), ("1", "undo", "9" * 5000), ("1", "undo", "-1"),
        ("1", "ACCEPT", "-"), ("1", "accept\0", "-"),
    ],
)  # fmt: skip
def test_whatever_is_sent_harms_nothing(episode: str, answer: str, detail: str, house: House) -> None:
    ideas_panel(house.view())
    assert give(house.view(), episode, answer, detail).key == "ideas.gone"
    assert [house.answer(one) for one in house.episodes()] == [("", ""), ("", "")]
    assert house.made() == []


def test_what_is_held_out_is_neither_seen_nor_answered(house: House) -> None:
    held = COMPANY.model_copy(update={"ideas": {**COMPANY.ideas, "offer.held_out": 1.0}})
    manifest = type(house.shelf.manifest)(**{**vars(house.shelf.manifest), "company": held})
    house.shelf = replace(house.shelf, manifest=manifest)
    assert "The late" not in words(ideas_panel(house.view()))
    ideas_panel(house.view())
    assert house.episodes().keys() == {"late", QUOTED}
    assert give(house.view(), str(house.episodes()["late"]), "accept", "-").key == "ideas.gone"
    assert house.answer("late") == ("", "")


def test_where_nobody_writes_ideas_are_shown_and_not_answered(house: House) -> None:
    drawn = ideas_panel(replace(house.view(), records=None))
    assert "The late" in words(drawn)
    assert buttons(drawn) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_results_are_those_of_ones_own_part(language: Language, house: House) -> None:
    none = ideas_results.page(house.view(language=language))
    assert say(language, "ideas.no_results", n=60) in words(none)
    with house.records.writing() as connection:
        for days, account in ((100, "north"), (40, "late"), (60, "T")):
            some = [Showing(Idea("overdue_order", account, ""), "T", Decimal(1), False)]
            ideas.show(connection, some, ago(days), "x@x.gr")
    mine, theirs, everything = (
        words(ideas_results.page(house.view(place, role, language=language)))
        for place, role in (("T", Role.REP), ("V", Role.REP), ("", Role.EXECUTIVE))
    )
    # The first of one's own is old enough in 20 days, whatever others were shown before.
    day = {"en": "20 Jul 2026", "el": "20 Ιουλ 2026"}[language]
    assert say(language, "ideas.results_from", day=day) in mine
    assert day not in theirs
    assert day not in everything


EMPTY = Found(
    "", "C", None, None, None, None, Decimal(1), Decimal(1), 1, None, None, None, None, None, None, "gone"
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_its_words(rule: str, language: Language, house: House) -> None:
    view = house.view(language=language)
    full = replace(
        EMPTY, customer=ODD, subject="P", subject_name="{subject} <i>", beside_name="{{x}}",
        measured=Decimal("1.5"), usual=Decimal("-0.25"), bound=Decimal(0), amount=Decimal(10**13),
        since=TODAY, counted=1, territory_today="T",
    )  # fmt: skip
    for one in (replace(EMPTY, rule=rule), replace(full, rule=rule)):
        told = [title(view, one), reason(view, one)]
        assert all(told)
        assert "None" not in " ".join(told)
    assert (ODD if rule != "behind_pace" else "South {T}") in told[0]
    said = rule_words(view, RULES[rule])
    assert RULES[rule].number in said
    assert "{" not in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lacking", [("alignments",), ("alignments", "territories"), ()])
def test_a_company_is_told_what_ideas_lack_and_what_to_do(
    lacking: tuple[str, ...], language: Language
) -> None:
    given = company(**{key: [] for key in lacking}, quotas=[])
    with shelf_of(given, ideas=True) as odd:
        view = View(look_of(odd).person, operator(), cast(Shelf, odd), Address("/"), language, 1280, DAY)
        shown = " ".join(str(one) for one in walk(ideas_inside(view)) if isinstance(one, str))
        (sheet,) = ideas_sheets(view)
    for told in (shown, sheet.notes[0]):
        assert (say(language, "ideas.none") in told) == (not lacking)
        assert all(say(language, f"table.{table}") in told for table in lacking)
        assert ({"en": "load again", "el": "φορτώστε ξανά"}[language] in told) == bool(lacking)
