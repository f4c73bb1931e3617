"""The ideas of a territory: at most five, what was accepted, and what became of an answer."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dash.development.base_component import Component

from dashboard.access.person import Role
from dashboard.answers.ideas import REMEMBERED, Found, Offer, flags_of, ideas_found, names_of, offer
from dashboard.exports.cells import money
from dashboard.exports.sheet import Column, Sheet
from dashboard.metrics.ideas import PLACED, RULES, offered
from dashboard.pages.downloads import tile_downloads
from dashboard.pages.ideas_results import results_link
from dashboard.pages.ideas_words import reason, rule_number, rule_words, title
from dashboard.pages.pay.offered import PayOffer, pay_ideas
from dashboard.pages.pay.suggestion_words import line as pay_line
from dashboard.pages.pay.suggestion_words import title as pay_title
from dashboard.pages.pay.suggestions import Suggestion
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.controls import Control
from dashboard.parts.ideas import AcceptedLine, IdeaLine, accepted_list, idea_list, status
from dashboard.parts.panel import Panel, panel
from dashboard.parts.states import State, replacement
from dashboard.records import ideas as book
from dashboard.records.contacts import KINDS
from dashboard.records.ideas import Episode
from dashboard.text import dates, formats, say

PANEL = {"ideas": "panel"}
TILE = "ideas"
REASONS = ("known", "wrong", "mine", "small")
REASONS_OF_PAY = ("known", "wrong", "small")
OUTCOMES = ("order", "promise", "nothing")
_ACTING = (Role.REP, Role.LEADER)


@dataclass(frozen=True, slots=True)
class Told:
    """What has just been answered, to be said above the list; `undo` is its episode, with as many answers."""

    key: str
    undo: int | None = None
    answers: int = 0


def acts(view: View) -> bool:
    """Whether this person answers ideas here: who works the territory, or leads those who do."""
    return view.records is not None and view.person.role in _ACTING and not view.address.as_of


def ideas_panel(view: View) -> Component:
    """The panel; where an answer changes it, its inside is drawn again."""
    return html.Div(ideas_inside(view), id=PANEL, className="panel")


def ideas_inside(view: View, told: Told | None = None) -> Component:
    """Title, ideas, and what was accepted."""
    language = view.language
    if view.address.as_of:
        return _instead(view, "ideas.of_today")
    if not any(set(rule.needs) <= view.outline.tables for rule in RULES.values()):
        return _instead(view, "ideas.no_rule")
    found = ideas_found(view.scope, view.shelf, view.node.id if view.node else None)
    useful = _useful(view)
    of_pay = pay_ideas(view, useful)
    past = _past(view, found)
    offered_now = _offer(view, found, past, useful, len(of_pay.shown))
    if acts(view) and (offered_now.begun or of_pay.begun):
        _write(view, offered_now, of_pay)
        of_pay, past = pay_ideas(view, useful), _past(view, found)
        offered_now = _offer(view, found, past, useful, len(of_pay.shown))
    lines = [
        *(_line_of_pay(view, one, episode) for one, episode in of_pay.shown),
        *(_line(view, one, episode) for one, episode in offered_now.shown),
    ]
    taken = [
        *(_taken(view, episode, pay_title(view, one)) for one, episode in of_pay.taken),
        *_accepted(view, past),
    ]
    body: list[Component] = []
    if told is not None:
        body.append(_status(view, told))
    name = say(language, "ideas.panel")
    body.append(idea_list(lines, name) if lines else replacement(language, State("empty", _none(view)), 96))
    if taken:
        body.append(accepted_list(taken, say(language, "ideas.accepted")))
    scope = say(
        language, "ideas.scope", count=len(lines), unit=formats.unit(language, view.form, view.currency)
    )
    return panel(language, Panel(name, scope, menu=(results_link(view), *tile_downloads(view, TILE))), body)


def ideas_sheets(view: View) -> tuple[Sheet, ...]:
    """The same ideas as a sheet, without those about pay: a file of a territory is passed on.

    What leaves is no showing, so nothing is written down.
    """
    language, name = view.language, say(view.language, "ideas.panel")
    if view.address.as_of:
        return (Sheet(name, notes=(say(language, "ideas.of_today"),)),)
    found = ideas_found(view.scope, view.shelf, view.node.id if view.node else None)
    useful = _useful(view)
    of_pay = pay_ideas(view, useful).shown
    shown = [one for one, _ in _offer(view, found, _past(view, found), useful, len(of_pay)).shown]
    if not shown:
        return (Sheet(name, notes=(_none(view),)),)
    unit = formats.unit(language, view.form, view.currency)
    return (
        Sheet(
            name,
            say(language, "ideas.scope", count=len(shown), unit=unit),
            (
                Column(say(language, "ideas.column_idea")),
                Column(say(language, "ideas.column_reason")),
                Column(say(language, "ideas.column_value"), money(view.form)),
            ),
            tuple((title(view, one), reason(view, one), one.value) for one in shown),
        ),
    )


def _none(view: View) -> str:
    """Why nothing is offered: without a customer's territory no rule about customers finds anybody."""
    lacking = [table for table in PLACED if table not in view.outline.tables]
    tables = ", ".join(say(view.language, f"table.{table}") for table in lacking)
    return say(view.language, "ideas.unplaced" if lacking else "ideas.none", tables=tables)


def _instead(view: View, key: str) -> Component:
    name = say(view.language, "ideas.panel")
    return panel(view.language, Panel(name, state=State("empty", say(view.language, key)), height=96), ())


