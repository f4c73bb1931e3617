"""What the marks of the map are called, what they say when pointed at, and where a click on them leads."""

from decimal import Decimal

from dashboard.access.scope import UNKNOWN
from dashboard.answers.answer import Answer
from dashboard.answers.places import Ground, Land, Spot
from dashboard.figures.territory_map import Circle, Parcel, Tone
from dashboard.metrics.comparison import Comparison
from dashboard.metrics.conditions import Condition, written
from dashboard.pages.amounts import base
from dashboard.pages.customers import chosen
from dashboard.pages.view import View
from dashboard.pages.when import versus
from dashboard.parts.tiles import tone_of
from dashboard.text import formats, say


def grown(sold: Decimal | None, prior: Decimal | None) -> Decimal | None:
    """The relative change; none from nothing or from returns."""
    return (sold - prior) / prior if sold is not None and prior and prior > 0 else None


def name(view: View, spot: Spot) -> str:
    """The customer; of several who stand together how many, with their city or the first of them."""
    if spot.customers == 1:
        return spot.labels[0]
    count = formats.number(view.language, spot.customers)
    if spot.city and spot.city != UNKNOWN:
        return say(view.language, "territory.map_in_city", count=count, city=spot.city)
    return say(view.language, "territory.map_together", count=count, first=spot.labels[0])


def circle(view: View, spot: Spot, beside: Comparison) -> Circle:
    """One mark for one or more customers; of a few it tells the names."""
    prior = base(view, beside, spot.before)
    href, hint = way(view, spot)
    names = spot.labels if 1 < spot.customers == len(spot.labels) else ()
    return Circle(
        spot.latitude,
        spot.longitude,
        spot.amount,
        _tone(spot.amount, prior),
        "\n".join(filter(None, (_told(view, name(view, spot), spot.amount, prior, beside), *names, hint))),
        href,
    )


def _tone(sold: Decimal | None, prior: Decimal | None) -> Tone:
    """The verdict on the change; sales where there were none are new, not grown."""
    if prior is None or (prior == 0 and (sold or 0) > 0):
        return "flat"
    return tone_of(formats.direction((sold or Decimal(0)) - prior, 2))


def _told(view: View, called: str, sold: Decimal | None, prior: Decimal | None, beside: Comparison) -> str:
    amount = formats.money_with_unit(view.language, sold or Decimal(0), view.form, view.currency)
    change = ""
    if growth := grown(sold, prior):
        change = f"{formats.signed_percent(view.language, growth)} {versus(view, beside)}"
    elif prior == 0 and (sold or 0) > 0:
        change = say(view.language, "parts.new_customer")
    return f"{called}: {', '.join(filter(None, (amount, change)))}"


def way(view: View, spot: Spot) -> tuple[str, str]:
    """Where a click leads, and that in words: to these alone, to the territory below, or to their city."""
    if spot.customers == 1:
        only = chosen(view, spot.keys[0])
        if only:
            return only, say(view.language, "territory.map_only_customer")
        return view.address.of_customer(spot.keys[0]).href, say(view.language, "territory.map_open_customer")
    if spot.child:
        there = view.tree.nodes[spot.child].label
        return view.address.but(at=spot.child).href, say(view.language, "territory.map_go", territory=there)
    if spot.customers == len(spot.keys):
        limit = written(Condition("customer", tuple(spot.keys)))
        return _limited(view, limit, say(view.language, "territory.map_only_these"))
    if spot.city and spot.city != UNKNOWN:
        return _limited(
            view,
            written(Condition("city", (spot.city,))),
            say(view.language, "territory.map_only_city", city=spot.city),
        )
    return "", ""


def _limited(view: View, limit: str, hint: str) -> tuple[str, str]:
    if limit in view.address.where:
        return "", ""
    return view.address.but(where=(*view.address.where, limit)).href, hint


def parcels(view: View, ground: Ground, land: dict[str, Land], sold: Answer | None) -> tuple[Parcel, ...]:
    """The outlines: the territory's own, and those below it, each of which says what it sells."""
    own = [
        Parcel("", land[key].rings, own=True)
        for key in ground.nodes
        if key in land and key not in ground.below
    ]
    return (*own, *(_parcel(view, key, land[key], sold) for key in ground.below if key in land))


def _parcel(view: View, key: str, land: Land, sold: Answer | None) -> Parcel:
    label, told = view.tree.nodes[key].label, ""
    row = (
        next((row for keys, row in zip(sold.keys, sold.rows, strict=True) if keys[0] == key), None)
        if sold
        else None
    )
    if sold and row:
        beside = view.beside(sold.question.by)
        amount = row[sold.at("net_sales")]
        prior = base(view, beside, row[sold.at(sold.beside("net_sales"))]) if sold.question.against else None
        told = _told(view, label, amount if isinstance(amount, Decimal) else None, prior, beside)
    title = "\n".join((told or label, say(view.language, "territory.map_go", territory=label)))
    return Parcel(label, land.rings, title=title, href=view.address.but(at=key).href)
