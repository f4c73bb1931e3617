"""Notes beside a number: those that apply to what is looked at, what each said before, and a new one."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dash.development.base_component import Component

from dashboard.access.person import Role
from dashboard.metrics.periods import Period
from dashboard.pages.address import DEFAULT_INCOMPLETE
from dashboard.pages.bar import chip_words
from dashboard.pages.told import Reader, readers, told_words
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.controls import Control
from dashboard.parts.notes import NoteLine, Tell, note_list, note_writer
from dashboard.records.notes import Binding, Note
from dashboard.text import dates, say

INSIDE = {"notes": "inside"}
LONGEST = 2_000
MOST_TOLD = 100  # times in 24 hours that one person tells somebody of a note


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody was about to write and could not: of which note ("new"), its words, whom to tell."""

    note: str
    words: str
    tell: tuple[str, ...] = ()


def writes(view: View) -> bool:
    """Whether this person writes notes here; an auditor reads, and the past is past."""
    return view.records is not None and view.person.role is not Role.AUDITOR and not view.address.as_of


def menu_entry(view: View, measure: str, days: str) -> tuple[Control, ...]:
    """The way to the notes of a tile, with how many there are; none where nobody could read or write one."""
    count = len(notes_of(view, measure, days)) if view.records is not None else 0
    if not count and not writes(view):
        return ()
    what = f"{measure}@{days}" if days else measure
    label = say(view.language, "notes.see" if count else "notes.add")
    there = view.address.but(see=f"note:{what}").href
    return (
        Control(label, there, icon="note", hint=say(view.language, "notes.count", n=count) if count else ""),
    )


def notes_of(view: View, measure: str, days: str) -> list[Note]:
    """The notes that apply to a tile, the latest first."""
    period = view.days(days)
    return [
        one
        for one in view.notes
        if one.binding.measure == measure
        and one.binding.from_day <= period.end
        and one.binding.to_day >= period.start
    ]


def binding_of(view: View, measure: str, days: str) -> Binding:
    """Where a note that is written now will apply."""
    period = view.days(days)
    return Binding(measure, view.place, view.address.where, period.start, period.end)


def address_of(view: View, measure: str, days: str) -> str:
    """Where whoever may see it finds a note that is written now, also when these days have passed."""
    period = view.days(days)
    return view.address.but(
        see=f"note:{measure}",
        period=str(Period(period.start, period.end)),
        incomplete=DEFAULT_INCOMPLETE,
        at=view.node.id if view.node and not view.customer else "",
    ).href


def notes_content(view: View, measure: str, days: str, told: str = "") -> Component:
    """What stands in the sheet; where something is written, it is drawn again."""
    return html.Div(notes_inside(view, measure, days, told), id=INSIDE)


def notes_inside(
    view: View, measure: str, days: str, told: str = "", draft: Draft | None = None
) -> list[Component]:
    """The notes, and room for a new one; a `draft` stands again where it was written."""
    language = view.language
    offered = readers(view) if writes(view) else []
    lines = [_line(view, one, offered, draft) for one in notes_of(view, measure, days)]
    inside: list[Component] = []
    if told:
        inside.append(html.P(say(language, told, most=MOST_TOLD), className="idea-status", role="status"))
    inside.append(
        note_list(language, lines) if lines else html.P(say(language, "notes.none"), className="quiet")
    )
    if writes(view):
        period = view.days(days)
        about, words = bound_words(view, period.start, period.end), _words("new", draft)
        inside.append(note_writer(language, about, LONGEST, _tell(view, "new", offered, draft), words))
    elif view.records is not None:
        only = "notes.reads_past" if view.address.as_of else "notes.reads_alone"
        inside.append(html.P(say(language, only), className="quiet"))
    return inside


def bound_words(view: View, first: dt.date, last: dt.date) -> str:
    """To what a note of these days is bound, in words."""
    what = view.customer or view.node
    name = what.label if what else say(view.language, "territory.all")
    where = ", ".join((name, *chip_words(view)))
    return say(view.language, "notes.bound", where=where, days=dates.day_range(view.language, first, last))


def _words(note: str, draft: Draft | None) -> str:
    return draft.words if draft and draft.note == note else ""


def _tell(view: View, note: str, offered: Sequence[Reader], draft: Draft | None) -> Tell:
    chosen = draft.tell if draft and draft.note == note else ()
    return Tell(
        tuple((one.email, one.name) for one in offered),
        tuple(one.email for one in offered if one.email in chosen),
        say(view.language, "notes.tell_mail" if view.mails else "notes.tell_no_mail"),
    )


def _line(view: View, one: Note, offered: Sequence[Reader], draft: Draft | None) -> NoteLine:
    mine = writes(view) and one.person == view.person.email
    told = {each.person for each in one.told}
    others = [reader for reader in offered if reader.email not in told]
    return NoteLine(
        str(one.id),
        one.name,
        dates.day_range(view.language, one.binding.from_day, one.binding.to_day),
        one.body,
        _moment(view, one.versions[0].at),
        tuple(
            (_moment(view, each.at), each.body or say(view.language, "notes.was_empty"))
            for each in one.versions[:-1]
        ),
        mine,
        tuple(told_words(view, each, mine=mine) for each in one.told),
        _tell(view, str(one.id), others, draft) if mine else Tell(),
        _words(str(one.id), draft) if mine else "",
    )


def _moment(view: View, at: dt.datetime) -> str:
    return f"{dates.day(view.language, at.date())}, {dates.time(view.language, at)}"


def trend_notes(view: View, measure: str, most: int = 3) -> Sequence[Component]:
    """The latest notes of the year below its months."""
    found = notes_of(view, measure, "year")[:most] if view.records is not None else []
    return [
        html.P(
            [
                html.Span(
                    dates.day_range(view.language, one.binding.from_day, one.binding.to_day),
                    className="quiet",
                ),
                f" {one.name}: {one.body}",
            ],
            className="figure-note noted",
        )
        for one in found
    ]
