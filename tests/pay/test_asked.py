"""Pay in questions: everybody is answered about those whose pay is open to them, in every total too."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from dashboard.access.person import Person, Role
from dashboard.access.scope import PayScope, grant, without_pay
from dashboard.answers.answer import Answer, answer
from dashboard.answers.explained import explain
from dashboard.answers.meeting import meets
from dashboard.answers.paid import Rates
from dashboard.answers.rows import rows_behind
from dashboard.errors import Denied, NotUnderstood
from dashboard.metrics.question import Layout, Question
from dashboard.pages.explore.page import EXPLORE
from dashboard.pages.shelves import Shelves
from dashboard.pages.site import screen
from dashboard.pages.view import View
from dashboard.paths import Home
from dashboard.pay import cycle
from dashboard.pay.posted import Line, Posted, sums
from dashboard.records import pay as records_of_pay
from dashboard.records.tables import log
from dashboard.text import LANGUAGES, formats, say
from tests.access.rosters import Staff
from tests.pages.test_leadership import DAY
from tests.parts.conftest import walk
from tests.pay.overseen_company import CENTRAL, FIELD, SMALL, Overseen, overseen_shelf, paid

EVERYBODY = (*FIELD, *CENTRAL, *SMALL)
EUROS = Rates("EUR", {})
YEAR = "2026-01-01..2026-12-31"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Overseen]:
    with overseen_shelf() as shelf:
        one = Overseen(shelf, Home(tmp_path_factory.mktemp("paid")), EXPLORE.path)
        one.shelf = replace(shelf, book=Posted(one.records))
        yield one
        one.records.close()


def view(made: Overseen, email: str, role: Role) -> View:
    return made.view(email, role, period=YEAR)


def question(view: View, *by: str, measures: tuple[str, ...] = ("payout",), **layout: Any) -> Question:
    return view.question(*measures, by=by, against="", layout=Layout(**layout))


def asked(view: View, *by: str, **layout: Any) -> Answer:
    return view.answer(question(view, *by, **layout))


def by_key(found: Answer, measure: str = "payout") -> dict[object, object]:
    at = found.at(measure)
    return {keys[0]: row[at] for keys, row in zip(found.keys, found.rows, strict=True) if row[at] is not None}


KEEPERS = pytest.mark.parametrize("role", [Role.OPERATIONS, Role.AUDITOR])


@KEEPERS
def test_who_keeps_pay_reads_the_ledger(made: Overseen, role: Role) -> None:
    found = asked(view(made, "ops@x.gr", role), "rep")
    assert by_key(found) == {key: paid(key) for key in EVERYBODY}
    assert found.total("payout") == sum(map(paid, EVERYBODY))
    regions = asked(view(made, "ops@x.gr", role), "region")
    assert by_key(regions) == {f"T{key}": paid(key) for key in EVERYBODY}
    months = asked(view(made, "ops@x.gr", role), "fiscal_month", measures=("payout", "net_sales"))
    assert months.total("payout") == sum(map(paid, EVERYBODY))


@pytest.mark.parametrize("by", ["rep", "region", "country", "fiscal_month", "manager", "territory"])
def test_a_rep_reads_own_pay_alone_in_totals_too(made: Overseen, by: str) -> None:
    found = asked(view(made, "a3@x.gr", Role.REP), by, subtotals=True)
    assert list(by_key(found).values()) == [paid("a3")]
    assert found.total("payout") == paid("a3")


@pytest.mark.parametrize("by", ["rep", "region", "country", "fiscal_month", "manager", "territory"])
def test_a_leader_reads_own_people_whose_plan_says_so(made: Overseen, by: str) -> None:
    found = asked(view(made, "l@x.gr", Role.LEADER), by)
    assert found.total("payout") == sum(map(paid, FIELD[:6]))
    if by == "rep":
        assert by_key(found) == {key: paid(key) for key in FIELD[:6]}, "two are led in a plan that keeps it"
    other = asked(view(made, "t@x.gr", Role.LEADER), by)
    assert other.total("payout") == paid("a7"), "a team of one is open too, where its plan opens it"


def test_nobody_reads_pay_by_leading_a_territory_alone(made: Overseen) -> None:
    """Both leaders hold the whole land: territories open nobody's pay."""
    found = asked(view(made, "l@x.gr", Role.LEADER), "region")
    assert set(by_key(found)) == {f"T{key}" for key in FIELD[:6]}


def executive(made: Overseen) -> View:
    return view(made, "boss@x.gr", Role.EXECUTIVE)


