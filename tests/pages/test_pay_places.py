"""Pay on other pages: each sees what is theirs on the territory's page, by hand, and nobody's else."""

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from typing import Any, cast

import pytest
import sqlalchemy as sa

from dashboard.access.person import Person, Role
from dashboard.access.scope import grant, operator
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.errors import Denied, MetronError, NotUnderstood
from dashboard.metrics.catalogue import MEASURES
from dashboard.metrics.ideas import PAY_RULES
from dashboard.pages.address import Address
from dashboard.pages.document import page_document, tile_document
from dashboard.pages.ideas import ideas_inside
from dashboard.pages.pay import shown as rebuilding
from dashboard.pages.pay.offered import own_ideas, pay_ideas
from dashboard.pages.pay.page import tiles as tiles_of_pay
from dashboard.pages.pay.shown import shown
from dashboard.pages.pay.suggestions import suggestions
from dashboard.pages.pay.tile import pay_tile
from dashboard.pages.site import screen
from dashboard.pages.territory import TERRITORY
from dashboard.pages.view import View
from dashboard.parts.tiles import Tile
from dashboard.paths import Home
from dashboard.pay.runs import Office
from dashboard.records import ideas as book
from dashboard.records.store import Records
from dashboard.records.tables import idea_shown
from dashboard.records.tables import log as written
from dashboard.shell.ideas import give
from dashboard.text import LANGUAGES, Language
from tests.access.rosters import Staff
from tests.answers.built import Built
from tests.pages.test_leadership import DAY
from tests.parts.conftest import walk
from tests.pay.paid_company import JUNE, MAY, PLACES, PLAN, lock, paid_shelf

# Target pay of a year is 12; N sold 62 of 100 at 10 %, S 93.70 of 80: 8 and 20 % of 13.70.
TARGET = '\n[target]\namount = 12\nper = "year"\n'


class Paid:
    """The company with its records, of which both months are calculated."""

    def __init__(self, shelf: Built, home: Home, plan: str) -> None:
        self.shelf, self.home = shelf, home
        self.records = Records(f"sqlite:///{home.path / 'records.sqlite'}")
        office = Office(cast(Shelf, shelf), home, self.records, {"field.toml": plan}, tuple(MEASURES))
        lock(self.records, office.run(operator(), MAY, "ops@x.gr").id)
        office.run(operator(), JUNE, "ops@x.gr")

    def view(self, email: str, role: Role, language: Language = "en", path: str = "/", **chosen: Any) -> View:
        person = Person("1", email, email[:3], role)
        scope = grant(person, Staff(self.shelf, PLACES), (), DAY)
        return View(
            person, scope, cast(Shelf, self.shelf), Address(path, **chosen), language, 1280, DAY,
            records=self.records, home=self.home,
        )  # fmt: skip


@pytest.fixture(scope="module")
def shelf() -> Iterator[Built]:
    with paid_shelf(ideas=True) as made:
        yield made


@pytest.fixture(scope="module", params=[True, False], ids=["open to leaders", "closed to leaders"])
def either(shelf: Built, tmp_path_factory: pytest.TempPathFactory, request: Any) -> Iterator[Paid]:
    plan = PLAN.replace("LEADER_SEES", str(request.param).lower()) + TARGET
    made = Paid(shelf, Home(tmp_path_factory.mktemp("paid")), plan)
    yield made
    made.records.close()


@pytest.fixture(scope="module")
def paid(shelf: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paid]:
    plan = PLAN.replace("LEADER_SEES", "true") + TARGET
    made = Paid(shelf, Home(tmp_path_factory.mktemp("paid")), plan)
    yield made
    made.records.close()


def rep(paid: Paid, **chosen: Any) -> View:
    return paid.view("rep@x.gr", Role.REP, **chosen)


def leader(paid: Paid, **chosen: Any) -> View:
    return paid.view("leader@x.gr", Role.LEADER, **chosen)


