"""How much a question asks for, and what would be less."""

import datetime as dt
from dataclasses import replace

from dashboard.access.scope import Scope
from dashboard.answers.lanes import TooLong
from dashboard.answers.statement import Statement
from dashboard.metrics.question import Question

LONG = dt.timedelta(days=366)


def is_across(question: Question, scope: Scope) -> bool:
    """Whether the lines of all territories are read.

    They lie sorted by territory: the lines of one are found without reading the others.
    """
    return scope.everything and not _named(question, "territory")


def in_its_lane(statement: Statement, question: Question, scope: Scope) -> Statement:
    """The statement that answers a question, marked as a scan where it reads all lines."""
    return replace(statement, scan="sales" in statement.relations and is_across(question, scope))


def shorten(error: TooLong, question: Question, scope: Scope) -> TooLong:
    """The same error with the advice that fits the question: a shorter period first, then a territory."""
    days = question.period
    if days.end - days.start >= LONG:
        year = max(days.start, days.end - LONG + dt.timedelta(days=1))
        return TooLong("ask.too_long_period", **error.values, start=year, end=days.end)
    if is_across(question, scope):
        return TooLong("ask.too_long_territory", **error.values)
    return error


def _named(question: Question, dimension: str) -> bool:
    return any(one.dimension == dimension and not one.exclude for one in question.where)
