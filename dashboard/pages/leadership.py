"""The leadership page: how it stands, why, and where the year lands, on one screen and one sheet of paper."""

from dash.development.base_component import Component

from dashboard.access.person import Role
from dashboard.pages import (
    attention,
    bridges,
    distribution,
    leading,
    levels,
    months,
    pipeline,
    status,
    variance,
)
from dashboard.pages.bar import chip_words
from dashboard.pages.headline import Part, Standing, because, headline
from dashboard.pages.instead import outside
from dashboard.pages.levels import level_of
from dashboard.pages.page import Page, Panel
from dashboard.pages.territory import title
from dashboard.pages.view import View
from dashboard.parts.frame import heading
from dashboard.text import dates, say


def head(view: View) -> Component:
    """The one heading: the sentence that the numbers make, and below it of what and when."""
    days = dates.day_range(view.language, view.period.start, view.period.end)
    words = [", ".join((title(view), days, *chip_words(view)))]
    notice = say(view.language, "screen.demo") if view.shelf.manifest.kind == "demo" else ""
    if outside(view, view.period) or not view.has("net_sales"):
        return heading(say(view.language, "screen.leadership"), words, notice=notice)
    standing = standing_of(view)
    if why := because(view.language, standing):
        words.append(f" · {why}")
    return heading(headline(view.language, standing), words, notice=notice)


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
)
_DISTRIBUTION = Panel(
    "measure.attainment.name",
    ("sales", "quotas", "reps"),
    distribution.distribution,
    height=160,
    of_period=True,
    asks=distribution.questions,
)
_CUSTOMERS = Panel(
    "measure.active_customers.name",
    ("sales", "customers"),
    bridges.customer_bridge,
    height=160,
    asks=bridges.customer_questions,
)
_PIPELINE = Panel(
    "leadership.pipeline",
    ("opportunities", "quotas", "sales"),
    pipeline.pipeline,
    height=160,
    asks=pipeline.questions,
)

_ATTENTION = Panel(
    "leadership.attention",
    ("sales", "territories"),
    attention.attention,
    of_period=True,
    asks=attention.questions,
)

LEADERSHIP = Page(
    path="/leadership",
    name="screen.leadership",
    icon="bars",
    # Whoever leads people or the company; a rep has the territory page.
    roles=frozenset({Role.LEADER, Role.EXECUTIVE, Role.OPERATIONS, Role.AUDITOR}),
    top=(
        Panel("screen.leadership", (), head, height=60, asks=levels.questions),
        Panel(
            "territory.strip",
            ("sales",),
            leading.leading,
            height=120,
            asks=lambda view: (*leading.questions(view), *months.questions(view)),
        ),
        Panel("leadership.moved", ("sales",), variance.variance_panel, height=320, of_period=True),
    ),
    stacks=(
        (_BRIDGE, _ATTENTION),
        (_DISTRIBUTION, Panel("leadership.status", (), status.status)),
        (_CUSTOMERS,),
        (
            _PIPELINE,
            Panel("leadership.incentives", (), status.pay),
            Panel("leadership.governance", (), status.governance),
        ),
    ),
)