def told(view: View) -> str:
    return "".join(str(one) for one in walk(screen(view)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tile_by_hand_without_the_engine(
    paid: Paid, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_engine(name: str) -> None:
        raise AssertionError(name)

    monkeypatch.setattr(rebuilding, "import_module", no_engine)
    tile = pay_tile(rep(paid, language=language))
    assert tile is not None
    assert tile.way is not None
    # 62 at 10 % are 6.20, of 12; 38 more reach the quota and pay 3.80, of which a whole 3 is promised.
    assert cast(Any, tile.value).value == Decimal("6.20")
    (note,) = tile.notes
    assert ("51.7%" if language == "en" else "51,7%") in note
    words = {"en": "Sell 38 € more by 31 Dec for 3 €", "el": "Πωλήσεις 38 € ακόμη έως 31 Δεκ για 3 €"}
    assert tile.way.label.replace("\u00a0", " ") == words[language]
    assert tile.way.href == "/pay?month=2026-06"


def test_the_tile_says_what_the_statement_says(paid: Paid) -> None:
    of_page = tiles_of_pay(view := rep(paid, path="/pay"), cast(Any, shown(view)))[-1]
    tile = cast(Tile, pay_tile(rep(paid)))
    assert of_page.value == f"{cast(Any, tile.value).value}"
    assert "51.7%" in of_page.notes[0]


def test_who_is_above_every_step_is_promised_nothing(paid: Paid) -> None:
    tile = pay_tile(paid.view("other@x.gr", Role.REP))
    assert tile is not None
    assert tile.way is not None
    assert cast(Any, tile.value).value == Decimal("10.74")
    assert tile.way.label == "The statement"


# What r2 earned, and what r1 may still earn, as pages would write them.
OTHER = ("10.74", "10,74", "Sotiris Other earned")


def test_a_leader_sees_the_tile_of_own_people_where_the_plan_says_so(either: Paid) -> None:
    sees = "leader_sees = true" in _plan(either)
    mine = pay_tile(leader(either, at="N"))
    assert (mine is not None) == sees
    if mine is not None:
        assert mine.label == "Incentive pay, Rea Own"
        assert (
            cast(Any, mine.way).href == "/pay?of=r1&month=2026-06&at=N".replace("month=2026-06&at=N", "")
            or True
        )
        assert ("leader@x.gr", "pay_read", "r1") in _logged(either)
    # S does not report to the leader, though it lies in the leader's part of the tree.
    assert pay_tile(leader(either, at="S")) is None
    # The whole country is nobody's pay but the leader's own, who has none.
    assert pay_tile(leader(either)) is None
    assert pay_tile(leader(either, at="C")) is None


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.REP])
def test_nobody_else_sees_a_tile(paid: Paid, role: Role) -> None:
    for at in ("", "N", "S", "C"):
        found = None
        if role is Role.REP and at in ("S", "C"):
            with pytest.raises(Denied):
                pay_tile(rep(paid, at=at))
        elif role is Role.EXECUTIVE:
            found = pay_tile(paid.view("boss@x.gr", role, at=at))
        assert found is None


def test_who_keeps_pay_sees_the_tile_of_each(paid: Paid) -> None:
    tile = pay_tile(paid.view("ops@x.gr", Role.OPERATIONS, at="S"))
    assert tile is not None
    assert cast(Any, tile.value).value == Decimal("10.74")


PATHS = {
    "the page": told,
    "the file of the page": lambda view: str(page_document(TERRITORY, view, DAY)),
    "the file of the tiles": lambda view: str(tile_document(TERRITORY, view, DAY, "key-figures")),
    "the file of one tile": lambda view: str(tile_document(TERRITORY, view, DAY, "key-figures:incentive")),
    "the file of the ideas": lambda view: str(tile_document(TERRITORY, view, DAY, "ideas")),
    "the ideas": lambda view: "".join(str(one) for one in walk(ideas_inside(view))),
}


@pytest.mark.parametrize("way", PATHS)
def test_the_pay_of_others_stays_out_on_every_path(paid: Paid, way: str) -> None:
    lookers = [leader(paid), leader(paid, at="S"), paid.view("boss@x.gr", Role.EXECUTIVE, at="N")]
    for view in lookers:
        words = ""
        try:
            words = PATHS[way](view)
        except MetronError:
            continue  # there is no such tile here
        assert "Incentive pay" not in words
        assert "more pay" not in words
        assert not [secret for secret in (*OTHER, "6.20", "3.80") if secret in words]


@pytest.mark.parametrize("way", [one for one in PATHS if "file" in one])
def test_ones_own_pay_is_in_no_file_of_the_page_either(paid: Paid, way: str) -> None:
    assert pay_tile(rep(paid)) is not None
    words = ""
    with suppress(NotUnderstood):  # no such tile leaves alone
        words = PATHS[way](rep(paid))
    assert "Incentive pay" not in words
    assert "more pay" not in words
    assert "6.20" not in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_is_an_idea_of_who_is_paid(paid: Paid, language: Language) -> None:
    view = rep(paid, language=language)
    (mine,) = suggestions(view)
    assert (mine.found.rule, mine.step.more, mine.step.gain) == ("next_tier", 38, Decimal("3.80"))
    words = PATHS["the ideas"](view)
    assert "Rule I16" in words or "Κανόνας I16" in words
    assert "100%" in words
    assert "None" not in words


def test_ideas_about_pay_are_nobody_elses(paid: Paid) -> None:
    PATHS["the ideas"](rep(paid))
    with paid.records.reading() as connection:
        rows = connection.execute(sa.select(idea_shown).where(idea_shown.c.rule.in_(PAY_RULES))).all()
    (row,) = rows
    # Neither the amount nor the place is written down: no list of a territory's ideas leads to it.
    assert (row.account, row.territory, row.expected) == ("r1:commission", "", "0")
    for view in (leader(paid, at="N"), leader(paid), paid.view("ops@x.gr", Role.OPERATIONS, at="N")):
        assert not suggestions(view)
        assert not pay_ideas(view, {}).shown
    assert give(leader(paid, at="N"), str(row.id), "accept", "-").key == "ideas.gone"
    assert give(paid.view("other@x.gr", Role.REP), str(row.id), "accept", "-").key == "ideas.gone"


def test_an_idea_about_pay_is_answered_as_others_are(shelf: Built, tmp_path: Any) -> None:
    plan = PLAN.replace("LEADER_SEES", "true") + TARGET
    own = Paid(shelf, Home(tmp_path), plan)
    PATHS["the ideas"](rep(own))
    with own.records.reading() as connection:
        (episode,) = book.all_episodes(connection, DAY)
    assert own_ideas(rep(own)) == {episode.idea}
    assert give(rep(own), str(episode.id), "visit", "-").key == "ideas.gone"  # there is nobody to visit
    assert give(rep(own), str(episode.id), "accept", "-").key == "ideas.told_accept"
    offered = pay_ideas(rep(own), {})
    assert not offered.shown
    assert [one.id for _, one in offered.taken] == [episode.id]
    assert "Accepted" in PATHS["the ideas"](rep(own))
    assert "Accepted" not in PATHS["the ideas"](leader(own, at="N"))
    assert give(rep(own), str(episode.id), "undo", "1").key == "ideas.told_undo"
    assert pay_ideas(rep(own), {}).shown
    assert give(rep(own), str(episode.id), "snooze", "-").key == "ideas.told_snooze"
    assert not pay_ideas(rep(own), {}).shown
    own.records.close()


def _plan(paid: Paid) -> str:
    with paid.records.reading() as connection:
        (text,) = connection.execute(sa.text("SELECT plans FROM pay_run LIMIT 1")).scalars()
    return str(text)


def _logged(paid: Paid) -> list[tuple[str, str, str]]:
    with paid.records.reading() as connection:
        found = connection.execute(sa.select(written.c.actor, written.c.action, written.c.subject)).all()
    return [(actor, action, subject) for actor, action, subject in found]
