"""The page of what one follows by e-mail: each with when it comes next and what came of it; and the form."""

from dash.development.base_component import Component

from dashboard.errors import Denied
from dashboard.pages.followed.form import beginning, changing
from dashboard.pages.followed.looked import looked
from dashboard.pages.followed.words import EDIT, FOLLOW, PATH, run_told, state_told, when_told
from dashboard.pages.saved.opening import numbers
from dashboard.pages.saved.words import PATH as VIEWS
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.drawing import Drawing
from dashboard.parts.follows import Follow, follow_list
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
        Denied: the view, or what is to be changed, is not there for this person.
    """
    if view.records is None:
        raise Denied("saved.not_there")
    language, see = view.language, view.address.see
    body: list[Component] = [heading(say(language, "deliver.title"), [say(language, "deliver.line")])]
    if not view.mails:
        body.append(html.P(say(language, "deliver.off"), className="caution"))
    if see.startswith(FOLLOW):
        body.append(_form(view, numbers(see.removeprefix(FOLLOW))[0]))
    with view.records.reading() as connection:
        found = [(one, book.runs(connection, one.id)) for one in book.of(connection, view.person.email)]
    edited = numbers(see.removeprefix(EDIT))[0] if see.startswith(EDIT) else 0
    if edited and edited not in [one.id for one, _ in found]:
        raise Denied("deliver.not_there")
    if not found:
        none = replacement(language, State("empty", say(language, "deliver.none")), 160)
        body.append(html.Section(none, className="panel"))
    else:
        written = follow_list(language, [_followed(view, one, runs, edited) for one, runs in found])
        back = f"<p>{link(say(language, 'saved.all'), view.address.but(path=VIEWS).href, 'state-action')}</p>"
        body.append(Drawing(written + back, className="views-box views-page"))
    return body


def _form(view: View, id: int) -> Component:
    seen = looked(view, id)
    if seen is None or seen.opened is None:
        raise Denied("saved.not_there")
    title = say(view.language, "deliver.follow_of", title=seen.opened.kept.content.title)
    form = Drawing(beginning(seen, id), className="views-box")
    return html.Section([html.H2(title), form], className="panel")


def _followed(view: View, one: Subscription, runs: list[Run], edited: int) -> Follow:
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
    # What is there no more for its follower has no numbers to choose from: it can be stopped.
    edit = view.address.but(path=PATH, see=f"{EDIT}{one.id}").href if seen else ""
    form = changing(seen, one) if seen and one.id == edited else ""
    told = tuple(run_told(view, run) for run in runs)
    return Follow(one.title, href, facts, tuple(acts), told, edit, form)
