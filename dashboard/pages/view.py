"""A view: one person looking at one address of one publication. Everything a page asks goes through it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from dashboard.access.person import Person
from dashboard.access.scope import Scope
from dashboard.answers.answer import Answer, answer, begin
from dashboard.answers.customers import Profile, profile
from dashboard.answers.door import CARRIES
from dashboard.answers.glossary import names_of
from dashboard.answers.tree import Node, Tree, visible_tree
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.errors import Denied, MetronError, NotUnderstood
from dashboard.intake.own_measure import drafts, own_measures
from dashboard.metrics.catalogue import dimension, measures
from dashboard.metrics.comparison import Comparison, compare, yearly
from dashboard.metrics.conditions import Condition
from dashboard.metrics.kinds import Measure
from dashboard.metrics.nearest import nearest
from dashboard.metrics.periods import Period, twelve_months
from dashboard.metrics.question import Layout, Outline, Question, ask, condition, period_of
from dashboard.metrics.steps import moved
from dashboard.pages.address import CUSTOMER_PATH, Address
from dashboard.pages.saved.opened import Opened
from dashboard.paths import Home
from dashboard.records.notes import Note, at_place
from dashboard.records.store import Records
from dashboard.text import Language
from dashboard.text.formats import Form, choose_form

LATE_AFTER_DAYS = 3
ONE_COLUMN = 1240  # pixels, as in `assets/frame.css`
HEADLINE = ("net_sales", "gross_margin_rate", "average_order", "orders")
# A company sells nothing in the first days of January: its data does not begin on the 1st.
_QUIET = dt.timedelta(days=7)
# Where a plan's own lines are, which say by what it may be broken down.
_PLANNED = {"quota": "quota_day", "forecast": "foreseen_day"}


@dataclass(frozen=True)
class View:
    """Who looks, at what, on which screen; `width` is the window's, in pixels; `today` is the clock's.

    `longest` is how many rows of a list leave with a download.

    `wrong` is why the publication that the address asks for cannot be shown; the shelf is then
    the current one, for the frame alone. `records` are what people write; None where nobody writes.
    `mails` is whether people are told by e-mail, `counted` whether this browser
    lets its use of Explore be counted. `opened` is the saved view that is looked at.
    `zone` is the time zone of the hours at which views are sent; `home` is where pay is frozen.

    Raises (on use):
        Denied: the address names a territory or a customer outside the person's scope.
        NotUnderstood: a word of the address that means nothing here.
    """

    person: Person
    scope: Scope
    shelf: Shelf
    address: Address
    language: Language
    width: int
    today: dt.date
    wrong: MetronError | None = None
    records: Records | None = None
    longest: int = 100_000
    mails: bool = False
    counted: bool = True
    opened: Opened | None = None
    zone: str = "Europe/Athens"
    home: Home | None = None

    @property
    def phone(self) -> bool:
        """Whether the phone's layout is drawn."""
        return self.width <= 700

    @property
    def narrow(self) -> bool:
        """Whether there is room for one column only."""
        return self.width <= ONE_COLUMN

    @property
    def late(self) -> bool:
        """Whether the data ends longer ago than a weekend explains."""
        return (self.today - self.outline.through).days > LATE_AFTER_DAYS

    @cached_property
    def outline(self) -> Outline:
        """What the publication holds, with the measures that the address makes of it."""
        made, _ = self._made
        return (
            replace(self.shelf.outline, own=(*self.shelf.outline.own, *made)) if made else self.shelf.outline
        )

    @cached_property
    def _made(self) -> tuple[tuple[Measure, ...], Mapping[str, MetronError]]:
        """The reader's own measures, and why others are none."""
        written = drafts(self.address.shelves.own or ())
        if not written:
            return (), {}
        known = measures(self.shelf.outline.own)
        return own_measures(written, known, names_of(known), self.shelf.outline.levels)

    @property
    def wrong_own(self) -> Mapping[str, MetronError]:
        """Those of the reader's own measures that mean nothing, by their keys, and why."""
        return self._made[1]

    @property
    def currency(self) -> str:
        """The reporting currency."""
        return self.outline.currency

    @cached_property
    def period(self) -> Period:
        """The period asked for, without its incomplete month where that is to be left out."""
        return period_of(self.address.period, self.outline, self.address.incomplete)

    @cached_property
    def comparison(self) -> Comparison:
        """What the address compares with."""
        return compare(self.address.against, self.period, self.outline.cut)

    @property
    def yearly(self) -> Comparison:
        """The prior year, for what is by name on it: on the days chosen, where it was chosen."""
        return yearly(self.comparison)

    def beside(self, by: Sequence[str]) -> Comparison:
        """What stands beside numbers by these dimensions: the prior year, where no plan is so fine."""
        known = [dimension(key, self.outline.levels).group for key in by]
        mart = _PLANNED.get(self.comparison.name, "")
        fine = mart and not CARRIES[mart].issuperset(known)
        return self.yearly if fine else self.comparison

    @cached_property
    def fiscal_year(self) -> Period:
        """The fiscal year in which the period ends."""
        return self.outline.cut.year(self.period.end)

    @cached_property
    def year_to_date(self) -> Period:
        """That fiscal year up to the period's end, as far as the data goes."""
        year = self.fiscal_year
        end = min(self.period.end, self.outline.through)
        return Period(year.start, max(end, year.start))

    @cached_property
    def year_known(self) -> Period:
        """That fiscal year as far as the data goes, whenever the period ends."""
        year = self.fiscal_year
        return Period(year.start, max(min(year.end, self.outline.through), year.start))

    @cached_property
    def twelve_months(self) -> Period:
        """The year of days that ends with the period, as far as the data goes."""
        return twelve_months(min(self.period.end, self.outline.through))

    @cached_property
    def quarters_ahead(self) -> Period:
        """The quarter in which the data ends and the next two: what is open is open now."""
        cut = self.outline.cut
        start = cut.quarter(self.outline.through).start
        return Period(start, cut.month_at(cut.month_index(start) + 8).end)

    def days(self, name: str) -> Period:
        """The days of a tile: the period's (""), the year's to date, twelve months, or what is ahead.

        Raises:
            NotUnderstood: no tile is about such days.
        """
        known = {
            "": self.period,
            "year": self.year_to_date,
            "months": self.twelve_months,
            "ahead": self.quarters_ahead,
        }
        if name not in known:
            raise NotUnderstood("ask.unknown_period", name=name, nearest=nearest(name, known))
        return known[name]

    def outside(self, days: Period) -> str:
        """Why days can hold no sales, as the key of a sentence: they end before the data, or begin after."""
        if days.start > self.outline.through:
            return "screen.after_data"
        return "screen.before_data" if days.end < self.outline.first else ""

    def reaches_back(self, period: Period, comparison: Comparison) -> bool:
        """Whether the data goes as far back as the days that a period is compared with."""
        if comparison.with_plan:
            return True
        earlier = comparison.days or moved(period, self.outline.cut, -comparison.months)
        return self.outline.first <= earlier.start + _QUIET

    @cached_property
    def _answers(self) -> dict[Question, Answer]:
        return {}

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What a page makes once for its panels, by its name."""
        return {}

    @cached_property
    def headline(self) -> Question:
        """What the page opens with: asked once for its tiles, for the form of its money, for its limits."""
        return self.question(*HEADLINE)

    @cached_property
    def form(self) -> Form:
        """How the sales of the page are written: tiles and panels that stand together share one form."""
        found = self.answer(self.headline)
        totals = (found.total("net_sales"), found.total(found.beside("net_sales")))
        return choose_form(one for one in totals if isinstance(one, Decimal))

    @cached_property
    def tree(self) -> Tree:
        """The territories that this person may see."""
        return visible_tree(self.shelf, self.scope)

    @cached_property
    def node(self) -> Node | None:
        """The territory looked at; None is all that the person may see."""
        if not self.address.at:
            tops = self.tree.tops
            return tops[0] if len(tops) == 1 and not self.scope.everything else None
        if self.address.at not in self.tree.nodes:
            raise Denied("territory.outside_scope")
        return self.tree.nodes[self.address.at]

    @cached_property
    def customer(self) -> Profile | None:
        """The customer whose own page it is; None on every other page."""
        if self.address.path != CUSTOMER_PATH:
            return None
        return profile(self.address.of, self.scope, self.shelf)

    @cached_property
    def so_far(self) -> Period:
        """All days of the data up to the period's end."""
        end = min(self.period.end, self.outline.through)
        return Period(min(self.outline.first, end), end)

    @property
    def place(self) -> str:
        """What is looked at, as notes remember it: a territory, several, everything, or a customer.

        Who had the customer before shares no notes with those who have it now.
        """
        own = "*" if self.scope.everything else " ".join(sorted(node.id for node in self.tree.tops))
        if self.customer:
            theirs = self.scope.everything or self.customer.territory in self.tree.nodes
            return f"customer {self.customer.id}" + ("" if theirs else f" {own}")
        return self.node.id if self.node else own

    @cached_property
    def notes(self) -> list[Note]:
        """The notes that apply to this place and these limits, whatever their measure: read once a page."""
        if self.records is None:
            return []
        days = (self.period, self.fiscal_year, self.twelve_months, *([self.so_far] if self.customer else []))
        first, last = min(one.start for one in days), max(one.end for one in days)
        with self.records.reading() as connection:
            return at_place(connection, self.place, self.address.where, first, last)

    def forget_notes(self) -> None:
        """Read them again: one was written."""
        self.__dict__.pop("notes", None)

    @cached_property
    def limits(self) -> tuple[Condition, ...]:
        """The address's own limits, checked."""
        return tuple(condition(text, self.outline.levels) for text in self.address.where)

    def question(
        self,
        *measures: str,
        by: Sequence[str] = (),
        period: Period | None = None,
        against: str | None = None,
        shows: Sequence[str] = (),
        sort: Sequence[str] = (),
        limit: int | None = None,
        offset: int = 0,
        among: Sequence[Condition] | None = None,
        layout: Layout | None = None,
    ) -> Question:
        """A question within everything that the address limits; `among` others than the customer of the page.

        `layout` is for what is laid out in more than rows.

        Beside its numbers stands `against` ("" is nothing), or what the address compares with.
        """
        for key in measures:
            if key in self._made[1]:
                raise self._made[1][key]
        asked = ask(
            self.outline,
            # Where there is none of them, the refusal names the tables that they need; one that is
            # unknown is refused by its name.
            measures=[key for key in measures if self.has(key) or not self.knows(key)] or measures,
            by=by,
            where=self.limits,
            period=period or self.period,
            against=self.beside(by).name if against is None else against,
            alignment=self.address.alignment,
            layout=layout or Layout(shows=shows, sort=sort, limit=limit, offset=offset),
        )
        if among is not None:
            return asked.narrowed(*among)
        if self.customer:
            return asked.narrowed(Condition("customer", (self.customer.id,)))
        if self.address.at and self.node:
            return asked.narrowed(Condition("territory", (self.node.id,)))
        return asked

    def answer(self, question: Question) -> Answer:
        """The answer, under this person's scope; panels that ask the same share it."""
        found = self._answers.get(question)
        if found is None:
            found = self._answers[question] = answer(question, self.scope, self.shelf)
        return found

    def begin(self, question: Question) -> None:
        """Have a question computed that will be asked; what is wrong with it is told when it is."""
        with suppress(MetronError):
            begin(question, self.scope, self.shelf)

    def has(self, measure: str) -> bool:
        """Whether the publication has what the measure needs."""
        return self.knows(measure) and all(
            table in self.outline.tables for table in measures(self.outline.own)[measure].needs
        )

    def knows(self, measure: str) -> bool:
        """Whether there is such a measure."""
        return measure in measures(self.outline.own)
