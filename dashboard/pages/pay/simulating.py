"""A changed plan tried on the last four quarters: for who keeps plans. Nothing is written."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING

from dash.development.base_component import Component

from dashboard.access.person import Role
from dashboard.errors import Denied, NotUnderstood
from dashboard.pages.pay.measures import measurable_here
from dashboard.pages.pay.oversight import overseen
from dashboard.pages.pay.words import money, named, signed
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.bridge import note
from dashboard.parts.drawing import Drawing
from dashboard.parts.panel import Panel, panel
from dashboard.parts.plan_health import plain_table
from dashboard.parts.trial import Trial, trial
from dashboard.pay.plan import Plan
from dashboard.pay.plan_file import read_plan
from dashboard.pay.rate_words import turned_words
from dashboard.records import log
from dashboard.text import dates, say, tell

if TYPE_CHECKING:
    from dashboard.pay.simulation import Moved, Simulated

NAMED = 10
SIMULATE = "/find/simulate"
LONGEST = 40_000  # characters: a plan has some two thousand
_FILE = "PLAN"
_DAY = dt.timedelta(days=1)


def simulation_panel(view: View) -> Component:
    """A field for the text of a plan, filled with one that is in force by its button."""
    found = overseen(view)
    if found is None or view.person.role is not Role.OPERATIONS:
        return html.Div()
    language = view.language
    texts = {}
    for text in found.run.plans.values():
        plan = read_plan(text, _FILE, measurable_here(view))
        texts[f"{named(view, plan.name)} {plan.version}"] = text
    head = Panel(say(language, "health.simulation"), say(language, "health.simulation_scope"))
    field = Trial(SIMULATE, tuple(sorted(texts.items())), LONGEST)
    return panel(
        language, head, [note(say(language, "health.simulation_note")), Drawing(trial(language, field))]
    )


def simulated(view: View, text: str) -> str:
    """What the plan of this text would have cost, as HTML.

    Raises:
        Denied: somebody else than operations asks.
        NotUnderstood: there is no text, no run, or no plan of this key.
        Refused: the plan is not sound.
    """
    if view.person.role is not Role.OPERATIONS or view.records is None or view.home is None:
        raise Denied("health.not_operations")
    if not text.strip() or len(text) > LONGEST:
        raise NotUnderstood("health.no_text", most=LONGEST)
    found = overseen(view)
    if found is None:
        raise NotUnderstood("health.no_run")
    changed = read_plan(text, _FILE, measurable_here(view))
    plans = [read_plan(one, name, measurable_here(view)) for name, one in sorted(found.run.plans.items())]
    module = import_module("dashboard.pay.simulation")
    made: Simulated = module.simulate(view.home, found.run.frozen, plans, changed, found.run.end - _DAY)
    with view.records.writing() as connection:
        log.write(
            connection, view.person.email, "pay_read", "simulation", plan=changed.key, people=len(made.people)
        )
    return _told(view, made, changed)


def _told(view: View, made: "Simulated", changed: Plan) -> str:
    language, rights = view.language, view.scope.pay
    change = made.after - made.before
    words = say(
        language,
        "health.simulated",
        plan=named(view, changed.name),
        days=dates.day_range(language, made.window.first, made.window.end - _DAY),
        n=len(made.people),
        before=money(view, made.before),
        after=money(view, made.after),
        change=signed(view, change),
    )
    parts = [f'<p class="trial-sum"><b>{escape(signed(view, change))}</b></p><p>{escape(words)}</p>']
    rates = turned_words(language, made.turned, made.currency, made.window.end - _DAY)
    parts += [f"<p>{escape(one)}</p>" for one in rates]
    for key, people in (("winners", made.winners), ("losers", made.losers)):
        total = sum((one.change for one in people), Decimal(0))
        title = say(language, f"health.{key}", n=len(people), total=signed(view, total))
        parts.append(f"<h3>{escape(title)}</h3>")
        listed = [one for one in people if rights.opens(one.payee)][:NAMED]
        if listed:
            parts.append(_table(view, title, listed))
    if made.refused:
        told = "".join(
            f"<li><b>{escape(payee)}</b> {escape(tell(language, why))}</li>" for payee, why in made.refused
        )
        parts.append(f"<p>{escape(say(language, 'health.refused', n=len(made.refused)))}</p><ul>{told}</ul>")
    return "".join(parts)


def _table(view: View, title: str, people: "Sequence[Moved]") -> str:
    heads = [say(view.language, f"health.col_{name}") for name in ("name", "before", "after", "change")]
    rows = [
        [escape(one.name), money(view, one.before), money(view, one.after), signed(view, one.change)]
        for one in people
    ]
    return plain_table(title, heads, rows)
