"""Ideas and contacts in the records: episodes, answers and their undoing, and several people at once."""

import datetime as dt
import threading
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from dashboard.records import accounts, contacts, ideas, migrate
from dashboard.records.ideas import UNDO, Idea, Showing
from dashboard.records.store import Records
from dashboard.records.tables import contact_made, idea_answer, idea_shown, metadata

TODAY = dt.date(2026, 6, 30)
FIRST = Showing(Idea("overdue_order", "C1", ""), "T", Decimal("52.5000"), False)
SECOND = Showing(Idea("lost_item", "C1", "P1"), "T", Decimal("1234567890.1234"), True)


def shown(records: Records, *showings: Showing, on: dt.date = TODAY, person: str = "ana@x.gr") -> None:
    with records.writing() as connection:
        ideas.show(connection, showings, on, person)


def every(records: Records) -> list[ideas.Episode]:
    with records.reading() as connection:
        return ideas.all_episodes(connection, dt.date.min)


def answered(records: Records, number: int, *given: str, on: dt.date = TODAY) -> ideas.Episode:
    with records.writing() as connection:
        for one in given:
            ideas.answer(connection, number, one, f"of {one}", on, "ana@x.gr")
    return next(one for one in every(records) if one.id == number)


def test_an_episode_is_written_down_once_a_day(records: Records) -> None:
    shown(records, FIRST, SECOND, FIRST)
    shown(records, FIRST, person="nikos@x.gr")
    shown(records, FIRST, on=TODAY + dt.timedelta(1))
    one, two, three = every(records)
    assert (one.idea, one.territory, one.shown_on, one.held_out) == (FIRST.idea, "T", TODAY, False)
    assert (two.idea, two.held_out, two.expected) == (SECOND.idea, True, Decimal("1234567890.1234"))
    assert (three.idea, three.shown_on) == (FIRST.idea, TODAY + dt.timedelta(1))
    with records.reading() as connection:
        assert connection.execute(sa.select(idea_shown.c.person).distinct()).scalars().all() == ["ana@x.gr"]


def test_episodes_are_those_of_accounts_or_territories_since_a_day(records: Records) -> None:
    other = Showing(Idea("overdue_order", "C2", ""), "V", Decimal(1), False)
    shown(records, FIRST, on=TODAY - dt.timedelta(9))
    shown(records, other)
    with records.reading() as connection:

        def found(*asked: object) -> list[str]:
            return [one.idea.account for one in ideas.episodes(connection, *asked)]  # type: ignore[arg-type]

        assert found(dt.date.min, ["C1"]) == found(dt.date.min, [], ["T"]) == ["C1"]
        assert found(dt.date.min, ["C1"], ["V"]) == ["C1", "C2"]
        assert found(TODAY, ["C1"], ["V"]) == ["C2"]
        assert found(dt.date.min) == found(dt.date.min, ["' OR 1=1 --"]) == []
        assert found(dt.date.min, [f"C{n}" for n in range(2000)]) == ["C1", "C2"]


def test_the_last_answer_counts_and_an_undo_takes_it_back(records: Records) -> None:
    shown(records, FIRST)
    (one,) = every(records)
    assert (one.answer, one.detail, one.answered_on) == ("", "", None)
    assert answered(records, one.id, "accept").answer == "accept"
    told = answered(records, one.id, "reject", on=TODAY + dt.timedelta(2))
    assert (told.answer, told.detail, told.answered_on) == ("reject", "of reject", TODAY + dt.timedelta(2))
    back = answered(records, one.id, UNDO)
    assert (back.answer, back.detail, back.answered_on) == ("accept", "of accept", TODAY)
    assert answered(records, one.id, UNDO).answer == ""
    # Of nothing: nothing, and what comes after counts.
    assert answered(records, one.id, UNDO).answer == ""
    assert answered(records, one.id, "snooze").answer == "snooze"
    with records.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(idea_answer)).scalar() == 6


def test_an_answer_to_nothing_is_refused(records: Records) -> None:
    with records.writing() as connection:
        assert ideas.episode(connection, 0) is None
        assert ideas.episode(connection, 999_999_999) is None
    with pytest.raises(sa.exc.IntegrityError), records.writing() as connection:
        ideas.answer(connection, 5, "accept", "", TODAY, "ana@x.gr")


def test_a_rule_is_as_useful_as_the_last_answers_to_its_ideas(records: Records) -> None:
    some = [Showing(Idea(rule, f"C{n}", ""), "T", Decimal(1), False) for n in range(6) for rule in ("a", "b")]
    shown(records, *some)
    numbers = [one.id for one in every(records) if one.idea.rule == "a"]
    answered(records, numbers[0], "accept", "done")  # one idea, one judgement
    answered(records, numbers[1], "reject")
    answered(records, numbers[2], "reject", UNDO)
    answered(records, numbers[3], "accept", "reject", UNDO)
    answered(records, numbers[4], "snooze")
    answered(records, numbers[5], "reject", on=TODAY - dt.timedelta(9))
    with records.reading() as connection:
        assert ideas.usefulness(connection, TODAY) == {"a": (2, 3)}
        assert ideas.usefulness(connection, dt.date.min) == {"a": (2, 4)}


