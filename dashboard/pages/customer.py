"""The page of one customer: what it buys and no longer buys, who saw it, and whose it was."""

from decimal import Decimal

from dash import dcc
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
    months,
    trend,
)
from dashboard.pages.address import CUSTOMER_PATH
from dashboard.pages.page import Page, Panel
from dashboard.pages.view import View
from dashboard.parts.frame import heading
from dashboard.text import dates, formats, say
from dashboard.text.formats import choose_form


def questions(view: View) -> tuple[Question, ...]:
    """What the heading asks."""
    known = [key for key in ("potential", "share_of_wallet") if view.has(key)]
    return (view.question(*known, period=view.twelve_months, against=""),) if known else ()


def head(view: View) -> Component:
    """Name, what kind of customer it is, whose it is, and what it could buy."""
    customer = view.customer
    assert customer, "only the page of a customer has this heading"
    told = [*_kind(view, customer), *_owner(view, customer), *_potential(view)]
    words: list[str | Component] = [word for one in told for word in (one, " · ")]
    return heading(
        customer.label,
        words[:-1] or [customer.id],
        notice=say(view.language, "screen.demo") if view.shelf.manifest.kind == "demo" else "",
    )


def _kind(view: View, customer: Profile) -> list[str]:
    told = [one for one in (customer.segment, customer.industry, customer.city) if one != "?"]
    if customer.opened_on:
        told.append(say(view.language, "profile.since", day=dates.day(view.language, customer.opened_on)))
    return told if customer.id == customer.label else [customer.id, *told]


def _owner(view: View, customer: Profile) -> list[str | Component]:
    """Whose it is today, as far as that lies within what one may see."""
    if "alignments" not in view.outline.tables:
        return []
    node = view.tree.nodes.get(customer.territory)
    if node is None:
        key = (
            "profile.nobodys" if customer.territory == "?" and view.scope.everything else "profile.elsewhere"
        )
        return [say(view.language, key)]
    people = report("territory_people", view.shelf, territory=node.id, day=min(view.today, view.period.end))
    owner = next((str(name) for name, role, _ in people if role == "owner"), "")
    there = view.address.but(path="/", at=node.id)
    return [dcc.Link(node.label, href=there.href), owner or say(view.language, "profile.vacant")]


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
    top=(
        Panel("profile.heading", (), head, height=60, asks=questions),
        Panel("profile.strip", ("sales",), customer_strip.strip, height=120, asks=customer_strip.questions),
    ),
    main=(
        Panel("territory.trend", ("sales",), trend.trend, height=320, asks=months.questions),
        Panel(
            "profile.bought",
            ("sales", "products"),
            customer_products.bought_panel,
            height=300,
            asks=customer_products.questions,
        ),
        Panel("profile.orders", ("sales",), customer_orders.orders_panel, height=300),
        Panel(
            "profile.prices",
            ("sales", "products"),
            customer_prices.prices_panel,
            height=240,
            asks=customer_prices.questions,
        ),
    ),
    side=(
        Panel(
            "profile.not_bought",
            ("sales", "products", "customers"),
            customer_products.not_bought_panel,
            height=240,
        ),
        Panel("profile.contacts", ("activities",), customer_contacts.contacts_panel, height=240),
        Panel("profile.holders", ("alignments",), customer_contacts.holders_panel, height=120),
    ),
    under="/",
)
