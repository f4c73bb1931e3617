"""The ideas that were shown or held back, and what became of them.

A row of `idea_shown` is one episode: an idea that was raised for an account and seen by somebody, or
that would have been seen and was held back at random. Answers are added, never changed; the last one
counts, and an `undo` takes back the one before it.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from dashboard.records.tables import idea_answer, idea_shown

Answer = Literal["accept", "snooze", "reject", "done"]
UNDO = "undo"
ANSWERS: tuple[Answer, ...] = ("accept", "snooze", "reject", "done")
_USEFUL = ("accept", "done")


@dataclass(frozen=True, slots=True)
class Idea:
    """What an episode is about: the rule, the customer (or territory), and a product or deal of it."""

    rule: str
    account: str
    subject: str


@dataclass(frozen=True, slots=True)
class Episode:
    """One idea from the day on which it was first shown, with its last answer ("" is none yet).

    `answers` is how many of them stand.
    """

    id: int
    idea: Idea
    territory: str
    shown_on: dt.date
    held_out: bool
    expected: Decimal
    answer: Answer | Literal[""] = ""
    detail: str = ""
    answered_on: dt.date | None = None
    answers: int = 0


@dataclass(frozen=True, slots=True)
class Showing:
    """What is written of an idea when it is shown or held back."""

    idea: Idea
    territory: str
    expected: Decimal
    held_out: bool


def show(connection: Connection, showings: Sequence[Showing], on: dt.date, person: str) -> None:
    """Write down what is shown for the first time today; what stands there already stays.

    Two people may see the same for the first time at once: the database lets one of them write.
    """
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    for one in showings:
        connection.execute(
            insert(idea_shown)
            .values(
                rule=one.idea.rule,
                account=one.idea.account,
                subject=one.idea.subject,
                shown_on=on,
                territory=one.territory,
                held_out=one.held_out,
                expected=str(one.expected),
                at=dt.datetime.now(dt.UTC),
                person=person[:254],
            )
            .on_conflict_do_nothing()
        )


def episodes(
    connection: Connection, since: dt.date, accounts: Collection[str] = (), territories: Collection[str] = ()
) -> list[Episode]:
    """The episodes of these accounts or territories that began on a day or later, oldest first."""
    table = idea_shown.c
    chosen = sa.or_(table.account.in_(accounts), table.territory.in_(territories))
    return _read(connection, sa.and_(table.shown_on >= since, chosen))


def all_episodes(connection: Connection, since: dt.date) -> list[Episode]:
    """Every episode that began on a day or later, oldest first."""
    return _read(connection, idea_shown.c.shown_on >= since)


def episode(connection: Connection, id: int) -> Episode | None:
    """The episode of this id, to be answered: whoever else answers it waits until this is written."""
    connection.execute(sa.select(idea_shown.c.id).where(idea_shown.c.id == id).with_for_update())
    return next(iter(_read(connection, idea_shown.c.id == id)), None)


def answer(connection: Connection, id: int, given: str, detail: str, on: dt.date, person: str) -> None:
    """Add an answer to an episode, or take back the one before; the last that stands is its judgement."""
    connection.execute(
        sa.insert(idea_answer).values(
            shown_id=id, at=dt.datetime.now(dt.UTC), on=on, person=person[:254], answer=given, detail=detail
        )
    )
    for one in _read(connection, idea_shown.c.id == id):
        judged = sa.update(idea_shown).where(idea_shown.c.id == id)
        connection.execute(judged.values(judged=one.answer, judged_on=one.answered_on))


def usefulness(connection: Connection, since: dt.date) -> dict[str, tuple[int, int]]:
    """How many ideas of each rule were judged since a day, and how many of them found useful."""
    table = idea_shown.c
    useful = sa.func.sum(sa.case((table.judged.in_(_USEFUL), 1), else_=0))
    rows = connection.execute(
        sa.select(table.rule, useful, sa.func.count())
        .where(table.judged_on >= since, table.judged.in_((*_USEFUL, "reject")))
        .group_by(table.rule)
    )
    return {rule: (int(good), int(count)) for rule, good, count in rows}


def _read(connection: Connection, which: sa.ColumnElement[bool]) -> list[Episode]:
    rows = connection.execute(
        sa.select(idea_shown).where(which).order_by(idea_shown.c.shown_on, idea_shown.c.id)
    ).all()
    given: dict[int, list[tuple[str, str, dt.date]]] = {}
    answered = sa.select(idea_answer).join(idea_shown, idea_shown.c.id == idea_answer.c.shown_id).where(which)
    for one in connection.execute(answered.order_by(idea_answer.c.id)):
        kept = given.setdefault(one.shown_id, [])
        if one.answer == UNDO:
            kept[-1:] = []
        else:
            kept.append((one.answer, one.detail, one.on))
    return [_episode(row, given.get(row.id, [])) for row in rows]


def _episode(row: sa.Row[tuple[object, ...]], given: list[tuple[str, str, dt.date]]) -> Episode:
    last, detail, on = given[-1] if given else ("", "", None)
    idea = Idea(row.rule, row.account, row.subject)
    return Episode(
        row.id, idea, row.territory, row.shown_on, row.held_out, Decimal(row.expected),
        cast("Answer | Literal['']", last), detail, on, len(given),
    )  # fmt: skip
