"""The sheet that explains a change: who and what made a tile's number differ from what stands beside it."""

from dash.development.base_component import Component

from dashboard.answers.contributions import STANDS_OUT, Breakdown
from dashboard.answers.explained import Bridge, Explained, explain
from dashboard.answers.explained_export import step_name
from dashboard.answers.export import notes
from dashboard.answers.glossary import worded
from dashboard.errors import NotUnderstood
from dashboard.metrics import catalogue
from dashboard.metrics.kinds import Direction, Measure
from dashboard.metrics.question import Question
from dashboard.pages.bar import dimension_name
from dashboard.pages.explained_words import Words
from dashboard.pages.view import View
from dashboard.pages.when import versus, without_base
from dashboard.parts import html
from dashboard.parts.explained import Contribution, Group, Told, explained_content
from dashboard.text import formats, say


def change_content(view: View, measure: str, days: str) -> list[Component]:
    """What the window holds: the explanation, or in one sentence why there is none."""
    question = _question(view, measure, days)
    assert question.against
    if not view.reaches_back(question.period, question.against):
        return [html.P(without_base(view, question.period, question.against), className="window-lead")]
    try:
        return explained_content(view.language, _told(view, explain(question, view.scope, view.shelf)))
    except NotUnderstood as error:
        if not error.key.startswith("explain."):
            raise
        return [html.P(_refusal(view, error), className="window-lead")]


def _question(view: View, measure: str, days: str) -> Question:
    """The tile's number over its own days, beside what its tile shows beside it."""
    beside = view.comparison
    if days == "months" or (beside.with_plan and not beside.plan(measure)):
        beside = view.yearly
    return view.question(measure, period=view.days(days), against=beside.name)


def _refusal(view: View, error: NotUnderstood) -> str:
    """The sentence with the names of measures, which a command line knows by their keys."""
    known = catalogue.measures(view.outline.own)

    def named(keys: object) -> str:
        return ", ".join(worded(known[key], view.language, "name") for key in str(keys).split(", "))

    values = {name: named(keys) if keys else "" for name, keys in error.values.items()}
    return say(view.language, error.key, **values)


def _told(view: View, found: Explained) -> Told:
    words = Words(view, found)
    whole, question = found.whole, found.total.question
    names = ", ".join(dimension_name(view, key) for key in found.looked_at)
    threshold = formats.percent(view.language, float(STANDS_OUT))
    assert question.against
    change = words.change(whole.change)
    total = Contribution(
        say(view.language, "explain.total"), words.amount(whole.change), change,
        before=words.value(whole.was), now=words.value(whole.value),
    )  # fmt: skip
    lead = say(
        view.language, "explain.against",
        before=words.full(whole.was), now=words.full(whole.value), change=words.grown(whole.change),
        versus=versus(view, question.against),
    )  # fmt: skip
    sentence = say(
        view.language, f"explain.{_standing(found)}",
        share=threshold, dimensions=names, change=words.full_change(whole.change),
    )  # fmt: skip
    told = say(view.language, "explain.looked_at", share=threshold, dimensions=names)
    return Told(
        lead, sentence, total,
        tuple(_group(words, one) for one in found.breakdowns),
        tuple(_bridge(words, one) for one in found.bridges),
        (*([told] if found.findings else []), *notes(found.total, view.language)),
        _better(found.row),
    )  # fmt: skip


def _standing(found: Explained) -> str:
    """Whether somebody stands out, nobody does, or there is nobody to tell apart."""
    if found.findings:
        return "stands_out"
    return "together" if found.looked_at else "nowhere"


def _better(row: Measure) -> bool | None:
    return None if row.direction is Direction.NEITHER else row.direction is Direction.UP


def _group(words: Words, found: Breakdown) -> Group:
    lines = [words.line(one, words.name(one), words.href(found.dimension, one.key)) for one in found.findings]
    if found.other_count:
        lines.append(words.line(found.others, say(words.view.language, "explain.others"), fated=False))
    return Group(dimension_name(words.view, found.dimension), tuple(lines))


def _bridge(words: Words, bridge: Bridge) -> Group:
    language = words.view.language
    steps = [
        Contribution(step_name(language, bridge, key), words.amount(step), words.change(step))
        for key, step in bridge.steps
    ]
    return Group(say(language, f"explain.{bridge.name}"), tuple(steps))
