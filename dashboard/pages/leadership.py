"""The leadership page: how it stands, why, and where the year lands, on one screen and one sheet of paper."""

from dash.development.base_component import Component

from dashboard.access.person import Role
from dashboard.pages import (
    attention,
    bridges,
    distribution,
    incentives,
    leading,
    levels,
    months,
    pipeline,
    status,
    variance,
)
from dashboard.pages.bar import chip_words
from dashboard.pages.downloads import menu_of_page
from dashboard.pages.headline import Part, Standing, because, headline
from dashboard.pages.instead import outside
from dashboard.pages.key_figures import TILE
from dashboard.pages.levels import level_of
from dashboard.pages.page import Page, Panel
from dashboard.pages.saved import menu
from dashboard.pages.territory import title
from dashboard.pages.variance_sheet import variance_sheets
from dashboard.pages.view import View
from dashboard.parts.frame import heading
from dashboard.text import dates, say


def head(view: View) -> Component:
    """The one heading, with the downloads of the page."""
    sentence, line = heading_words(view)
    notice = say(view.language, "screen.demo") if view.shelf.manifest.kind == "demo" else ""
    downloads = menu_of_page(view, summary=True)
    return heading(sentence, [line], notice=notice, downloads=downloads, views=menu.controls(view))


def heading_words(view: View) -> tuple[str, str]:
    """The sentence that the numbers make, and below it of what and when."""
    days = dates.day_range(view.language, view.period.start, view.period.end)
    words = ", ".join((title(view), days, *chip_words(view)))
    if outside(view, view.period) or not view.has("net_sales"):
        return say(view.language, "screen.leadership"), words
    standing = standing_of(view)
    if why := because(view.language, standing):
        words += f" · {why}"
    return headline(view.language, standing), words


def standing_of(view: View) -> Standing:
    """What the sentence is made of: the numbers of the table below it, and no others."""
    found = level_of(view)
    parts = tuple(Part(line.name, line.gap) for line in found.lines if line.gap is not None)
    total = found.total
    landing = total.landing if found.foreseen else None
    return Standing(total.sold, total.quota, total.prior, parts, landing, view.currency)


_BRIDGE = Panel(
    "leadership.bridge",
    ("sales", "products"),
    bridges.sales_bridge,
    height=200,
    of_period=True,
    asks=bridges.sales_questions,
    tile=bridges.TILE,
    sheets=bridges.sales_sheets,
)
_DISTRIBUTION = Panel(
    "measure.attainment.name",
    ("sales", "quotas", "reps"),
    distribution.distribution,
    height=160,
    of_period=True,
    asks=distribution.questions,
    tile=distribution.TILE,
    sheets=distribution.distribution_sheets,
)
_CUSTOMERS = Panel(
    "measure.active_customers.name",
    ("sales", "customers"),
    bridges.customer_bridge,
    height=160,
    asks=bridges.customer_questions,
    tile=bridges.CUSTOMER_TILE,
    sheets=bridges.customer_sheets,
)
_PIPELINE = Panel(
    "leadership.pipeline",
    ("opportunities", "quotas", "sales"),
    pipeline.pipeline,
    height=160,
    asks=pipeline.questions,
    tile=pipeline.TILE,
    sheets=pipeline.pipeline_sheets,
)

_ATTENTION = Panel(
    "leadership.attention",
    ("sales", "territories"),
    attention.attention,
    of_period=True,
    asks=attention.questions,
    sheets=attention.attention_sheets,
)

LEADERSHIP = Page(
    path="/leadership",
    name="screen.leadership",
    icon="bars",
    # Whoever leads people or the company; a rep has the territory page.
    roles=frozenset({Role.LEADER, Role.EXECUTIVE, Role.OPERATIONS, Role.AUDITOR}),
    head=heading_words,
    summary=True,
    top=(
        Panel("screen.leadership", (), head, height=60, asks=levels.questions),
        Panel(
            "territory.strip",
            ("sales",),
            leading.leading,
            height=120,
            asks=lambda view: (*leading.questions(view), *months.questions(view)),
            tile=TILE,
            sheets=leading.leading_sheets,
            one=leading.tile_sheets,
        ),
        Panel(
            "leadership.moved",
            ("sales",),
            variance.variance_panel,
            height=320,
            of_period=True,
            tile=variance.TILE,
            sheets=variance_sheets,
        ),
    ),
    stacks=(
        (_BRIDGE, _ATTENTION),
        (_DISTRIBUTION, Panel("leadership.status", (), status.status, sheets=status.status_sheets)),
        (_CUSTOMERS,),
        (
            _PIPELINE,
            Panel(
                "leadership.incentives",
                (),
                incentives.incentives,
                tile=incentives.TILE,
                sheets=incentives.incentives_sheets,
            ),
            Panel("leadership.governance", (), status.governance, sheets=status.governance_sheets),
        ),
    ),
)
