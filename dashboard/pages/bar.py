"""The filter bar of a view: every choice on it is a link to the same page with something else chosen."""

from collections.abc import Sequence

from dashboard.answers.compared import Compared, compared
from dashboard.answers.customers import Profile
from dashboard.answers.members import named
from dashboard.answers.tree import Node
from dashboard.errors import NotUnderstood
from dashboard.metrics.catalogue import MEASURES, dimension
from dashboard.metrics.comparison import AGAINST, PLANS, PRIOR_YEAR
from dashboard.metrics.conditions import Condition
from dashboard.metrics.nearest import fold
from dashboard.metrics.periods import GRAINS, Period, last_complete
from dashboard.metrics.question import ALIGNMENTS, period_of
from dashboard.metrics.steps import step
from dashboard.pages.address import DEFAULT_INCOMPLETE, Address
from dashboard.pages.filtering import filterable
from dashboard.pages.stretches import stretch_name
from dashboard.pages.view import View
from dashboard.pages.when import compared_range, compared_sentence, compared_with, pairing_words, period_label
from dashboard.parts.controls import Control
from dashboard.parts.filters import (
    OTHER_DAYS,
    RANGE,
    Chip,
    Filters,
    Freshness,
    OwnDays,
    Pill,
    Place,
    Time,
    copy_link,
)
from dashboard.text import dates, has, say

PRESETS = ("mtd", "qtd", "ytd", "last_month", "last_quarter", "last_year", "rolling_12_months", "all")


def filters(view: View) -> Filters:
    """The whole bar.

    Raises:
        NotUnderstood: a word of the address that means nothing here.
    """
    # Reads every word of the address before one of them is drawn; any measure that the company has will do.
    view.question(next((key for key in MEASURES if view.has(key)), "net_sales"))
    found = compared(view.comparison, view.period, view.shelf.pairs)
    return Filters(
        freshness=freshness(view),
        time=_time(view),
        comparison=_comparison(view, found),
        place=_place(view),
        alignment=_alignment(view),
        chips=(*moment(view), *(_chip(view, at) for at in range(len(view.limits)))),
        adding=tuple((one, dimension_name(view, one)) for one in filterable(view)),
        tools=(copy_link(view.language),),
        sentence=compared_sentence(view, found),
    )


def shown_days(bar: Filters) -> dict[str, str]:
    """The ranges that the bar's calendars show, as an address writes them."""
    owns = {"period": bar.time and bar.time.own, "against": bar.comparison and bar.comparison.own}
    return {name: "..".join(map(str, own.days)) if own and own.days else "" for name, own in owns.items()}


def freshness(view: View) -> Freshness:
    """Through which day the data goes, and from which publication."""
    through = view.outline.through
    return Freshness(
        say(view.language, "screen.through", day=dates.day(view.language, through)),
        late=view.late,
        hint=say(view.language, "screen.publication", id=view.shelf.manifest.id),
    )


def _time(view: View) -> Time:
    cut, outline = view.outline.cut, view.outline
    earlier, later = step(view.period, cut, -1), step(view.period, cut, 1)
    return Time(
        label=period_label(view, view.period),
        days=dates.day_range(view.language, view.period.start, view.period.end),
        own=OwnDays(
            RANGE,
            say(view.language, "parts.own_range"),
            (view.period.start, view.period.end),
            cut.year(outline.through).end,
        ),
        earlier=of_days(view, earlier) if earlier.end >= outline.first else "",
        later=of_days(view, later) if later.start <= outline.through else "",
        presets=tuple(_preset(view, name) for name in PRESETS),
        switch=_switch(view),
    )


def of_days(view: View, period: Period) -> str:
    """The address of other days; one that is a preset of today's data is named as such."""
    for name in PRESETS[:-1]:
        if _shown(view, name)[1].covers(period):
            return _shown(view, name)[0].href
    return _shown(view, str(Period(period.start, period.end)))[0].href


def _shown(view: View, words: str) -> tuple[Address, Period]:
    """The address of a period and its days; where nothing of it is complete, with what is incomplete."""
    there = view.address.but(period=words)
    try:
        return there, period_of(words, view.outline, there.incomplete)
    except NotUnderstood:
        return there.but(incomplete=DEFAULT_INCOMPLETE), period_of(words, view.outline)


def _preset(view: View, name: str) -> Control:
    there, days = _shown(view, name)
    return Control(
        say(view.language, f"period.{name}"),
        there.href,
        hint=dates.day_range(view.language, days.start, days.end),
        current=view.address.period == name,
    )


def _switch(view: View) -> Control | None:
    """Leaves the month out that is not over, or takes it in again; none where every month is over."""
    out = view.address.incomplete == "out"
    end = last_complete(view.outline.cut, "fiscal_month", view.outline.through).end
    if not out and not view.period.start <= end < view.period.end:
        return None
    return Control(
        say(view.language, "period.without_incomplete"),
        view.address.but(incomplete=DEFAULT_INCOMPLETE if out else "out").href,
        hint=say(view.language, "territory.until", day=dates.day(view.language, end)),
        current=out,
    )