def _at_once(*steps: object) -> list[BaseException]:
    """Run these at once; what went wrong."""
    wrong: list[BaseException] = []
    start = threading.Barrier(len(steps))

    def run(step: object) -> None:
        start.wait()
        try:
            step()  # type: ignore[operator]
        except BaseException as error:  # noqa: BLE001 - the test says what it was
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def test_two_who_see_an_idea_at_once_see_one(records: Records) -> None:
    some = [Showing(Idea("overdue_order", f"C{n}", ""), "T", Decimal(1), False) for n in range(20)]
    assert _at_once(*[lambda: shown(records, *some)] * 4) == []
    assert len(every(records)) == 20


def test_of_two_who_take_back_at_once_one_does(records: Records) -> None:
    shown(records, FIRST)
    (one,) = every(records)
    answered(records, one.id, "accept", "snooze")

    def take_back() -> None:
        with records.writing() as connection:
            found = ideas.episode(connection, one.id)
            assert found is not None
            if found.answer == "snooze":
                ideas.answer(connection, one.id, UNDO, "", TODAY, "ana@x.gr")

    assert _at_once(*[take_back] * 4) == []
    assert every(records)[0].answer == "accept"


def test_a_contact_stands_until_it_is_withdrawn(records: Records) -> None:
    shown(records, FIRST, replace_account(FIRST, "C2"))
    one, two = (episode.id for episode in every(records))
    with records.writing() as connection:
        contacts.make(connection, TODAY, "ana@x.gr", "C1", "visit", one)
        contacts.make(connection, TODAY, "ana@x.gr", "C1", "call", one)
        contacts.make(connection, TODAY, "ana@x.gr", "C2", "call", two)
        free = contacts.make(connection, TODAY, "nikos@x.gr", "C3", "visit")
    kinds: list[list[str]] = []
    for _ in range(4):
        with records.writing() as connection:
            kinds.append([made.kind for made in contacts.made(connection) if made.customer == "C1"])
            contacts.withdraw(connection, one)
    assert kinds == [["visit", "call"], ["visit"], [], []]
    with records.reading() as connection:
        assert [made.customer for made in contacts.made(connection)] == ["C2", "C3"]
        assert contacts.made(connection)[1] == contacts.Made(free, TODAY, "nikos@x.gr", "C3", "visit")
        assert connection.execute(sa.select(sa.func.count()).select_from(contact_made)).scalar() == 4


def replace_account(showing: Showing, account: str) -> Showing:
    return Showing(Idea(showing.idea.rule, account, ""), "T", Decimal(1), False)


def test_what_an_earlier_metron_wrote_is_there_after_the_step(url: str) -> None:
    records = Records(url)
    with records.writing() as connection:
        accounts.add(connection, accounts.Account("ana@x.gr", "Ana", "rep", "hash"))
        config = _steps(connection)
        for table in reversed(metadata.sorted_tables):
            if table.name not in ("person", "grant_by_hand", "ended_session", "log"):
                table.drop(connection)
        command.stamp(config, "0001")
    records.close()
    records = Records(url)
    with records.reading() as connection:
        assert [one.email for one in accounts.everybody(connection)] == ["ana@x.gr"]
    shown(records, FIRST)
    assert len(every(records)) == 1
    records.close()


def _steps(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


# The tables that there were before judgements were kept.
BEFORE = {
    "person", "grant_by_hand", "ended_session", "log", "idea_shown", "idea_answer", "contact_made",
    "note_written", "note_said", "outbox", "note_told", "alembic_version",
}  # fmt: skip


def test_what_was_answered_before_judgements_were_kept_is_judged(url: str) -> None:
    records = Records(url)
    rules = ("a", "b", "c", "d")
    shown(records, *(Showing(Idea(rule, "C1", ""), "T", Decimal(1), False) for rule in rules))
    numbers = [one.id for one in every(records)]
    for number, given in zip(
        numbers, (["reject", "accept"], ["accept", UNDO], [UNDO, "reject"]), strict=False
    ):
        answered(records, number, *given)
    with records.writing() as connection:
        later = [one.name for one in reversed(metadata.sorted_tables) if one.name not in BEFORE]
        for change in (
            *(f'DROP TABLE "{table}"' for table in later),
            "DROP INDEX ix_idea_shown_judged",
            "ALTER TABLE idea_shown DROP COLUMN judged",
            "ALTER TABLE idea_shown DROP COLUMN judged_on",
        ):
            connection.execute(sa.text(change))
        command.stamp(_steps(connection), "0004")
    records.close()
    records = Records(url)
    with records.reading() as connection:
        assert ideas.usefulness(connection, TODAY) == {"a": (1, 1), "c": (0, 1)}
        assert ideas.usefulness(connection, TODAY + dt.timedelta(1)) == {}
    records.close()
