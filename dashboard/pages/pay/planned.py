"""The plan of a statement in plain words, made from its file, and its acceptance by whom it pays."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape

from dash.development.base_component import Component

from dashboard.errors import NotUnderstood
from dashboard.metrics.catalogue import measures
from dashboard.metrics.kinds import Measure
from dashboard.pages.pay.curve import curve, drawables
from dashboard.pages.pay.measures import measurable_here
from dashboard.pages.pay.shown import Shown, shown
from dashboard.pages.pay.team import names
from dashboard.pages.pay.words import named
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.drawing import Drawing
from dashboard.parts.inquiries import accept_form
from dashboard.parts.window import window
from dashboard.pay.plan_difference import difference_words
from dashboard.pay.plan_file import read_plans
from dashboard.pay.plan_words import Section, plan_words
from dashboard.records import inquiries as book
from dashboard.text import dates, say


def plan_sheet(view: View) -> Component:
    """The sheet with every rule of the plan, in the version that the statement was made under.

    Raises:
        NotUnderstood: there is no statement.
        Denied: it is somebody else's.
    """
    found = shown(view)
    if found is None:
        raise NotUnderstood("statement.no_plan")
    language, plan = view.language, found.made.plan
    # Whoever is paid reads names; the keys beside them are for whoever writes the file.
    known = measures(view.outline.own)
    headings = {f"component.{one.key}": named(view, one.name) for one in plan.component}
    curves = {f"component.{one.due.component}": one for one in drawables(found)}
    content: list[Component] = []
    called = _called(view)
    for section in (*plan_words(plan, language, known, called), *_changed(view, found, known, called)):
        words = _section(headings.get(section.key, section.heading), section.sentences)
        content.append(Drawing(f'<div class="plan-words">{words}</div>', className="views-box"))
        if section.key in curves:
            content.append(html.Div(curve(view, curves[section.key]), className="plan-curve"))
    content += _accepted(view, found)
    title = f"{named(view, plan.name)}, {say(language, 'statement.version', version=plan.version)}"
    return window(language, {"window": "sheet"}, title, content, full=view.phone)


def _called(view: View) -> Callable[[str], str]:
    """What a person of a key is called, for who may see their statements; a plan is no list of colleagues."""
    rights, known = view.scope.pay, names(view)
    return lambda key: known.get(key, key) if rights.opens(key) else ""


def _section(heading: str, sentences: Sequence[str]) -> str:
    listed = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f"<h3>{escape(heading)}</h3><ul>{listed}</ul>"


def _changed(
    view: View, found: Shown, known: Mapping[str, Measure], called: Callable[[str], str]
) -> Iterator[Section]:
    """What differs from the version before, where there is one."""
    plan = found.made.plan
    earlier = [
        one
        for one in read_plans(found.run.plans, measurable_here(view))
        if one.key == plan.key and one.version < plan.version
    ]
    if not earlier:
        return
    before = max(earlier, key=lambda one: one.version)
    for section in difference_words(before, plan, view.language, known, called):
        heading = say(
            view.language, "statement.plan_changed", version=before.version, heading=section.heading
        )
        yield Section(f"changed.{section.key}", heading, section.sentences)


def _accepted(view: View, found: Shown) -> list[Component]:
    """When it was accepted; for whom it pays and who has not yet, the button that does."""
    kept = found.kept
    assert view.records is not None, "a statement is kept there"
    with view.records.reading() as connection:
        at = book.acknowledged(connection, kept.payee, kept.plan, kept.plan_version)
    if at is not None:
        words = say(view.language, "inquiry.accepted", day=dates.day(view.language, at.date()))
        return [html.P(words, className="flag good")]
    if kept.payee not in view.scope.pay.own:
        return [html.P(say(view.language, "inquiry.not_accepted"), className="flag")]
    return [Drawing(accept_form(view.language), className="views-box")]
