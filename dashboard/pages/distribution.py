"""How attainment is spread: how many reps are below quota, at it, and far above."""

from collections.abc import Iterable
from decimal import Decimal

from dash.development.base_component import Component

from dashboard.exports.cells import COUNT
from dashboard.exports.sheet import Column, Sheet
from dashboard.figures.distribution import Class, Distribution
from dashboard.metrics.question import Question
from dashboard.pages.amounts import value
from dashboard.pages.pace import whole_plan
from dashboard.pages.sheets import tile_menu
from dashboard.pages.view import View
from dashboard.parts.bridge import distribution_panel, note
from dashboard.parts.frame import stack_width
from dashboard.parts.panel import Panel, panel
from dashboard.parts.states import State
from dashboard.text import formats, say

# Percent of quota at which each class begins; the first holds all that is lower.
EDGES = (80, 90, 95, 100, 105, 110, 120)
_LINE = 100
TILE = "attainment"


def questions(view: View) -> tuple[Question, ...]:
    """Each person's attainment, and what is said of them all."""
    return (
        view.question("attainment", by=("rep",), against=""),
        view.question("reps_at_quota", "eligible_reps", "attainment_median", against=""),
    )


def distribution(view: View) -> Component:
    """The classes with their counts. People are counted, and none is named."""
    found = _sheet(view)
    if not isinstance(found.figure, Distribution):
        return panel(view.language, Panel(found.title, state=State("empty", " ".join(found.notes))), ())
    head = Panel(found.title, found.scope, menu=tile_menu(view, "reps_at_quota", tile=TILE))
    words = [note(one) for one in found.notes]
    return distribution_panel(view.language, head, found.figure, stack_width(view.width), words)


def distribution_sheets(view: View) -> tuple[Sheet, ...]:
    """The same classes as a sheet."""
    return (_sheet(view),)


def _sheet(view: View) -> Sheet:
    """The classes; without a figure, its note says why."""
    language = view.language
    people, whole = (view.answer(question) for question in questions(view))
    title = say(language, "measure.attainment.name")
    found = [
        Decimal(str(row[people.at("attainment")]))
        for row in people.rows
        if _known(row, people.at("attainment"))
    ]
    if not found or whole_plan(view, people):
        state = whole_plan(view, people) or State("empty", say(language, "territory.no_quota"))
        return Sheet(title, notes=(state.sentence,))
    classes = classify(found)
    told = ", ".join(f"{one.name}: {one.count}" for one in classes)
    at, eligible = value(whole, "reps_at_quota"), int(value(whole, "eligible_reps") or 0)
    words = () if at is None else (
        say(
            language, "leadership.reps_at_quota", n=eligible, count=eligible,
            share=formats.percent(language, at, 0),
            median=formats.percent(language, value(whole, "attainment_median")),
        ),
    )  # fmt: skip
    return Sheet(
        title,
        say(language, "leadership.distribution_scope", n=len(found), count=len(found)),
        (
            Column(say(language, "leadership.twin_class")),
            Column(say(language, "leadership.twin_count"), COUNT),
        ),
        tuple((one.name, one.count) for one in classes),
        notes=words,
        figure=Distribution(classes, say(language, "leadership.quota_line"), f"{title}. {told}"),
    )


def _known(row: tuple[object, ...], at: int) -> bool:
    """Whether somebody is known and has a quota: sales of nobody are no person."""
    return row[0] is not None and row[at] is not None


def classify(attained: Iterable[Decimal]) -> tuple[Class, ...]:
    """How many lie in each class; who is exactly at an edge has reached it."""
    values = [one * 100 for one in attained]
    lows = (None, *EDGES)
    return tuple(
        Class(
            f"<{EDGES[0]}" if low is None else f"{low}+",
            sum((low is None or one >= low) and (high is None or one < high) for one in values),
            low is not None and low >= _LINE,
        )
        for low, high in zip(lows, (*EDGES, None), strict=True)
    )
