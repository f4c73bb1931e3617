"""At which prices one customer bought: each product's net price by quarter, beside its list price."""

from dataclasses import dataclass
from decimal import Decimal

from dash.development.base_component import Component

from dashboard.answers.answer import Answer
from dashboard.exports.cells import DRAWN, TEXT, Look, money, percent
from dashboard.exports.sheet import Column, Sheet
from dashboard.figures.sparkline import draw_sparkline, sparkline
from dashboard.metrics.periods import Period
from dashboard.metrics.question import Question
from dashboard.pages.downloads import tile_downloads
from dashboard.pages.instead import nothing_sold
from dashboard.pages.view import View
from dashboard.parts.listing import Line, Named, listing, listing_sheet
from dashboard.parts.panel import Panel, panel
from dashboard.text import dates, formats, say
from dashboard.text.formats import EXACT

_MEASURES = ("average_price", "average_list_price", "net_sales")
_QUARTERS = 8
_MOST = 12
_LEGEND = (("actual", "net"), ("prior", "list"))
TILE = "prices"
_SPARK = (110, 24)


@dataclass(frozen=True, slots=True)
class _Price:
    """What a unit was sold for in one quarter, and what the list said."""

    quarter: str
    net: Decimal
    listed: Decimal | None


def questions(view: View) -> tuple[Question, ...]:
    """The prices of the quarter in which the period ends and of the seven before it."""
    cut = view.outline.cut
    end = view.so_far.end
    first = cut.month_at(cut.month_index(cut.quarter(end).start) - 3 * (_QUARTERS - 1)).start
    return (
        view.question(*_MEASURES, by=("product", "fiscal_quarter"), period=Period(first, end), against=""),
    )


def prices_panel(view: View) -> Component:
    """One line a product, the most bought first; as a table, one line a product and quarter."""
    head, known = _found(view, _MOST // 2 if view.phone else _MOST)
    amount = money(EXACT)
    looks = {"product": TEXT, "over_time": DRAWN, "net": amount, "list": amount}
    lines = [_line(view, name, prices) for name, prices in known.items()]
    drawn = listing(view.language, head.title, _columns(view, looks), lines, "numbers")
    twin = listing(view.language, head.title, *_by_quarter(view, known), "numbers")
    return panel(view.language, head, [drawn], twin)


def prices_sheets(view: View) -> tuple[Sheet, ...]:
    """The table of the panel as a sheet."""
    head, known = _found(view, _MOST)
    return (listing_sheet(head, *_by_quarter(view, known)),)


def _found(view: View, most: int) -> tuple[Panel, dict[str, list[_Price]]]:
    known = _by_product(view.answer(*questions(view)), most)
    unit = formats.unit(view.language, EXACT, view.currency)
    head = Panel(
        say(view.language, "profile.prices"),
        say(view.language, "profile.prices_scope", unit=unit),
        tuple((look, say(view.language, f"profile.col_{key}")) for look, key in _LEGEND),
        menu=tile_downloads(view, TILE),
        state=nothing_sold(view, list(known)),
    )
    return head, known


def _columns(view: View, looks: dict[str, Look]) -> list[Column]:
    return [Column(say(view.language, f"profile.col_{key}"), look) for key, look in looks.items()]


def _by_product(found: Answer, most: int) -> dict[str, list[_Price]]:
    """The quarters of each product that has a price, by how much of it was bought."""
    prices: dict[str, list[_Price]] = {}
    sold: dict[str, Decimal] = {}
    for row in sorted(found.rows, key=lambda one: str(one[1])):
        net, listed = row[found.at("average_price")], row[found.at("average_list_price")]
        if row[0] is None or not isinstance(net, Decimal):
            continue
        price = _Price(str(row[1]), net, listed if isinstance(listed, Decimal) else None)
        prices.setdefault(str(row[0]), []).append(price)
        sold[str(row[0])] = sold.get(str(row[0]), Decimal(0)) + Decimal(str(row[found.at("net_sales")] or 0))
    ranked = sorted(prices, key=lambda name: (-sold[name], name))
    return {name: prices[name] for name in ranked[:most]}


def _line(view: View, name: str, prices: list[_Price]) -> Line:
    last = prices[-1]
    sentence = say(
        view.language, "profile.price_sentence", product=name,
        first=formats.money(view.language, prices[0].net, EXACT), n=len(prices),
        last=formats.money(view.language, last.net, EXACT),
    )  # fmt: skip
    drawn = sparkline([one.net for one in prices], [one.listed for one in prices], sentence)
    return Named(name), draw_sparkline(drawn, *_SPARK), last.net, last.listed


def _by_quarter(view: View, known: dict[str, list[_Price]]) -> tuple[list[Column], list[Line]]:
    amount = money(EXACT)
    looks = {"product": TEXT, "quarter": TEXT, "net": amount, "list": amount, "realised": percent()}
    lines: list[Line] = [
        (
            Named(name),
            _quarter(view, one.quarter),
            one.net,
            one.listed,
            one.net / one.listed if one.listed else None,
        )
        for name, prices in known.items()
        for one in prices
    ]
    return _columns(view, looks), lines


def _quarter(view: View, key: str) -> str:
    year, _, ordinal = key.partition("-Q")
    return dates.quarter(view.language, int(ordinal), int(year)) if ordinal else key
