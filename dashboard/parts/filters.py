"""The filter bar: time, comparison, territory, alignment and chips, the same on every page.

Every choice is a link to another address. The pills open popovers, which a phone shows as sheets
from the bottom. What is no link is a range of one's own days (`OwnDays`): the shell reads it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import dash_mantine_components as dmc
from dash.development.base_component import Component

from dashboard.parts import html
from dashboard.parts.controls import Control, aria, icon_control, opener, text_control
from dashboard.parts.icons import icon
from dashboard.text import Language, dates, say

# The ids of the ranges that one chooses day by day: of the period, and of what it is compared with.
RANGE, OTHER_DAYS = "range", "other-days"
# What the buttons of a calendar are called; those that bear a month or a year are called by it.
_CALENDAR = {
    "previousMonth": "earlier_month", "nextMonth": "later_month",
    "previousYear": "earlier_year", "nextYear": "later_year",
    "previousDecade": "earlier_years", "nextDecade": "later_years",
}  # fmt: skip
# What the ids of the pills' popovers begin with: the shell has one drawn when a pointer or focus comes near.
AHEAD = "pill-"
# The ids of the text by which a territory is looked for, and of the room for those that are found.
SOUGHT, FOUND = "sought-territory", "found-territories"


@dataclass(frozen=True, slots=True)
class OwnDays:
    """A range of one's own, by the id that the shell knows.

    `days` are those chosen; where none are, the calendar opens at `near`.
    """

    id: str
    label: str
    days: tuple[dt.date, dt.date] | None = None
    latest: dt.date | None = None
    near: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """What period is shown, its neighbours, and the others one may choose.

    `switch` takes the incomplete period in or out.
    """

    label: str
    days: str
    own: OwnDays
    earlier: str = ""
    later: str = ""
    presets: tuple[Control, ...] = ()
    switch: Control | None = None


@dataclass(frozen=True, slots=True)
class Pill:
    """A choice among few, read as a sentence: "vs" "prior year" "same selling days".

    `detail` is said where the window is wide enough, and always among the choices.
    """

    lead: str
    value: str
    hint: str = ""
    detail: str = ""
    choices: tuple[Control, ...] = ()
    own: OwnDays | None = None
    accent: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """The path to the territory that is open, and what lies one level below it."""

    path: tuple[Control, ...]
    children: tuple[Control, ...] = ()


@dataclass(frozen=True, slots=True)
class Chip:
    """One more filter: it can be removed, and an exclusion says "without".

    An `accent` is one that nobody may miss: on a phone it stands first.
    """

    lead: str
    value: str
    remove: str
    accent: bool = False


@dataclass(frozen=True, slots=True)
class Freshness:
    """Through which day the data goes; late when a load is overdue."""

    text: str
    late: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """All of the bar. What a page does not have is left out.

    `sentence` says which days stand against which, where the pills have no room for that; `adding` are
    the dimensions, by key and name, by which one may limit more.
    """

    freshness: Freshness
    time: Time | None = None
    comparison: Pill | None = None
    place: Place | None = None
    alignment: Pill | None = None
    chips: tuple[Chip, ...] = ()
    tools: tuple[Control, ...] = ()
    sentence: str = ""
    adding: tuple[tuple[str, str], ...] = ()


def filter_bar(language: Language, model: Filters) -> Component:
    """The bar in the order in which one reads it: when, against what, where, what else, how fresh."""
    parts: list[Any] = []
    if model.time:
        parts.append(_time(language, model.time))
    if model.comparison:
        parts.append(_pill(language, model.comparison, "comparison"))
    if model.place:
        parts.append(_place(language, model.place))
    if model.alignment:
        parts.append(_pill(language, model.alignment, "alignment"))
    parts += [_chip(language, chip) for chip in model.chips]
    if model.adding:
        parts.append(_adding(language, model.adding))
    return html.Section(  # no banner: a window over the page has one already
        [html.Div(parts, className="filter-parts"), *_sentence(model), _freshness(language, model)],
        className="filters",
        **aria(label=say(language, "parts.filters")),
    )


def _sentence(model: Filters) -> list[Component]:
    """Both sides of the comparison in words, where a narrow window has no room for them on the pills."""
    return [html.P(model.sentence, className="quiet compared-days")] if model.sentence else []


def _time(language: Language, time: Time) -> Component:
    words = [html.B(time.label), html.Span(time.days, className="quiet days")]
    content = [*_choices(language, time.presets)]
    if time.switch:
        content += _choices(language, [time.switch], "choices explained apart")
    content.append(_own_range(language, time.own))
    return html.Div(
        [
            _step(say(language, "parts.earlier"), time.earlier, "left"),
            popover(words, content, say(language, "parts.time"), "time"),
            _step(say(language, "parts.later"), time.later, "right"),
        ],
        className="pill time",
    )


def _step(label: str, href: str, shape: str) -> Component:
    content = [icon(shape), html.Span(label, className="unseen")]
    if not href:
        return html.Span(content, className="step off", **aria(disabled="true"))
    link: Component = html.Link(content, href=href, className="step", title=label)
    return link


def _own_range(language: Language, own: OwnDays) -> Component:
    """The calendar behind a control of its own: drawing it takes longer than all choices together."""
    edges = {} if own.latest is None else {"maxDate": own.latest.isoformat()}
    if near := own.days[0] if own.days else own.near:
        edges["defaultDate"] = near.isoformat()
    calendar = dmc.DatePicker(
        id=own.id,
        type="range",
        value=[day.isoformat() for day in own.days] if own.days else [None, None],
        allowSingleDateInRange=True,
        hideOutsideDates=True,
        ariaLabels={name: say(language, f"parts.calendar_{key}") for name, key in _CALENDAR.items()},
        **edges,
    )
    chosen = [html.Span(dates.day_range(language, *own.days), className="quiet")] if own.days else []
    words = html.Span([icon("calendar"), own.label, *chosen], className="choice-words")
    whole: Component = dmc.Popover(
        [
            dmc.PopoverTarget(words, boxWrapperProps=opener("choice own-days")),
            dmc.PopoverDropdown(calendar, **aria(label=own.label)),
        ],
        position="bottom-start",
        withinPortal=False,
        trapFocus=True,
        returnFocus=True,
        transitionProps={"duration": 0},
        classNames={"dropdown": "floating"},
    )
    return html.Div(whole, className="own-range")


def _pill(language: Language, pill: Pill, name: str) -> Component:
    words = [html.Span(f"{pill.lead} ", className="lead-in"), html.B(pill.value)]
    words += [html.Span(pill.hint, className="quiet days pairing")] if pill.hint else []
    words += [html.Span(pill.detail, className="quiet days detail")] if pill.detail else []
    content = _choices(language, pill.choices, "choices explained")
    if pill.own:
        content.append(_own_range(language, pill.own))
    frame = popover(words, content, f"{pill.lead} {pill.value}", name)
    return html.Div(frame, className="pill accent" if pill.accent else "pill")


def _place(language: Language, place: Place) -> Component:
    *above, here = place.path
    crumbs = [
        html.Li([html.Link(crumb.label, href=crumb.href), icon("right", "small")], className="above")
        for crumb in above
    ]
    if place.children:
        title = say(language, "parts.below")
        search = dmc.TextInput(
            id=SOUGHT,
            placeholder=say(language, "parts.find_below"),
            debounce=150,
            classNames={"input": "search"},
            className="searching",
            **aria(label=say(language, "parts.find_below")),
        )
        found = html.Div(places(language, place.children), id=FOUND, **aria(live="polite"))
        last: Any = popover([html.B(here.label)], [search, found], title, "place")
    else:
        last = html.B(here.label)
    return html.Nav(
        html.Ol([*crumbs, html.Li(last, className="here")]),
        className="path",
        **aria(label=say(language, "parts.territory")),
    )


def places(language: Language, found: Sequence[Control]) -> list[Component]:
    """The territories to choose from: those one level below, or those that were looked for."""
    return _choices(language, found) or [html.P(say(language, "parts.no_match"), className="no-match")]


def _chip(language: Language, chip: Chip) -> Component:
    away = say(language, "parts.remove", filter=f"{chip.lead} {chip.value}".strip())
    return html.Span(
        [
            html.Span([f"{chip.lead} " if chip.lead else "", html.B(chip.value)]),
            html.Link(
                [icon("close", "small"), html.Span(away, className="unseen")], href=chip.remove, title=away
            ),
        ],
        className="chip accent" if chip.accent else "chip",
    )


def _adding(language: Language, dimensions: Sequence[tuple[str, str]]) -> Component:
    """A further filter: a dimension, and a member of it that is looked for by typing (`assets/find.js`)."""
    label, find = say(language, "parts.add_filter"), say(language, "parts.find_member")
    chosen = html.Select(
        [html.Option(name, value=key) for key, name in dimensions],
        name="dimension",
        **aria(label=say(language, "parts.filter_by")),
    )
    typed = dmc.TextInput(
        name="text",
        placeholder=find,
        classNames={"input": "search"},
        className="searching",
        **aria(label=find),
    )
    found = html.Div(className="offered", **{"data-found": ""}, **aria(live="polite"))
    room = html.Div([chosen, typed, found], className="finding", **{"data-finds": "/find/members"})
    face = [icon("plus", "small"), html.Span(label)]
    return html.Div(popover(face, [room], label, "add-filter"), className="pill adding")


def _freshness(language: Language, model: Filters) -> Component:
    late = model.freshness.late
    dot = html.Span(className="dot warn" if late else "dot")
    unseen = [html.Span(say(language, "parts.is_late"), className="unseen")] if late else []
    words = html.Span([dot, model.freshness.text, *unseen], className="fresh", title=model.freshness.hint)
    return html.Div([words, *(icon_control(tool) for tool in model.tools)], className="filter-end")


def copy_link(language: Language) -> Control:
    """The tool that copies the address; `assets/parts.js` answers it."""
    return Control(
        say(language, "parts.copy_link"),
        icon="link",
        attributes={"data-copies": "", "data-done": say(language, "parts.copied")},
    )


def popover(face: Sequence[Component], content: Sequence[Component], label: str, name: str) -> Component:
    """The drop-down of the pill of this name; it traps the focus while it is open, and Escape closes it."""
    words = [html.Span(list(face), className="pill-words"), icon("down", "small")]
    room = html.Div(list(content), role="group", **aria(label=label))
    whole: Component = dmc.Popover(
        [
            dmc.PopoverTarget(words, boxWrapperProps=opener("pill-button")),
            dmc.PopoverDropdown(room, **aria(label=label)),
        ],
        id=f"{AHEAD}{name}",
        position="bottom-start",
        trapFocus=True,
        returnFocus=True,
        width=300,
        transitionProps={"duration": 0},
        classNames={"dropdown": "floating"},
    )
    return whole


def _choices(language: Language, choices: Sequence[Control], look: str = "choices") -> list[Component]:
    if not choices:
        return []
    return [html.Ul([_choice(language, choice) for choice in choices], className=look)]


def _choice(language: Language, choice: Control) -> Component:
    hint = [html.Span(choice.hint, className="quiet")] if choice.hint else []
    chosen = [icon("check", "small"), html.Span(say(language, "parts.chosen"), className="unseen")]
    content = [
        html.Span([choice.label, *hint], className="choice-words"),
        *(chosen if choice.current else []),
    ]
    return html.Li(text_control(choice, "choice current" if choice.current else "choice", content))
