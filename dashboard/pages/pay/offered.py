"""Which ideas about their own pay the reader is offered, and which of them they have accepted."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from dashboard.answers.ideas import REMEMBERED, offer
from dashboard.metrics.ideas import offered
from dashboard.pages.pay.suggestions import Suggestion, suggestions
from dashboard.pages.view import View
from dashboard.records import ideas as book
from dashboard.records.ideas import Episode, Idea, Showing


@dataclass(frozen=True)
class PayOffer:
    """Ideas with the episode that each goes on with (None: it begins now), and those that were accepted."""

    shown: tuple[tuple[Suggestion, Episode | None], ...] = ()
    begun: tuple[Showing, ...] = ()
    taken: tuple[tuple[Suggestion, Episode], ...] = ()


def pay_ideas(view: View, useful: Mapping[str, tuple[int, int]]) -> PayOffer:
    """The best few, by what they pay: among themselves, for their money is not that of other ideas.

    Their amounts are not written down with them: these stay with the statements.
    """
    found = suggestions(view)
    if not found or view.records is None:
        return PayOffer()
    by_idea = {one.found.idea: one for one in found}
    since = view.today - dt.timedelta(REMEMBERED)
    with view.records.reading() as connection:
        past = book.episodes(connection, since, {idea.account for idea in by_idea})
    # A step that is not ahead any more is over, however it was answered.
    past = [one for one in past if one.idea in by_idea]
    company = offered(view.shelf.manifest.company.ideas)
    parameters = company | {"at_most": min(company["of_pay"], company["at_most"]), "held_out": 0.0}
    made = offer([one.found for one in found], past, useful, parameters, view.today, "")
    return PayOffer(
        tuple((by_idea[one.idea], episode) for one, episode in made.shown),
        tuple(replace(one, territory="", expected=Decimal(0)) for one in made.begun),
        tuple((by_idea[one.idea], one) for one in past if one.answer == "accept"),
    )


def own_ideas(view: View) -> frozenset[Idea]:
    """The reader's own ideas about pay, which nobody else answers."""
    return frozenset(one.found.idea for one in suggestions(view))
