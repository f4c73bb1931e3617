"""The page that tells what ideas bring: hit rate and value by rule, against those that were held back."""

import datetime as dt

from dash.development.base_component import Component

from dashboard.answers.idea_outcomes import FEWEST, Outcome, outcomes
from dashboard.metrics.ideas import RULES, offered
from dashboard.pages.view import View
from dashboard.parts.controls import Control
from dashboard.parts.frame import heading
from dashboard.parts.ideas import ResultLine, result_table
from dashboard.parts.panel import Panel, panel
from dashboard.parts.states import State
from dashboard.records import ideas as book
from dashboard.text import dates, formats, say
from dashboard.text.formats import Form, choose_form

PATH = "/ideas"
_REACH = 730  # days back that are measured


def results_link(view: View) -> Control:
    """The way to this page, with what is chosen on the filter bar kept."""
    there = view.address.but(path=PATH, see="")
    return Control(say(view.language, "ideas.results"), there.href, icon="change")


def page(view: View) -> list[Component]:
    """Heading and table; before the first idea is old enough, the day on which it will be."""
    language = view.language
    span = int(offered(view.shelf.manifest.company.ideas)["outcome_days"])
    episodes = []
    if view.records is not None:
        with view.records.reading() as connection:
            episodes = book.all_episodes(connection, view.today - dt.timedelta(_REACH))
    found = outcomes(episodes, view.scope, view.shelf, span)
    line = say(language, "ideas.results_line", n=span, fewest=FEWEST)
    return [heading(say(language, "ideas.results"), [line]), _panel(view, found, span)]


def _panel(view: View, found: dict[str, Outcome], span: int) -> Component:
    language, total = view.language, found.pop("")
    title = say(language, "ideas.by_rule")
    if not found:
        none = State("empty", say(language, "ideas.no_results", n=span))
        return panel(language, Panel(title, state=none, height=160), ())
    form = choose_form([one.brought for one in (*found.values(), total)])
    unit = formats.unit(language, form, view.currency)
    lines = [
        _line(view, f"{RULES[rule].number} {say(language, f'ideas.name.{rule}')}", one, form)
        for rule, one in found.items()
    ]
    state: State | None = None
    if total.since is not None and not total.seen.ideas:
        first = total.since + dt.timedelta(span)
        state = State("partial", say(language, "ideas.results_from", day=dates.day(language, first)))
    table = result_table(language, title, lines, _line(view, say(language, "ask.total"), total, form))
    return panel(
        language, Panel(title, say(language, "ideas.results_scope", unit=unit), state=state), [table]
    )


def _line(view: View, name: str, one: Outcome, form: Form) -> ResultLine:
    language, gain = view.language, one.gain
    return ResultLine(
        name=name,
        shown=formats.number(language, one.shown),
        accepted=formats.percent(language, one.accepted / one.shown if one.shown else None, 0),
        seen=_share(view, one.seen.rate, one.seen.ideas),
        held=_share(view, one.held.rate, one.held.ideas),
        gain=formats.ABSENT
        if gain is None
        else say(
            language,
            "ideas.gain",
            points=formats.points(language, gain[0], 0),
            margin=formats.number(language, gain[1] * 100),
        ),
        brought=formats.signed_money(language, one.brought, form),
    )


def _share(view: View, rate: float | None, count: int) -> str:
    if not count:
        return formats.ABSENT
    return say(
        view.language, "ideas.share_of", share=formats.percent(view.language, rate, 0),
        count=formats.number(view.language, count),
    )  # fmt: skip
