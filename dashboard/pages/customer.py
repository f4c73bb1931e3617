"""The page of one customer: what it buys and no longer buys, who saw it, and whose it was."""

from decimal import Decimal

from dash.development.base_component import Component

from dashboard.access.person import Role
from dashboard.answers.customers import Profile
from dashboard.answers.reports import report
from dashboard.metrics.question import Question
from dashboard.pages import (
    customer_contacts,
    customer_orders,
    customer_prices,
    customer_products,
    customer_strip,
    trend,
)
from dashboard.pages.address import CUSTOMER_PATH
from dashboard.pages.downloads import menu_of_page
from dashboard.pages.key_figures import TILE
from dashboard.pages.page import Page, Panel
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.controls import Control
from dashboard.parts.frame import heading
from dashboard.text import dates, formats, say
from dashboard.text.formats import choose_form


def questions(view: View) -> tuple[Question, ...]:
    """What the heading asks."""
    known = [key for key in ("potential", "share_of_wallet") if view.has(key)]
    return (view.question(*known, period=view.twelve_months, against=""),) if known else ()


def head(view: View) -> Component:
    """The one heading, with the downloads of the page."""
    customer, told = _told(view)
    words = [word for one in told for word in (_linked(one), " · ")]
    return heading(
        customer.label,
        words[:-1] or [customer.id],
        notice=say(view.language, "screen.demo") if view.shelf.manifest.kind == "demo" else "",
        downloads=menu_of_page(view),
    )


def heading_words(view: View) -> tuple[str, str]:
    """The name; and what kind of customer it is, whose it is, and what it could buy."""
    customer, told = _told(view)
    return customer.label, " · ".join(one.label for one in told)


def _told(view: View) -> tuple[Profile, list[Control]]:
    customer = view.customer
    assert customer, "only the page of a customer has this heading"
    return customer, [
        *map(Control, _kind(view, customer)),
        *_owner(view, customer),
        *map(Control, _potential(view)),
    ]


def _linked(told: Control) -> str | Component:
    return html.Link(told.label, href=told.href) if told.href else told.label


def _kind(view: View, customer: Profile) -> list[str]:
    told = [one for one in (customer.segment, customer.industry, customer.city) if one != "?"]
    if customer.opened_on:
        told.append(say(view.language, "profile.since", day=dates.day(view.language, customer.opened_on)))
    keys = [] if customer.id == customer.label else [customer.id]
    return [*keys, *([customer.identifiers] if customer.identifiers else []), *told]


def _owner(view: View, customer: Profile) -> list[Control]:
    """Whose it is today, as far as that lies within what one may see."""
    if "alignments" not in view.outline.tables:
        return []
    node = view.tree.nodes.get(customer.territory)
    if node is None:
        key = (
            "profile.nobodys" if customer.territory == "?" and view.scope.everything else "profile.elsewhere"
        )
        return [Control(say(view.language, key))]
    people = report("territory_people", view.shelf, territory=node.id, day=min(view.today, view.period.end))
    owner = next((str(name) for name, role, _ in people if role == "owner"), "")
    there = view.address.but(path="/", at=node.id)
    return [Control(node.label, there.href), Control(owner or say(view.language, "profile.vacant"))]


def _potential(view: View) -> list[str]:
    asked = questions(view)
    if not asked:
        return []
    found = view.answer(asked[0])
    potential = found.total("potential")
    if not isinstance(potential, Decimal):
        return []
    amount = formats.money_with_unit(view.language, potential, choose_form([potential]), view.currency)
    share = found.total("share_of_wallet") if found.has("share_of_wallet") else None
    told = [say(view.language, "profile.potential", amount=amount)]
    if isinstance(share, float):
        told.append(say(view.language, "profile.share", share=formats.percent(view.language, share, 0)))
    return told


CUSTOMER = Page(
    path=CUSTOMER_PATH,
    name="screen.customer",
    icon="pin",
    roles=frozenset(Role),
    head=heading_words,
    top=(
        Panel("profile.heading", (), head, height=60, asks=questions),
        Panel(
            "profile.strip",
            ("sales",),
            customer_strip.strip,
            height=120,
            asks=customer_strip.questions,
            tile=TILE,
            sheets=customer_strip.strip_sheets,
            one=customer_strip.tile_sheets,
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
            "profile.bought",
            ("sales", "products"),
            customer_products.bought_panel,
            height=300,
            asks=customer_products.questions,
            tile=customer_products.BOUGHT,
            sheets=customer_products.bought_sheets,
        ),
        Panel(
            "profile.orders",
            ("sales",),
            customer_orders.orders_panel,
            height=300,
            tile=customer_orders.GRID,
            sheets=customer_orders.orders_sheets,
        ),
        Panel(
            "profile.prices",
            ("sales", "products"),
            customer_prices.prices_panel,
            height=240,
            asks=customer_prices.questions,
            tile=customer_prices.TILE,
            sheets=customer_prices.prices_sheets,
        ),
    ),
    side=(
        Panel(
            "profile.not_bought",
            ("sales", "products", "customers"),
            customer_products.not_bought_panel,
            height=240,
            tile=customer_products.NOT_BOUGHT,
            sheets=customer_products.not_bought_sheets,
        ),
        Panel(
            "profile.contacts",
            ("activities",),
            customer_contacts.contacts_panel,
            height=240,
            tile=customer_contacts.CONTACTS,
            sheets=customer_contacts.contacts_sheets,
        ),
        Panel(
            "profile.holders",
            ("alignments",),
            customer_contacts.holders_panel,
            height=120,
            tile=customer_contacts.HOLDERS,
            sheets=customer_contacts.holders_sheets,
        ),
    ),
    under="/",
)
