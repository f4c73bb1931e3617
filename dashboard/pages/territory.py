"""The territory page: a rep's home, and what a leader opens for anyone below."""

import datetime as dt

from dash.development.base_component import Component

from dashboard.access.person import Role
from dashboard.answers.reports import report
from dashboard.pages import below, customer_map, customers, ideas, mix, strip, trend
from dashboard.pages.customers_sheet import customer_sheets
from dashboard.pages.downloads import menu_of_page
from dashboard.pages.key_figures import TILE
from dashboard.pages.page import Page, Panel
from dashboard.pages.saved import menu
from dashboard.pages.view import View
from dashboard.parts.frame import heading
from dashboard.text import dates, say


def title(view: View) -> str:
    """What the page is about: the territory, or all that the person may see."""
    if view.customer:
        return view.customer.label
    if view.node:
        return view.node.label
    if view.scope.everything:
        tops = view.tree.tops
        return (
            tops[0].label
            if len(tops) == 1
            else view.shelf.manifest.company.company or view.shelf.manifest.name
        )
    return ", ".join(node.label for node in view.tree.tops)


def head(view: View) -> Component:
    """The one heading, with the downloads of the page."""
    name, line = heading_words(view)
    return heading(
        name,
        [line],
        notice=say(view.language, "screen.demo") if view.shelf.manifest.kind == "demo" else "",
        downloads=menu_of_page(view),
        views=menu.controls(view),
    )


def heading_words(view: View) -> tuple[str, str]:
    """The name; and who works it since when, and what lies below it."""
    words: list[str] = []
    if view.node:
        day = min(view.today, view.period.end)
        people = report("territory_people", view.shelf, territory=view.node.id, day=day)
        for name, role, since in people[:2]:
            words.append(_worked(view, str(name), str(role), since))
        if not people and not view.tree.children(view.node.id):
            words.append(say(view.language, "territory.vacant"))
    lower = len(view.tree.children(view.node.id)) if view.node else len(view.tree.tops)
    if lower > 1 or (view.node and lower):
        words.append(say(view.language, "territory.below", n=lower))
    return title(view), " · ".join(words) or say(view.language, "territory.all")


def _worked(view: View, name: str, role: str, since: object) -> str:
    if isinstance(since, dt.date) and since.year > 1:
        return say(view.language, f"territory.since_{role}", name=name, since=dates.day(view.language, since))
    return say(view.language, f"territory.by_{role}", name=name)


TERRITORY = Page(
    path="/",
    name="screen.territory",
    icon="pin",
    roles=frozenset(Role),
    head=heading_words,
    top=(
        Panel("territory.heading", (), head, height=60),
        Panel(
            "territory.strip",
            ("sales",),
            strip.strip,
            height=140,
            asks=strip.questions,
            tile=TILE,
            sheets=strip.strip_sheets,
            one=strip.tile_sheets,
        ),
    ),
    main=(
        Panel(
            "territory.trend",
            ("sales",),
            trend.trend,
            height=320,
            asks=trend.questions,
            tile=trend.TILE,
            sheets=trend.trend_sheets,
        ),
        Panel(
            "territory.customers",
            ("sales", "customers"),
            customers.customer_panel,
            height=360,
            of_period=True,
            asks=customers.questions,
            tile="customers",
            sheets=customer_sheets,
        ),
        Panel(
            "territory.map",
            ("sales", "customers"),
            customer_map.map_panel,
            height=420,
            of_period=True,
            asks=customer_map.questions,
            begins=customer_map.begin_map,
            tile=customer_map.TILE,
            sheets=customer_map.map_sheets,
        ),
    ),
    side=(
        Panel(
            "ideas.panel",
            ("sales", "customers"),
            ideas.ideas_panel,
            height=280,
            early=True,
            tile=ideas.TILE,
            sheets=ideas.ideas_sheets,
        ),
        Panel(
            "territory.panel_below",
            ("sales",),
            below.below_panel,
            height=200,
            of_period=True,
            asks=below.questions,
            tile=below.TILE,
            sheets=below.below_sheets,
        ),
        Panel(
            "territory.mix",
            ("sales", "products"),
            mix.mix_panel,
            height=240,
            of_period=True,
            asks=mix.questions,
            tile=mix.TILE,
            sheets=mix.mix_sheets,
        ),
    ),
)
