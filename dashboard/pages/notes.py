"""Notes beside a number: those that apply to what is looked at, what each said before, and a new one."""

import datetime as dt
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.access.person import Role
from dashboard.pages.bar import chip_words
from dashboard.pages.view import View
from dashboard.parts.controls import Control
from dashboard.parts.notes import NoteLine, note_list, note_writer
from dashboard.records.notes import Binding, Note
from dashboard.text import dates, say

INSIDE = {"notes": "inside"}
LONGEST = 2_000


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


def notes_content(view: View, measure: str, days: str, told: str = "") -> Component:
    """What stands in the sheet; where something is written, it is drawn again."""
    return html.Div(notes_inside(view, measure, days, told), id=INSIDE)


def notes_inside(view: View, measure: str, days: str, told: str = "") -> list[Component]:
    """The notes, and room for a new one."""
    language = view.language
    lines = [_line(view, one) for one in notes_of(view, measure, days)]
    inside: list[Component] = []
    if told:
        inside.append(html.P(say(language, told), className="idea-status", role="status"))
    inside.append(
        note_list(language, lines) if lines else html.P(say(language, "notes.none"), className="quiet")
    )
    if writes(view):
        inside.append(note_writer(language, _about(view, days), LONGEST))
    return inside


def _about(view: View, days: str) -> str:
    """To what a note will be bound, in words."""
    period = view.days(days)
    what = view.customer or view.node
    name = what.label if what else say(view.language, "territory.all")
    where = ", ".join((name, *chip_words(view)))
    return say(
        view.language,
        "notes.bound",
        where=where,
        days=dates.day_range(view.language, period.start, period.end),
    )


def _line(view: View, one: Note) -> NoteLine:
    mine = writes(view) and one.person == view.person.email
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