def _comparison(view: View, found: Compared | None) -> Pill:
    chosen, days = view.comparison, compared_range(view, found)
    offered = [one for one in AGAINST if all(map(view.has, PLANS.get(one, {}).values()))]
    return Pill(
        say(view.language, "screen.versus"),
        compared_with(view, chosen),
        pairing_words(view, chosen, found),
        days,
        tuple(_against(view, name, days) for name in offered),
        OwnDays(
            OTHER_DAYS,
            say(view.language, "parts.other_days"),
            (chosen.days.start, chosen.days.end) if chosen.days and chosen.name not in AGAINST else None,
            view.outline.through,
            found.days.start if found else view.period.start,
        ),
    )


def _against(view: View, name: str, days: str) -> Control:
    hint = f"against.{name}_hint"
    if name == PRIOR_YEAR[-1] and view.outline.cut.of_weeks:
        hint = "against.same_week_hint"
    current = name == view.comparison.name
    return Control(
        say(view.language, f"against.{name}_choice"),
        view.address.but(against=name).href,
        hint=days if current and days else say(view.language, hint),
        current=current,
    )


def _alignment(view: View) -> Pill:
    return Pill(
        say(view.language, "screen.alignment"),
        say(view.language, f"alignment.{view.address.alignment}"),
        choices=tuple(
            Control(
                say(view.language, f"alignment.{one}"),
                view.address.but(alignment=one).href,
                hint=say(view.language, f"alignment.{one}_hint"),
                current=one == view.address.alignment,
            )
            for one in ALIGNMENTS
        ),
        accent=view.address.alignment != Address().alignment,
    )


def _place(view: View) -> Place | None:
    """The path and what lies below; none on a phone where there is nothing to choose."""
    if view.customer:
        return Place(_path_to_customer(view, view.customer))
    tree, node = view.tree, view.node
    path = _above(view)
    if node:
        path += [Control(up.label, view.address.but(at=up.id).href) for up in tree.path(node.id)]
    below = tree.children(node.id) if node else tree.tops
    if view.phone and len(path) < 2 and not below:
        return None
    return Place(tuple(path), tuple(_node(view, one) for one in below))


def _above(view: View, there: Address | None = None) -> list[Control]:
    """What the path begins with, where it does not begin with one territory."""
    if len(view.tree.tops) < 2 and not view.scope.everything:
        return []
    everything = say(view.language, "territory.all" if view.scope.everything else "territory.mine")
    return [Control(everything, (there or view.address).but(at="").href)]


def _path_to_customer(view: View, customer: Profile) -> tuple[Control, ...]:
    """From the top down to the territory that owns it, where one may see that, and to itself."""
    there = view.address.but(path="/")
    owners = view.tree.path(customer.territory)
    path = [Control(up.label, there.but(at=up.id).href) for up in owners]
    return (*_above(view, there), *path, Control(customer.label, view.address.href))


def found_places(view: View, text: str) -> list[Control]:
    """The territories of this name, however deep below the open one; without a text, one level below."""
    node, tree = view.node, view.tree
    if not text.strip():
        return [_node(view, one) for one in (tree.children(node.id) if node else tree.tops)]
    return [_node(view, one, path=True) for one in tree.search(text, node.id if node else None)]


def _node(view: View, node: Node, *, path: bool = False) -> Control:
    """A territory to choose; with what lies above it, where a name alone does not say which it is."""
    above = view.tree.nodes.get(node.parent or "") if path else None
    hints = ([above.label] if above else []) + ([] if node.open else [say(view.language, "territory.closed")])
    return Control(node.label, view.address.but(at=node.id).href, hint=" · ".join(hints))


def moment(view: View) -> tuple[Chip, ...]:
    """That the page is of an earlier publication, said wherever it is; without it one sees today's."""
    if not view.address.as_of:
        return ()
    made = dates.day(view.language, view.shelf.manifest.created_at.date())
    return (Chip(say(view.language, "screen.as_of"), made, view.address.but(as_of="").href, accent=True),)


def _chip(view: View, at: int) -> Chip:
    lead, members = _limit_words(view, view.limits[at])
    rest = view.address.where[:at] + view.address.where[at + 1 :]
    return Chip(lead, members, view.address.but(where=rest).href)


def chip_words(view: View) -> tuple[str, ...]:
    """The chips in the words of the bar, as every tile's funnel tells them."""
    return tuple(" ".join(filter(None, _limit_words(view, limit))) for limit in view.limits)


def limit_words(view: View, limits: Sequence[Condition]) -> str:
    """Limits in the words of the bar, one after the other."""
    return ", ".join(" ".join(filter(None, _limit_words(view, one))) for one in limits)


def _limit_words(view: View, limit: Condition) -> tuple[str, str]:
    # A stretch of time says by itself what it is: «Q2 2026».
    timed = limit.dimension in GRAINS and not limit.exclude
    name = "" if timed else dimension_name(view, limit.dimension)
    lead = say(view.language, "screen.without", dimension=name) if limit.exclude else name
    return lead, ", ".join(_member(view, limit.dimension, one) for one in limit.members)


def _member(view: View, key: str, member: str) -> str:
    """What a member is called that an address names by its key."""
    if fold(member) == "?":
        return say(view.language, "ask.unknown")
    if key in GRAINS:
        return stretch_name(view.language, member)
    known = named(member, dimension(key, view.outline.levels), view.scope, view.shelf)
    return known.get(member) or next(iter(known.values()), member)


def dimension_name(view: View, key: str) -> str:
    """The name of a dimension; a level of the company's own tree bears the company's word."""
    name = f"dimension.{key}"
    return say(view.language, name) if has(name) else key.replace("_", " ").capitalize()
