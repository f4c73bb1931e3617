"""The filter bar of a view: every choice on it is a link to the same page with something else chosen."""

import datetime as dt

from dashboard.answers.answer import compared_days
from dashboard.metrics.catalogue import MEASURES
from dashboard.metrics.periods import Period, parse, prior_year, step
from dashboard.metrics.question import AGAINST, ALIGNMENTS, Condition
from dashboard.pages.address import Address
from dashboard.pages.view import View
from dashboard.parts.controls import Control
from dashboard.parts.filters import Chip, Filters, Freshness, Pill, Place, Time, copy_link
from dashboard.text import dates, has, say

PRESETS = ("mtd", "qtd", "ytd", "last_month", "last_quarter", "last_year", "rolling_12_months", "all")


def filters(view: View) -> Filters:
    """The whole bar."""
    return Filters(
        freshness=freshness(view),
        time=_time(view),
        comparison=_comparison(view),
        place=_place(view),
        alignment=_alignment(view),
        chips=(*moment(view), *(_chip(view, at) for at in range(len(view.limits)))),
        tools=(copy_link(view.language),),
    )


def freshness(view: View) -> Freshness:
    """Through which day the data goes, and from which publication."""
    through = view.outline.through
    return Freshness(
        say(view.language, "screen.through", day=dates.day(view.language, through)),
        late=view.late,
        hint=say(view.language, "screen.publication", id=view.shelf.manifest.id),
    )


def period_label(view: View, period: Period) -> str:
    """The name of a preset, or of a whole year, quarter or month; else plainly the range."""
    if period.name:
        return say(view.language, f"period.{period.name}")
    cut = view.outline.cut
    if period == Period(*_ends(cut.year(period.start))):
        return say(view.language, "period.year", year=cut.year_number(period.start))
    if period == Period(*_ends(cut.month(period.start))):
        return dates.month_name(view.language, period.start)
    return say(view.language, "period.range")


def _ends(period: Period) -> tuple[dt.date, dt.date]:
    return period.start, period.end


def _time(view: View) -> Time:
    earlier, later = step(view.period, view.outline.cut, -1), step(view.period, view.outline.cut, 1)
    return Time(
        label=period_label(view, view.period),
        days=dates.day_range(view.language, view.period.start, view.period.end),
        first=view.period.start,
        last=view.period.end,
        earlier=_moved(view, earlier) if earlier.end >= view.outline.first else "",
        later=_moved(view, later) if later.start <= view.outline.through else "",
        presets=tuple(_preset(view, name) for name in PRESETS),
        latest=view.outline.cut.year(view.outline.through).end,
    )


def _moved(view: View, period: Period) -> str:
    """The address of another range; one that is a preset of today's data is named as such."""
    for name in PRESETS[:-1]:
        known = parse(name, view.outline.cut, view.outline.through, view.outline.first)
        if (known.start, known.end) == (period.start, period.end):
            return view.address.but(period=name).href
    return view.address.but(period=f"{period.start}..{period.end}").href


def _preset(view: View, name: str) -> Control:
    days = parse(name, view.outline.cut, view.outline.through, view.outline.first)
    return Control(
        say(view.language, f"period.{name}"),
        view.address.but(period=name).href,
        hint=dates.day_range(view.language, days.start, days.end),
        current=view.address.period == name,
    )


def _comparison(view: View) -> Pill:
    chosen = view.address.against
    # Any measure will do: the bar is there for a company without sales too.
    some = next((key for key in MEASURES if view.has(key)), "net_sales")
    found = compared_days(view.question(some), view.shelf) or prior_year(view.period)
    days = dates.day_range(view.language, found.start, found.end)
    return Pill(
        say(view.language, "screen.versus"),
        say(view.language, "screen.prior_year"),
        say(view.language, f"against.{chosen}"),
        days,
        tuple(
            Control(
                say(view.language, f"against.{one}"),
                view.address.but(against=one).href,
                hint=days if one == chosen else say(view.language, f"against.{one}_hint"),
                current=one == chosen,
            )
            for one in AGAINST
        ),
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
    tree, node = view.tree, view.node
    everything = say(view.language, "territory.all" if view.scope.everything else "territory.mine")
    several = len(tree.tops) > 1 or view.scope.everything
    path = [Control(everything, view.address.but(at="").href)] if several else []
    if node:
        path += [Control(up.label, view.address.but(at=up.id).href) for up in tree.path(node.id)]
    below = tree.children(node.id) if node else tree.tops
    if view.phone and len(path) < 2 and not below:
        return None
    return Place(
        tuple(path),
        tuple(
            Control(
                one.label,
                view.address.but(at=one.id).href,
                hint="" if one.open else say(view.language, "territory.closed"),
            )
            for one in below
        ),
    )


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
    return tuple(" ".join(_limit_words(view, limit)) for limit in view.limits)


def _limit_words(view: View, limit: Condition) -> tuple[str, str]:
    name = dimension_name(view, limit.dimension)
    lead = say(view.language, "screen.without", dimension=name) if limit.exclude else name
    return lead, ", ".join(limit.members)


def dimension_name(view: View, key: str) -> str:
    """The name of a dimension; a level of the company's own tree bears the company's word."""
    name = f"dimension.{key}"
    return say(view.language, name) if has(name) else key.replace("_", " ").capitalize()
