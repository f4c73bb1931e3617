"""The answers to ideas: one tap, one row in the records, and the panel drawn again."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update
from sqlalchemy.engine import Connection

from dashboard.answers.ideas import names_of
from dashboard.errors import Denied
from dashboard.metrics.ideas import RULES
from dashboard.pages.ideas import OUTCOMES, PANEL, REASONS, Told, acts, ideas_inside
from dashboard.pages.instead import instead
from dashboard.pages.pay.offered import own_ideas
from dashboard.pages.view import View
from dashboard.parts.states import replacement
from dashboard.records import contacts
from dashboard.records import ideas as book
from dashboard.shell.sessions import current_person

Viewing = Callable[[dict[str, Any]], AbstractContextManager[View]]
_DETAILS = {"reject": REASONS, "done": OUTCOMES}
_LONGEST = 9  # digits of a number that every database holds


def install_ideas(app: Dash, viewing: Viewing) -> None:
    """Connect the buttons of the ideas."""

    @app.callback(
        Output(PANEL, "children"),
        Input({"idea": ALL, "answer": ALL, "detail": ALL}, "n_clicks"),
        State("asked", "data"),
        prevent_initial_call=True,
    )
    def answer(clicks: list[int | None], asked: dict[str, Any]) -> Any:
        chosen = ctx.triggered_id
        if not any(clicks) or not ctx.triggered or not ctx.triggered[0]["value"]:
            return no_update  # the buttons have only just been drawn
        try:
            with viewing(asked) as view:
                told = give(view, str(chosen["idea"]), str(chosen["answer"]), str(chosen["detail"]))
                return ideas_inside(view, told)
        except Exception as error:  # noqa: BLE001 - whatever it is, the panel says a sentence
            language = current_person().language
            return replacement(language, instead(language, error), 96)


def give(view: View, episode: str, answer: str, detail: str) -> Told:
    """Write down what somebody answers to an idea that they may see.

    Raises:
        Denied: it is not theirs to answer.
    """
    if not acts(view) or view.records is None:
        raise Denied("ideas.may_not")
    number = int(episode) if episode.isdecimal() and len(episode) <= _LONGEST else 0
    # Looked up before the records are held: to see pay may write to them.
    of_pay = own_ideas(view)
    with view.records.writing() as connection:
        found = book.episode(connection, number)
        if found is None or found.held_out or not _theirs(view, found.idea, of_pay):
            return Told("ideas.gone")
        on, who = view.today, view.person.email
        if answer == book.UNDO:
            return _take_back(connection, found, detail, on, who)
        if answer in contacts.KINDS and found.idea.rule in RULES and not RULES[found.idea.rule].of_territory:
            contacts.make(connection, on, who, found.idea.account, answer, number)
            book.answer(connection, number, "accept", answer, on, who)
        elif answer in book.ANSWERS and detail in _DETAILS.get(answer, ("-",)):
            book.answer(connection, number, answer, detail, on, who)
        else:
            return Told("ideas.gone")
    return Told(f"ideas.told_{answer}", number, found.answers + 1)


def _theirs(view: View, idea: book.Idea, of_pay: frozenset[book.Idea]) -> bool:
    """Whether it is about an account in scope; one about pay is whose pay it is."""
    return idea in of_pay or bool(names_of([idea], view.scope, view.shelf))


def _take_back(connection: Connection, found: book.Episode, detail: str, on: dt.date, who: str) -> Told:
    """Take back the answer that was the last one when the button was drawn: a second tap finds it gone.

    What somebody else has answered since then stays.
    """
    number = int(detail) if detail.isdecimal() and len(detail) <= _LONGEST else 0
    if not 0 < number <= found.answers:
        return Told("ideas.told_undo" if number else "ideas.gone")
    if number < found.answers:
        return Told("ideas.gone")
    if found.detail in contacts.KINDS:
        contacts.withdraw(connection, found.id)
    book.answer(connection, found.id, book.UNDO, "", on, who)
    return Told("ideas.told_undo")