def test_an_executive_reads_the_whole_company_by_time(made: Overseen) -> None:
    found = asked(executive(made), "fiscal_month")
    assert found.total("payout") == sum(map(paid, EVERYBODY))
    rate = asked(executive(made), measures=("payout", "payout_rate", "net_sales"))
    assert rate.total("payout_rate") == pytest.approx(
        float(sum(map(paid, EVERYBODY)) / Decimal(str(rate.total("net_sales"))))
    )


@pytest.mark.parametrize("by", ["rep", "region", "country", "manager", "territory"])
def test_an_executive_reads_it_by_nothing_else(made: Overseen, by: str) -> None:
    with pytest.raises(NotUnderstood, match=r"ask\.pay_of_few"):
        asked(executive(made), by)
    with pytest.raises(NotUnderstood, match=r"ask\.pay_of_few"):
        asked(executive(made), "fiscal_month", across=(by,))
    boss = executive(made)
    assert not meets("payout", (by,), boss.scope, boss.outline), "it is not offered either"


@pytest.mark.parametrize("limit", ["rep = Person a1", "region = Ta1", "rep != Person a1", "territory != Ta1"])
def test_an_executive_reads_no_difference_of_two_limits(made: Overseen, limit: str) -> None:
    boss = made.view("boss@x.gr", Role.EXECUTIVE, period=YEAR, where=(limit,))
    with pytest.raises(NotUnderstood, match=r"ask\.pay_of_few"):
        asked(boss)


@pytest.mark.parametrize("formula", [
    'payout[rep == "Person a1"]', 'payout - payout[rep != "Person a1"]', 'payout / payout[region == "Ta1"]',
    'payout[territory in ("Ta1", "Ta2")]',
])  # fmt: skip
def test_an_executive_reads_no_own_measure_of_some(made: Overseen, formula: str) -> None:
    own = {"own": (f"own_1|X|auto|{formula}",)}
    for email, role in (("boss@x.gr", Role.EXECUTIVE), ("ops@x.gr", Role.OPERATIONS)):
        look = made.view(email, role, period=YEAR, shelves=Shelves(**own))
        asks = question(look, measures=("own_1",))
        if role is Role.EXECUTIVE:
            with pytest.raises(NotUnderstood, match=r"ask\.pay_of_few"):
                look.answer(asks)
        else:
            assert look.answer(asks).total("own_1") is not None


def test_the_rows_behind_pay_are_its_lines(made: Overseen) -> None:
    ops = view(made, "ops@x.gr", Role.OPERATIONS)
    found = rows_behind(question(ops), "payout", ops.scope, ops.shelf, limit=100)
    assert found.agree
    assert len(found.rows) == len(EVERYBODY)
    rep = view(made, "a3@x.gr", Role.REP)
    own = rows_behind(question(rep), "payout", rep.scope, rep.shelf, limit=100)
    assert [row[2] for row in own.rows] == [paid("a3")]
    boss = executive(made)
    sums = rows_behind(question(boss), "payout", boss.scope, boss.shelf, limit=100)
    assert [row[2] for row in sums.rows] == [sum(map(paid, EVERYBODY))]
    assert not {str(value) for row in sums.rows for value in row} & {f"Person {key}" for key in EVERYBODY}


def test_an_explanation_of_pay_tells_an_executive_nobodys(made: Overseen) -> None:
    boss = executive(made)
    asks = boss.question("payout", by=(), against="prior_year_working")
    with pytest.raises(NotUnderstood, match=r"ask\.pay_of_few"):
        explain(asks, boss.scope, boss.shelf)


@pytest.mark.parametrize("email", ["nobody@x.gr", "a1@x.gr"])
def test_without_pay_nothing_is_told(made: Overseen, email: str) -> None:
    closed = view(made, email, Role.EXECUTIVE)
    closed = replace(closed, scope=without_pay(closed.scope))
    with pytest.raises(Denied, match=r"ask\.pay_closed"):
        asked(closed)
    with pytest.raises(Denied, match=r"ask\.pay_closed"):
        rows_behind(question(closed), "payout", closed.scope, closed.shelf, limit=1)


def test_an_earlier_publication_is_asked_for_no_pay(made: Overseen) -> None:
    ops = view(made, "ops@x.gr", Role.OPERATIONS)
    earlier = replace(ops, shelf=replace(made.shelf, book=None))  # type: ignore[arg-type]
    with pytest.raises(Denied, match=r"ask\.pay_of_today"):
        asked(earlier)


def test_what_is_kept_of_one_is_given_to_nobody_else(made: Overseen) -> None:
    """The same question of two people, one after the other, on one shelf."""
    first, second = (asked(view(made, f"{key}@x.gr", Role.REP), "rep") for key in ("a1", "a2"))
    assert by_key(first) == {"a1": paid("a1")}
    assert by_key(second) == {"a2": paid("a2")}
    assert "a1" not in repr(second.statement.parameters["pay_people"])


