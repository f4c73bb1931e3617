"""The tile of incentive pay on a territory's page: earned this year, and what the plan's next step is worth.

It reads what the last run kept (`dashboard.pay.outlook`); the engine is not asked while somebody waits.
"""

import datetime as dt
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from dashboard.exports import cells
from dashboard.exports.cells import Cell
from dashboard.figures.sparkline import sparkline
from dashboard.pages.address import PAY_PATH
from dashboard.pages.pay.here import Here, here
from dashboard.pages.pay.shown import month_of
from dashboard.pages.view import View
from dashboard.parts.controls import Control
from dashboard.parts.tiles import Tile
from dashboard.pay.outlook import Outlook, Step
from dashboard.records.pay import Kept
from dashboard.text import dates, formats, say
from dashboard.text.formats import Form

NAME = "incentive"
_WHOLE = Form(0, 0)
_DAY = dt.timedelta(days=1)


def pay_tile(view: View) -> Tile | None:
    """The tile; None where no pay is shown here."""
    found = here(view)
    if found is None:
        return None
    language, last = view.language, found.statements[-1]
    year = view.outline.cut.year(last.end - _DAY)
    mine = [
        one
        for one in found.statements
        if year.start <= one.first <= year.end and one.currency == last.currency
    ]
    earned = sum((one.earned for one in mine), Decimal(0))
    key = "incentive.tile_of" if found.name else "incentive.tile"
    label = say(language, key, name=found.name)
    return Tile(
        label,
        Cell(earned, cells.money(_WHOLE)),
        formats.unit(language, _WHOLE, last.currency),
        spark=sparkline([one.earned for one in mine], names=[_month(view, one) for one in mine]),
        notes=_target(view, found, earned, year.start),
        name=NAME,
        way=_way(view, found),
    )


def _target(view: View, found: Here, earned: Decimal, year: dt.date) -> tuple[str, ...]:
    """How far it is counted, and which share of the year's target pay that is."""
    language = view.language
    until = dates.month(language, found.statements[-1].end - _DAY)
    outlook = found.outlook
    comparable = outlook is not None and outlook.currency == found.statements[-1].currency
    if outlook is None or not comparable or outlook.year != year or outlook.target <= 0:
        return (say(language, "incentive.until", month=until),)
    share = formats.percent(language, earned / outlook.target)
    return (say(language, "incentive.of_target", month=until, share=share),)


def next_words(view: View, outlook: Outlook | None) -> str:
    """What the next step of the plan is worth; "" where there is none that can still be reached."""
    step = next_tier(view, outlook)
    if outlook is None or step is None:
        return ""
    return say(
        view.language, "incentive.next", more=whole(view, step.more, outlook.credited, up=True),
        gain=whole(view, step.gain, outlook.currency),
        day=dates.day(view.language, step.until, year=False),
    )  # fmt: skip


def next_tier(view: View, outlook: Outlook | None) -> Step | None:
    """The tier of sales that pays most of those that are ahead."""
    steps = outlook.steps if outlook else ()
    ahead = [
        one for one in steps if one.kind == "tier" and one.measure == "net_sales" and one.until >= view.today
    ]
    return max(ahead, key=lambda one: one.gain, default=None)


def whole(view: View, amount: Decimal, currency: str, *, up: bool = False) -> str:
    """An amount without cents: what is needed not less than it is, what is promised not more."""
    rounded = amount.to_integral_value(ROUND_CEILING if up else ROUND_FLOOR)
    return formats.money_with_unit(view.language, rounded, _WHOLE, currency)


def _month(view: View, one: Kept) -> str:
    return dates.month_name(view.language, one.end - _DAY)


def _way(view: View, found: Here) -> Control:
    """The statement behind it, by what the next step is worth."""
    of = found.payee if found.name else ""
    there = view.address.but(path=PAY_PATH, of=of, month=month_of(found.statements[-1]))
    return Control(next_words(view, found.outlook) or say(view.language, "incentive.open"), there.href)