def _past(view: View, found: list[Found]) -> list[Episode]:
    if view.records is None:
        return []
    accounts = {one.idea.account for one in found}
    places = [view.node.id] if view.node else [one.id for one in view.tree.tops]
    below = [node.id for place in places for node in view.tree.within(place)]
    with view.records.reading() as connection:
        return book.episodes(connection, view.today - dt.timedelta(REMEMBERED), accounts, below)


def _useful(view: View) -> dict[str, tuple[int, int]]:
    if view.records is None:
        return {}
    with view.records.reading() as connection:
        return book.usefulness(connection, view.today - dt.timedelta(REMEMBERED))


def _offer(
    view: View, found: list[Found], past: list[Episode], useful: dict[str, tuple[int, int]], of_pay: int
) -> Offer:
    """Those about customers and territories, as many as those of pay leave places for."""
    parameters = offered(view.shelf.manifest.company.ideas)
    parameters["at_most"] -= of_pay
    return offer(found, past, useful, parameters, view.today, _salt(view))


def _salt(view: View) -> str:
    """What makes the chance of one company another than that of the next."""
    return view.shelf.manifest.company.company or view.shelf.manifest.name


def flags(view: View, customers: Sequence[str]) -> dict[str, str]:
    """The rule of the best idea about each of these customers; of an earlier state none."""
    if view.address.as_of:
        return {}
    parameters = offered(view.shelf.manifest.company.ideas)
    return flags_of(customers, view.scope, view.shelf, parameters, _salt(view))


def _write(view: View, offered_now: Offer, of_pay: PayOffer) -> None:
    if view.records is not None:
        with view.records.writing() as connection:
            begun = (*of_pay.begun, *offered_now.begun)
            book.show(connection, begun, view.today, view.person.email)


def _line(view: View, found: Found, episode: Episode | None) -> IdeaLine:
    language, rule, words = view.language, RULES[found.rule], title(view, found)
    answers, no, more = _answers(view, found, episode, REASONS)
    return IdeaLine(
        value=formats.money(language, found.value, view.form),
        title=words,
        reason=reason(view, found),
        step=say(language, f"ideas.step.{rule.step}"),
        rule=rule_number(view, found.rule),
        rule_words=rule_words(view, rule),
        named=found.customer or "",
        href=_chosen(view, found),
        answers=answers,
        no=no,
        no_label=say(language, "ideas.reject"),
        more=more,
        more_label=say(language, "ideas.more", customer=found.customer or words),
        actions_label=say(language, "ideas.actions", title=words),
    )


def _line_of_pay(view: View, one: Suggestion, episode: Episode | None) -> IdeaLine:
    answers, no, more = _answers(view, one.found, episode, REASONS_OF_PAY)
    return replace(pay_line(view, one), answers=answers, no=no, more=more)


def _answers(
    view: View, found: Found, episode: Episode | None, reasons: Sequence[str]
) -> tuple[tuple[Control, ...], tuple[Control, ...], tuple[Control, ...]]:
    """What is answered in one tap, why an idea is not useful, and what stands in the menu."""
    if episode is None or not acts(view):
        return (), (), ()
    contacts = [_control(view, episode.id, kind) for kind in KINDS] if found.customer_id else []
    accept, later = (_control(view, episode.id, name) for name in ("accept", "snooze"))
    no = tuple(_control(view, episode.id, "reject", one) for one in reasons)
    if view.phone:
        return (accept, *contacts), (), (*_route(view, found), later, *no)
    return (accept, later), no, tuple(contacts)


def _route(view: View, found: Found) -> tuple[Control, ...]:
    """The way there, by whatever shows maps on the phone."""
    if found.latitude is None or found.longitude is None:
        return ()
    return (Control(say(view.language, "ideas.route"), f"geo:{found.latitude},{found.longitude}"),)


def _chosen(view: View, found: Found) -> str:
    """The customer's own page."""
    return "" if found.customer_id is None else view.address.of_customer(found.customer_id).href


def _accepted(view: View, past: list[Episode]) -> list[AcceptedLine]:
    taken = [one for one in past if one.answer == "accept"]
    names = names_of({one.idea for one in taken}, view.scope, view.shelf)
    return [_taken(view, one, names[one.idea]) for one in taken if one.idea in names]


def _taken(view: View, episode: Episode, name: str) -> AcceptedLine:
    language = view.language
    on = dates.day(language, episode.answered_on or episode.shown_on)
    name_of = say(language, f"ideas.name.{episode.idea.rule}")
    note = say(language, "ideas.accepted_on", rule=name_of, day=on)
    if episode.detail in KINDS:
        note = f"{note} · {say(language, f'ideas.{episode.detail}')}"
    if not acts(view):
        return AcceptedLine(name, note)
    rule, reasons = RULES.get(episode.idea.rule), REASONS if episode.idea.rule in RULES else REASONS_OF_PAY
    kinds = KINDS if rule is not None and not rule.of_territory else ()
    return AcceptedLine(
        name,
        note,
        tuple(_control(view, episode.id, kind) for kind in kinds),
        (
            *(_control(view, episode.id, "done", one) for one in OUTCOMES),
            *(_control(view, episode.id, "reject", one) for one in reasons),
        ),
        say(language, "ideas.more", customer=name),
    )


def _control(view: View, episode: int, name: str, detail: str = "") -> Control:
    key = {"reject": f"rejected_{detail}", "done": f"done_{detail}"}.get(name, name)
    return Control(
        say(view.language, f"ideas.{key}"), id={"idea": str(episode), "answer": name, "detail": detail or "-"}
    )


def _status(view: View, told: Told) -> Component:
    days = int(offered(view.shelf.manifest.company.ideas)["snooze_days"])
    undo = None if told.undo is None else _control(view, told.undo, "undo", str(told.answers))
    return status(say(view.language, told.key, n=days), undo)