def test_reading_pay_is_logged_with_what_was_asked(made: Overseen) -> None:
    for _ in range(2):
        asked(view(made, "a5@x.gr", Role.REP), "rep")
    with made.records.reading() as connection:
        rows = connection.execute(
            sa.select(log.c.action, log.c.subject, log.c.details).where(log.c.actor == "a5@x.gr")
        ).all()
    assert len(rows) == 1, "what is asked again at once is one reading"
    action, subject, details = rows[-1]
    assert (action, subject, details["people"]) == ("pay_read", "explore", 1)
    assert details["asked"] == f"payout by rep {YEAR}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("email", "role", "who"), [
    ("ops@x.gr", Role.OPERATIONS, "everybody"), ("boss@x.gr", Role.EXECUTIVE, "company"),
    ("l@x.gr", Role.LEADER, "led"), ("a1@x.gr", Role.REP, "own"),
])  # fmt: skip
def test_an_answer_says_of_whom_the_pay_is(
    made: Overseen, language: Any, email: str, role: Role, who: str
) -> None:
    found = asked(view(made, email, role))
    of_pay = [note for note in found.notes if "pay" in note.key]
    assert [note.key for note in of_pay] == [f"note.pay_{who}", "note.pay_through"]
    assert of_pay[1].values == (("day", dt.date(2026, 6, 30)),)
    assert say(language, f"note.pay_{who}")


def test_what_is_taken_back_is_not_paid(tmp_path: Any) -> None:
    with overseen_shelf() as shelf:
        made = Overseen(shelf, Home(tmp_path), EXPLORE.path)
        made.shelf = replace(shelf, book=Posted(made.records))
        ops = view(made, "ops@x.gr", Role.OPERATIONS)
        assert asked(ops).total("payout") == sum(map(paid, EVERYBODY))
        with made.records.reading() as connection:
            [run] = records_of_pay.runs(connection)
        cycle.reopen(made.records, run.id, "other@x.gr", "A quota was wrong")
        again = view(made, "ops@x.gr", Role.OPERATIONS)
        assert answer(question(again), again.scope, again.shelf).total("payout") is None
        made.records.close()


PEOPLE = st.frozensets(st.sampled_from("abcdefgh"), max_size=8)
BOSS = PayScope(own=frozenset("a"), company=True)


def lines(days: list[frozenset[str]]) -> list[Line]:
    """So many euros to everybody who was paid on a day: a power of two tells whose."""
    return [
        Line(key, dt.date(2026, 1, at), Decimal(2) ** ("abcdefgh".index(key) + 8 * at), "EUR")
        for at, people in enumerate(days, 1)
        for key in sorted(people)
    ]


@given(st.lists(PEOPLE, max_size=6))
def test_sums_of_the_company_are_never_of_a_few(days: list[frozenset[str]]) -> None:
    given_lines, rest = lines(days), 0
    told = sums(given_lines, BOSS)
    for sum_of in told:
        members = {
            one.payee for one in given_lines if int(sum_of.amount) & int(one.amount) == int(one.amount)
        }
        assert len(members - {"a"}) >= 5, "those whose pay the reader does not know"
        rest += int(sum_of.amount)
    # Nothing is lost, but for the end, which waits.
    last = max((one.day for one in told), default=dt.date.min)
    assert rest == sum(int(one.amount) for one in given_lines if one.day <= last)


@given(st.lists(PEOPLE, max_size=6), PEOPLE)
def test_a_new_day_tells_nothing_of_earlier_ones(days: list[frozenset[str]], more: frozenset[str]) -> None:
    before, after = sums(lines(days), BOSS), sums(lines([*days, more]), BOSS)
    assert after[: len(before)] == before


def test_a_reading_says_whose_pay_was_asked(made: Overseen) -> None:
    """Limits of the question and of a measure of one's own: each is a reading of its own."""
    for limit in ("rep = Person a1", "rep = Person a2"):
        asked(made.view("nosy@x.gr", Role.OPERATIONS, period=YEAR, where=(limit,)))
    own = Shelves(own=('own_1|X|auto|payout[rep == "Person a3"]',))
    asked(made.view("nosy@x.gr", Role.OPERATIONS, period=YEAR, shelves=own), measures=("own_1",))
    with made.records.reading() as connection:
        found = connection.execute(sa.select(log.c.details).where(log.c.actor == "nosy@x.gr")).all()
    assert [one.details["asked"] for one in found] == [
        f"payout where rep in (a1) {YEAR}", f"payout where rep in (a2) {YEAR}",
        f"own_1 where rep in (a3) {YEAR}",
    ]  # fmt: skip


