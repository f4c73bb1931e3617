"""The page of what one follows by e-mail: each with when it comes next and what came of it; and the form."""

from dash import html
from dash.development.base_component import Component

from dashboard.errors import Denied
from dashboard.pages.address import EXPLORE_PATH
from dashboard.pages.explore.layout import column_name
from dashboard.pages.followed.looked import looked, watched
from dashboard.pages.followed.words import (
    FOLLOW,
    month_day,
    run_told,
    state_told,
    weekday,
    when_told,
)
from dashboard.pages.saved.opening import numbers
from dashboard.pages.saved.words import PATH as VIEWS
from dashboard.pages.view import View
from dashboard.parts.drawing import Drawing
from dashboard.parts.follows import Follow, follow_form, follow_list
from dashboard.parts.frame import heading
from dashboard.parts.states import State, replacement
from dashboard.parts.views import Act, link
from dashboard.records import habits
from dashboard.records import subscriptions as book
from dashboard.records.subscriptions import Run, Subscription
from dashboard.text import say


def page(view: View) -> list[Component]:
    """The list, below the form where the address names a view to follow.

    Raises:
        Denied: the view is not there for this person.
    """
    if view.records is None:
        raise Denied("saved.not_there")
    language = view.language
    body: list[Component] = [heading(say(language, "deliver.title"), [say(language, "deliver.line")])]
    if not view.mails:
        body.append(html.P(say(language, "deliver.off"), className="caution"))
    if view.address.see.startswith(FOLLOW):
        body.append(_form(view, numbers(view.address.see.removeprefix(FOLLOW))[0]))
    with view.records.reading() as connection:
        found = [(one, book.runs(connection, one.id)) for one in book.of(connection, view.person.email)]
    if not found:
        none = replacement(language, State("empty", say(language, "deliver.none")), 160)
        body.append(html.Section(none, className="panel"))
    else:
        written = follow_list(language, [_followed(view, one, runs) for one, runs in found])
        back = f"<p>{link(say(language, 'saved.all'), view.address.but(path=VIEWS).href, 'state-action')}</p>"
        body.append(Drawing(written + back, className="views-box views-page"))
    return body


def files(view: View) -> list[tuple[str, str]]:
    """What may be attached: a page of several tables is no single file of text."""
    forms = ("xlsx", "csv", "pdf") if view.address.path == EXPLORE_PATH else ("xlsx", "pdf")
    return [(one, say(view.language, f"deliver.file_{one or 'none'}")) for one in ("", *forms)]


def _form(view: View, id: int) -> Component:
    seen = looked(view, id)
    if seen is None or seen.opened is None:
        raise Denied("saved.not_there")
    language = view.language
    times = [
        ("", [("workday", say(language, "deliver.on_workday"))]),
        (say(language, "deliver.weekly"), [(f"week.{day}", weekday(view, day)) for day in range(1, 8)]),
        (say(language, "deliver.monthly"), [(f"month.{day}", month_day(view, day)) for day in range(1, 32)]),
        ("", [("data", say(language, "deliver.on_data"))]),
    ]
    names = [(one, column_name(seen, one)) for one in watched(seen)]
    if names:
        times.append(("", [("limit", say(language, "deliver.on_limit"))]))
    title = say(language, "deliver.follow_of", title=seen.opened.kept.content.title)
    form = Drawing(follow_form(language, id, times, names, files(seen)), className="views-box")
    return html.Section([html.H2(title), form], className="panel")


def _followed(view: View, one: Subscription, runs: list[Run]) -> Follow:
    language = view.language
    seen = looked(view, one.view_id)
    last = run_told(view, runs[0]) if runs else say(language, "deliver.run_none")
    file = say(language, f"deliver.file_{one.attached or 'none'}")
    paused = one.state == "paused"
    acts = [Act(say(language, "deliver.resume"), "follow_resume", one.id)] if paused else [
        Act(say(language, "deliver.pause"), "follow_pause", one.id),
        Act(say(language, "deliver.snooze"), "follow_snooze", one.id),
    ]  # fmt: skip
    acts.append(Act(say(language, "deliver.stop"), "follow_stop", one.id))
    facts = (f"{when_told(seen or view, one.terms)} · {file}", state_told(view, one), last)
    href = f"{habits.LINK}/{one.view_id}" if seen else ""
    return Follow(one.title, href, facts, tuple(acts), tuple(run_told(view, run) for run in runs))
