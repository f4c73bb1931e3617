"""Plan health: the measures of each plan, of all or of one's people, with who is left out and why."""

import datetime as dt
from collections.abc import Iterator

from dash.development.base_component import Component

from dashboard.access.crowd import FEWEST, crowd
from dashboard.exports.sheet import Column, Sheet
from dashboard.figures.chart import Axis, Chart, Point
from dashboard.figures.chart import Panel as Series
from dashboard.figures.chart_drawing import draw_chart
from dashboard.figures.distribution import Class, Distribution, draw_distribution
from dashboard.figures.svg import write
from dashboard.pages.downloads import tile_downloads
from dashboard.pages.pay.findings import GROUPS, line
from dashboard.pages.pay.oversight import Overseen, beside, overseen, settled_words
from dashboard.pages.pay.words import named, share
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.bridge import note
from dashboard.parts.drawing import Drawing
from dashboard.parts.frame import chart_width
from dashboard.parts.panel import Panel, panel
from dashboard.parts.plan_health import Group, Line, PlanHealth, plan_list
from dashboard.parts.states import State
from dashboard.pay.health import Health, health
from dashboard.pay.observed import REASONS, Watched
from dashboard.pay.orderly import orderly
from dashboard.records import inquiries
from dashboard.text import dates, formats, say

TILE = "plan-health"
_DAY = dt.timedelta(days=1)
_LISTED = 10
_HEADS = ("measure", "value", "n", "guide", "verdict")


def health_panel(view: View) -> Component:
    """Each plan opens to its measures; the one with most people is open."""
    found = overseen(view)
    if found is None:
        return html.Div()
    language, title = view.language, say(view.language, "health.title")
    plans = healths(view, found)
    if not plans:
        state = State("empty", say(language, "health.nobody"))
        return panel(language, Panel(title, state=state), ())
    scope = say(language, "health.scope_company" if found.rights.company else "health.scope_team")
    shown = [_shown(view, found, one, first=at == 0) for at, one in enumerate(plans)]
    head = Panel(title, scope, menu=tile_downloads(view, TILE))
    rules = [note(one) for one in _rules(view, found)]
    return panel(language, head, [Drawing(plan_list(shown)), *rules])


def health_sheets(view: View) -> tuple[Sheet, ...]:
    """One sheet for each plan, with the same measures."""
    found = overseen(view)
    if found is None:
        return ()
    language, title = view.language, say(view.language, "health.title")
    plans = healths(view, found)
    if not plans:
        return (Sheet(title, notes=(say(language, "health.nobody"),)),)
    return tuple(_sheet(view, found, one, " ".join(_rules(view, found))) for one in plans)


def _rules(view: View, found: Overseen) -> list[str]:
    """How few are not told of, and of which month it is."""
    return [say(view.language, "health.rule", fewest=FEWEST), *settled_words(view, found)]


def healths(view: View, found: Overseen) -> list[Health]:
    """The plans with their measures, those with most people first; made once for a view."""
    if "health" not in view.kept:
        known = beside(view)
        made = [health(one, found.known, known) for one in found.watched]
        view.kept["health"] = sorted(made, key=lambda one: (-len(one.watched.people), one.watched.plan.key))
    plans: list[Health] = view.kept["health"]
    return plans


def _shown(view: View, found: Overseen, one: Health, *, first: bool) -> PlanHealth:
    language = view.language
    groups = tuple(groups_of(view, found, one))
    judged = [each for group in groups for each in group.lines if each.look in ("warn", "bad")]
    few = len(one.watched.people) < FEWEST
    flag = say(language, "health.to_look_at", n=len(judged)) if judged else ""
    if not judged and not few:
        flag = say(language, "health.all_good")
    return PlanHealth(
        named(view, one.watched.plan.name),
        told(view, one),
        flag,
        "warn" if judged else "good",
        (*notes(view, found, one), *((say(language, "health.too_few", fewest=FEWEST),) if few else ())),
        tuple(say(language, f"health.col_{head}") for head in _HEADS),
        () if few else groups,
        () if few else tuple(_figures(view, one)),
        _inverted(view, one),
        first,
    )


def told(view: View, one: Health) -> str:
    """The days, and how many of how many are compared."""
    window = one.watched.window
    days = dates.day_range(view.language, window.first, window.end - _DAY)
    return say(view.language, "health.told", days=days, n=one.n, all=len(one.watched.people))


def notes(view: View, found: Overseen, one: Health) -> Iterator[str]:
    """Who is compared with nobody, and why; by name where one may see their pay.

    Of a few people nothing but of those: that one of them is on leave is theirs to tell.
    """
    told = crowd((who.payee for who in one.watched.people), found.known)
    if not told.told and told.unknown:
        return
    for reason in REASONS:
        n = one.excluded.get(reason, 0)
        if not n:
            continue
        names = [who.name for who in one.watched.people if who.excluded == reason and found.known(who.payee)]
        words = say(view.language, f"health.out_{reason}", n=n)
        yield f"{words}: {', '.join(names)}." if len(names) == n else f"{words}."