def test_what_could_not_be_logged_is_no_reading_that_was(
    made: Overseen, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, ops = Posted(made.records), view(made, "busy@x.gr", Role.OPERATIONS)

    def busy(*_: object, **__: object) -> None:
        raise sa.exc.OperationalError("locked", {}, Exception())

    with monkeypatch.context() as patched:
        patched.setattr("dashboard.pay.posted.log.write", busy)
        with pytest.raises(sa.exc.OperationalError):
            book.read(ops.scope, "payout", EUROS)
    book.read(ops.scope, "payout", EUROS)
    with made.records.reading() as connection:
        count = sa.select(sa.func.count()).where(log.c.actor == "busy@x.gr")
        assert connection.execute(count).scalar() == 1


@pytest.mark.parametrize("limit", ["customer = a1", "category = food"])
def test_pay_of_all_stands_beside_no_sales_of_some(made: Overseen, limit: str) -> None:
    ops = made.view("ops@x.gr", Role.OPERATIONS, period=YEAR, where=(limit,))
    with pytest.raises(NotUnderstood, match=r"ask\.pay_not_limited"):
        asked(ops, measures=("payout_rate",))


def test_ones_own_pay_is_all_of_it_wherever_one_works_now(made: Overseen) -> None:
    """A rep who has moved to another territory has no right to the old one, and was paid there."""
    moved = grant(Person("1", "a3@x.gr", "A3", Role.REP), Staff(made.shelf, {"a3@x.gr": "Ta8"}), (), DAY)
    rep = replace(view(made, "a3@x.gr", Role.REP), scope=moved)
    for alignment in ("today", "credited"):
        asks = replace(question(rep, "region"), alignment=alignment)  # type: ignore[arg-type]
        assert rep.answer(asks).total("payout") == paid("a3")


MIXED = [
    *(Line(key, dt.date(2026, 1, 31), Decimal(100), "EUR") for key in "abcdef"),
    Line("g", dt.date(2026, 1, 31), Decimal("777.77"), "USD"),
]
DOLLARS = Rates("EUR", {"USD": ((dt.date(2026, 1, 1), Decimal("0.5")), (dt.date(2026, 2, 1), Decimal(2)))})


def test_a_single_one_of_another_currency_is_not_told_apart(
    made: Overseen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.pay.posted._lines", lambda *_: tuple(MIXED))
    book = Posted(made.records)
    told = book.read(executive(made).scope, "payout", DOLLARS)
    assert (told.people, told.amounts) == (("?",), (Decimal("988.8850"),))
    everybody = book.read(view(made, "ops@x.gr", Role.OPERATIONS).scope, "payout", DOLLARS)
    assert everybody.amounts[-1] == Decimal("388.8850")
    with pytest.raises(NotUnderstood, match=r"^ask\.no_pay_sum$"):
        book.read(executive(made).scope, "payout", EUROS)


def test_a_reading_is_logged_again_after_a_while(made: Overseen) -> None:
    now = [0.0]
    ops = view(made, "late@x.gr", Role.OPERATIONS)
    book = Posted(made.records, lambda: now[0])
    for now[0] in (0.0, 59.0, 61.0):
        book.read(ops.scope, "payout", EUROS)
    with made.records.reading() as connection:
        count = sa.select(sa.func.count()).where(log.c.actor == "late@x.gr")
        assert connection.execute(count).scalar() == 2


@pytest.mark.parametrize("kind", ["why", "rows", "how"])
def test_a_sheet_that_may_not_be_opened_says_so_and_leaves_the_page(made: Overseen, kind: str) -> None:
    boss = made.view(
        "boss@x.gr", Role.EXECUTIVE, period=YEAR, see=f"{kind}:payout", where=("rep = Person a1",)
    )
    told = "".join(str(one) for one in walk(screen(boss)))
    assert ("could tell what somebody" in told) is (kind != "why"), (
        "of a year before there is nothing to explain"
    )
    assert not any(formats.number("en", paid(key), places) in told for key in EVERYBODY for places in (0, 2))
    assert say("en", "explore.result") in told


def test_where_nothing_tells_pay_apart_that_is_said(made: Overseen) -> None:
    for email, role, said in (("boss@x.gr", Role.EXECUTIVE, True), ("ops@x.gr", Role.OPERATIONS, False)):
        look = made.view(email, role, period=YEAR, shelves=Shelves(measures=("payout",), rows=()))
        told = "".join(str(one) for one in walk(screen(look)))
        assert (say("en", "explore.whole_alone") in told) is said
