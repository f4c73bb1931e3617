"""The page of pay: each sees what is theirs, made again to the cent, and nobody's else."""

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import pytest
import sqlalchemy as sa

from dashboard.access.person import Person, Role
from dashboard.access.scope import grant
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.errors import Denied, MetronError, NotUnderstood
from dashboard.exports.cells import told as told_cell
from dashboard.pages.address import Address
from dashboard.pages.document import page_document, tile_document
from dashboard.pages.pay.curve import drawable, next_step, what_if
from dashboard.pages.pay.entries import entries
from dashboard.pages.pay.page import PAY
from dashboard.pages.pay.shown import shown
from dashboard.pages.site import rail, screen
from dashboard.pages.view import View
from dashboard.paths import Home
from dashboard.records.store import Records
from dashboard.records.tables import log as written
from dashboard.text import LANGUAGES, Language
from tests.access.rosters import Staff
from tests.answers.built import Built
from tests.pages.test_leadership import DAY
from tests.parts.conftest import walk
from tests.pay.paid_company import PLACES, paid_shelf, pay

# What r2 earned, credit and names: nothing of it is anybody else's to see.
SECRET = ("10.74", "10,74", "93.7", "93,7", "937", "Sotiris", "117.1")


@pytest.fixture(scope="module")
def shelf() -> Iterator[Built]:
    with paid_shelf() as made:
        yield made


class Paid:
    """The company with its records; `open_to_leaders` is whether the plan shows pay to them."""

    def __init__(self, shelf: Built, home: Home, *, open_to_leaders: bool = True) -> None:
        self.shelf, self.home = shelf, home
        self.records = Records(f"sqlite:///{home.path / 'records.sqlite'}")
        pay(shelf, home, self.records, leader_sees=open_to_leaders)

    def view(self, email: str, role: Role, language: Language = "en", **chosen: Any) -> View:
        person, address = Person("1", email, email[:3], role), Address(PAY.path, **chosen)
        scope = grant(person, Staff(self.shelf, PLACES), (), DAY)
        return View(
            person, scope, cast(Shelf, self.shelf), address, language, 1280, DAY,
            records=self.records, home=self.home,
        )  # fmt: skip

    def logged(self) -> list[tuple[str, str, str]]:
        with self.records.reading() as connection:
            column = written.c
            found = connection.execute(sa.select(column.actor, column.action, column.subject)).all()
        return [(actor, action, subject) for actor, action, subject in found]


@pytest.fixture(scope="module")
def paid(shelf: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paid]:
    made = Paid(shelf, Home(tmp_path_factory.mktemp("paid")))
    yield made
    made.records.close()


def rep(paid: Paid, **chosen: Any) -> View:
    return paid.view("rep@x.gr", Role.REP, **chosen)


def leader(paid: Paid, **chosen: Any) -> View:
    return paid.view("leader@x.gr", Role.LEADER, **chosen)