def groups_of(view: View, found: Overseen, one: Health) -> Iterator[Group]:
    """The measures below the questions that they answer."""
    for key, members in GROUPS.items():
        lines = tuple(
            line(view, finding, one.watched.plan) for finding in one.findings if finding.key in members
        )
        if key == "operations":
            lines = (*lines, *_of_runs(view, found, one.watched))
        yield Group(say(view.language, f"health.group_{key}"), lines)


def _of_runs(view: View, found: Overseen, one: Watched) -> Iterator[Line]:
    """What is told of runs and of inquiries about their statements."""
    assert view.records is not None, "what stands was read from them"
    with view.records.reading() as connection:
        asked = inquiries.of(connection, {who.payee for who in one.people})
    for finding in orderly(one, found.statements, asked, found.published, found.known):
        yield line(view, finding, one.plan)


def _figures(view: View, one: Health) -> Iterator[tuple[str, str, str]]:
    language = view.language
    width = min(420, chart_width(view.width))
    if one.classes:
        spec = histogram(view, one)
        yield (
            say(language, "health.histogram"),
            write(draw_distribution(spec, width), True),
            say(language, "health.histogram_note"),
        )
    if one.sizes:
        yield (
            say(language, "health.box"),
            write(draw_chart(box(view, one), width), True),
            say(language, "health.box_note"),
        )


def histogram(view: View, one: Health) -> Distribution:
    """How many are paid which share of target pay, in classes of enough people."""
    classes = []
    for each in one.classes:
        low, high = (share(view, end, 0) for end in (each.low, each.high))
        if each.low is None:
            name = say(view.language, "health.below", high=high)
        elif each.high is None:
            name = say(view.language, "health.above", low=low)
        else:
            name = say(view.language, "health.between", low=low.rstrip(" %\u00a0\u202f"), high=high)
        classes.append(Class(name, each.count, each.low is not None and each.low >= 1))
    counts = ", ".join(f"{each.name}: {each.count}" for each in classes)
    return Distribution(
        tuple(classes),
        say(view.language, "health.target_line"),
        say(view.language, "health.histogram_says", counts=counts),
    )


def box(view: View, one: Health) -> Chart:
    """Attainment of the smallest fifth of quotas, of the middle, and of the largest; nobody is named."""
    names = [say(view.language, f"health.size_{size}") for size in ("small", "middle", "large")]
    panels = tuple(
        Series(name, tuple(Point("", value, share_of(view, value)) for value in values))
        for name, values in zip(names, one.sizes, strict=True)
    )
    axis = Axis(say(view.language, "health.axis_attainment"), lambda value: share_of(view, value))
    # No single value: what the pay of one may follow from is not shown of one.
    return Chart("box", panels, axis, say(view.language, "health.box_says"), single=False)


def share_of(view: View, value: float) -> str:
    """A share in whole per cents."""
    return formats.percent(view.language, value, 0)


def _inverted(view: View, one: Health) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Pairs of those whose pay one may see."""
    words = tuple(
        say(
            view.language,
            "health.inverted",
            ahead=ahead.name,
            reached=share(view, ahead.attainment),
            paid=share(view, ahead.share),
            behind=behind.name,
            other=share(view, behind.attainment),
            more=share(view, behind.share),
        )
        for ahead, behind in one.inverted[:_LISTED]
    )
    return ((say(view.language, "health.inversions", n=len(one.inverted)), words),) if words else ()


def _sheet(view: View, found: Overseen, one: Health, rule: str) -> Sheet:
    language = view.language
    title = say(language, "health.of_plan", plan=named(view, one.watched.plan.name))
    few = len(one.watched.people) < FEWEST
    if few:
        return Sheet(
            title,
            told(view, one),
            notes=(*notes(view, found, one), say(language, "health.too_few", fewest=FEWEST)),
        )
    columns = (
        Column(say(language, "health.col_group")),
        *(Column(say(language, f"health.col_{head}")) for head in _HEADS),
    )
    rows = tuple(
        (group.title, each.name, each.value, each.n, each.guide, each.verdict)
        for group in groups_of(view, found, one)
        for each in group.lines
    )
    inverted = tuple(word for _, words in _inverted(view, one) for word in words)
    figure = histogram(view, one) if one.classes else None
    return Sheet(
        title, told(view, one), columns, rows, notes=(*notes(view, found, one), *inverted, rule),
        figure=figure,
    )  # fmt: skip