def told(view: View) -> str:
    """All words of a page, and of what its drawings say."""
    return "".join(str(one) for one in walk(screen(view)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rep_sees_the_latest_statement_with_its_arithmetic(paid: Paid, language: Language) -> None:
    view = rep(paid, language=language)
    found = shown(view)
    assert found is not None
    assert (found.kept.payee, found.run.name, str(found.kept.paid)) == ("r1", "2026-06-R1", "1.20")
    listed = {one.item: one for one in entries(view, found)}
    commission = listed["Commission" if language == "en" else "Προμήθεια"]
    assert told_cell(language, commission.balance) == ("1.20" if language == "en" else "1,20")
    made, lines = commission.made
    # 62 of 100 at 10 % are 6.20, of which 5 were paid in May; the line of June is behind it.
    sums = [row[-1].replace(",", ".") for row in made.sums]
    assert sums == ["6.2000", "6.20", "−5.00", "1.20"]
    assert [row[-1].replace(",", ".") for row in lines.rows] == ["12.00"]
    words = told(view)
    assert not [secret for secret in SECRET if secret in words]


def test_an_earlier_month_is_as_it_was(paid: Paid) -> None:
    found = shown(rep(paid, month="2026-05"))
    assert found is not None
    assert (found.run.state, str(found.kept.paid)) == ("locked", "5.00")
    with pytest.raises(NotUnderstood, match=r"statement\.no_month"):
        shown(rep(paid, month="2025-05"))


PATHS = {
    "the page": told,
    "the statement": lambda view: str(shown(view)),
    "what if": lambda view: what_if(view, "10"),
    "the file of the page": lambda view: str(page_document(PAY, view, DAY)),
    "the file of a tile": lambda view: str(tile_document(PAY, view, DAY, "statement")),
}


@pytest.mark.parametrize("way", PATHS)
@pytest.mark.parametrize("of", ["r2", "nobody"])
@pytest.mark.parametrize("month", ["", "2026-05", "1999-01"])
def test_the_pay_of_others_stays_out_on_every_path(paid: Paid, way: str, of: str, month: str) -> None:
    for view in (rep(paid, of=of, month=month), leader(paid, of=of, month=month)):
        words = ""
        # A page says that it is denied; whatever else is asked raises.
        with suppress(Denied):
            words = PATHS[way](view)
        assert not [secret for secret in SECRET if secret in words]


def test_a_leader_sees_own_people_and_no_total_of_others(paid: Paid) -> None:
    words = told(leader(paid))
    assert "Rea Own" in words
    assert "1 statement" in words
    assert not [secret for secret in SECRET if secret in words]
    found = shown(leader(paid, of="r1"))
    assert found is not None
    assert found.kept.payee == "r1"


@pytest.mark.parametrize("role", [Role.OPERATIONS, Role.AUDITOR])
def test_who_keeps_pay_sees_everybodys(paid: Paid, role: Role) -> None:
    words = told(paid.view("ops@x.gr", role, month="2026-05"))
    assert "Rea Own" in words
    assert "Sotiris Other" in words
    assert "15.74" in words
    found = shown(paid.view("ops@x.gr", role, of="r2", month="2026-05"))
    assert found is not None
    assert str(found.kept.paid) == "10.74"


@pytest.mark.parametrize("way", PATHS)
def test_an_executive_sees_nobodys(paid: Paid, way: str) -> None:
    for of in ("", "r1", "r2", "m"):
        view, words = paid.view("boss@x.gr", Role.EXECUTIVE, of=of), ""
        with suppress(Denied, NotUnderstood):
            words = PATHS[way](view)
        assert not [secret for secret in (*SECRET, "1.20", "6.20", "Rea") if secret in words]
    assert PAY.path in [place.href for place in rail(paid.view("boss@x.gr", Role.EXECUTIVE)).items]


def test_a_plan_may_keep_pay_from_leaders(shelf: Built, tmp_path: Path) -> None:
    closed = Paid(shelf, Home(tmp_path), open_to_leaders=False)
    assert "Rea Own" not in told(leader(closed))
    with pytest.raises(Denied):
        shown(leader(closed, of="r1"))
    assert shown(rep(closed)) is not None
    closed.records.close()


def test_the_file_is_the_statement_once_with_typed_amounts(paid: Paid) -> None:
    made = page_document(PAY, rep(paid), DAY)
    (sheet,) = [sheet for band in made.bands for part in band for sheet in part.sheets]
    assert (made.name, sheet.title) == ("My statement, June 2026", "Statement")
    assert [cell.value for *_, cell in sheet.rows] == ["", Decimal("1.20"), 0]
    assert dict(made.stamp.chosen) == {
        "Person": "Rea Own", "Plan": "Field Sales, version 1", "Run": "2026-06-R1",
    }  # fmt: skip


def test_the_plan_is_read_in_words_by_whom_it_pays(paid: Paid) -> None:
    words = told(rep(paid, see="plan"))
    assert "Field Sales, version 1" in words
    assert "I have read and accept this plan" in words
    assert "accept this plan" not in told(leader(paid, of="r1", see="plan"))
    assert "Field Sales, version" not in told(rep(paid, of="r2", see="plan"))


def test_reading_is_logged(paid: Paid) -> None:
    before = len(paid.logged())
    shown(rep(paid))
    told(leader(paid))
    assert paid.logged()[before:] == [("rep@x.gr", "pay_read", "r1"), ("leader@x.gr", "pay_read", "team")]


def test_who_moves_the_slider_of_a_statement_reads_it_once(paid: Paid) -> None:
    """Without having opened it, or of somebody else, it is a reading of its own."""
    before = len(paid.logged())
    own = ("rep@x.gr", "pay_read", "r1")
    shown(rep(paid))
    for more in ("10", "20", "30"):
        what_if(rep(paid), more)
    assert paid.logged()[before:] == [own]
    shown(rep(paid))
    assert paid.logged()[before:] == [own, own]
    for _ in range(2):
        what_if(paid.view("keeper@x.gr", Role.OPERATIONS, of="r2"), "10")
    assert paid.logged()[before:] == [own, own, ("keeper@x.gr", "pay_read", "r2")]


def test_what_if_is_the_engine_that_pays(paid: Paid) -> None:
    view = rep(paid)
    # From 62 to 100 at 10 %, and 20 more at 20 %.
    words = what_if(view, "58")
    assert "+7.80" in words
    assert "14.00 less 6.20" in words
    assert [part for part in ("38.00 × 10%", "20.00 × 20%") if part not in words] == []
    found = shown(view)
    one = drawable(found) if found else None
    assert one is not None
    step = next_step(one)
    assert step is not None
    assert (step.more, step.gain, step.before, step.after) == (38, Fraction("3.8"), 100, 200)
    assert "Sell 38.00 more for 3.80." in told(view)
    for wrong in ("", "much", "nan", "inf", "1e999", "9" * 40):
        with pytest.raises(NotUnderstood):
            what_if(rep(paid), wrong)


def test_deals_are_won_in_what_if_if_they_are_ones_own_and_open(paid: Paid) -> None:
    assert "+0.80" in what_if(rep(paid), "8")
    assert "+3.80" in what_if(rep(paid), "8", ["d1"])
    assert "+3.80" in what_if(rep(paid), "8", ["d1", "d1", "d2", "d3", "nothing"])
    assert 'value="d1"' in told(rep(paid))
    assert 'value="d2"' not in told(rep(paid))
    assert 'value="d3"' not in told(rep(paid))


def test_what_was_changed_under_way_is_not_shown(shelf: Built, tmp_path: Path) -> None:
    made = Paid(shelf, Home(tmp_path))
    for facts in (tmp_path / "pay").rglob("facts.json"):
        facts.chmod(0o644)
        facts.write_text(facts.read_text(encoding="utf-8").replace("100", "200"), encoding="utf-8")
    with pytest.raises(MetronError, match=r"payrun\.changed"):
        shown(rep(made))
    made.records.close()
