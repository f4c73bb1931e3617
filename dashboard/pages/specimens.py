"""Invented values for the gallery: a good year, and everything that strains a drawing."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from dashboard.figures.bullet import Bullet, Landing, bullet
from dashboard.figures.columns import Month
from dashboard.figures.sparkline import Sparkline, sparkline
from dashboard.parts.customers import CustomerLine
from dashboard.parts.explained import Contribution, Group, Told
from dashboard.parts.mix import Member
from dashboard.parts.states import State
from dashboard.parts.tiles import Delta, Tile
from dashboard.paths import ROOT
from dashboard.text import Language, dates, formats, say
from dashboard.text.formats import Form

TODAY = dt.date(2026, 11, 12)
_SALES = (97, 101, 131, 108, 118, 134, 125, 76, 129, 138, 58)
_PRIOR = (92, 98, 118, 104, 111, 121, 116, 71, 124, 128, 131, 139)
_QUOTA = (100, 107, 129, 114, 122, 132, 127, 78, 136, 140, 143, 152)
K = Form(3, 1)
THOUSAND = Decimal(1000)


def year(language: Language, forecast: bool = True) -> list[Month]:
    """Twelve months of 2026: ten complete, November until the 12th, December to come."""
    return [_month(language, at, forecast) for at in range(12)]


def _month(language: Language, at: int, forecast: bool) -> Month:
    actual = _SALES[at] * THOUSAND if at < len(_SALES) else None
    quota, complete = _QUOTA[at] * THOUSAND, at < 10
    landing = None
    if forecast and not complete:
        middle = Decimal(138000 if at == 10 else 148000)
        landing = Landing(middle - 9000, middle, middle + 9000)
    shown = landing.middle if landing else actual if complete else None
    return Month(
        dates.month(language, dt.date(2026, at + 1, 1)),
        2026,
        actual,
        _PRIOR[at] * THOUSAND,
        quota,
        None if shown is None else shown - quota,
        landing,
        complete,
        say(language, "gallery.until", day=12) if at == 10 and not forecast else "",
    )


def long_run(language: Language) -> list[Month]:
    """Thirty-six months with one below zero, one at zero and one missing."""
    strange = {7: Decimal(-40000), 8: Decimal(0), 9: None}
    months = []
    for at in range(36):
        base = Decimal(_PRIOR[at % 12] * 1000 + at * 700)
        actual = strange.get(at, base)
        first = dt.date(2024 + at // 12, at % 12 + 1, 1)
        change = None if actual is None else actual - base + (at % 5 - 2) * 1500
        months.append(Month(dates.month(language, first), first.year, actual, base * 9 / 10, base, change))
    return months


def spark(falling: bool = False) -> Sparkline:
    """A year that rises, or one that falls."""
    prior = list(_PRIOR[:11])
    return sparkline(_SALES[:10][::-1] if falling else _SALES[:10], prior[:10])


def full_bullet(language: Language) -> Bullet:
    """All that a bullet can show."""
    return bullet(
        Decimal(1215400),
        Decimal(1480000),
        Decimal(1246300),
        say(language, "gallery.pace", share=formats.percent(language, 0.842)),
        Landing(
            Decimal(1412000),
            Decimal(1443000),
            Decimal(1478000),
            say(language, "gallery.landing", share=formats.percent(language, 0.975)),
        ),
        say(language, "gallery.bullet"),
    )


def members(language: Language) -> list[Member]:
    """Five categories: one falls, one is new, one has a very long name, one was all returns."""
    names = [say(language, f"gallery.category_{at}") for at in range(5)]
    figures = ((412.6, 391, 0.34, 0.055), (301.2, 262.4, 0.25, 0.148), (243.8, 250, 0.20, -0.025))
    rows = [
        Member(name, Decimal(str(actual)) * 1000, Decimal(str(prior)) * 1000, share, growth)
        for name, (actual, prior, share, growth) in zip(names[:3], figures, strict=True)
    ]
    return [
        *rows,
        Member(names[3], Decimal(86300), None, 0.07, None),
        Member(names[4], Decimal(-4210), Decimal(12900)),
    ]


def explained(language: Language) -> Told:
    """A change with one that is lost, a long name, and a step of nothing."""
    lost, others = Decimal(-40900), Decimal(98000)
    name = members(language)[0].name

    def line(label: str, amount: Decimal) -> Contribution:
        text = formats.signed_money(language, amount, K)
        share = formats.percent(language, amount / (lost + others), 0)
        return Contribution(label, amount, text, share)

    lines = (
        replace(
            line(name * 3, lost), before="40.9", now="0.0", fate=say(language, "explain.lost"), href="#lost"
        ),
        replace(line(say(language, "explain.others"), others), before="790.6", now="888.6"),
    )
    total = replace(line(say(language, "explain.total"), lost + others), before="831.5", now="888.6")
    steps = (("price_effect", others), ("volume_effect", lost), ("lost_item_effect", Decimal(0)))
    bridge = tuple(line(say(language, f"measure.{key}.name"), amount) for key, amount in steps)
    return Told(
        say(language, "gallery.definition"), say(language, "gallery.adds_up"), total,
        (Group(say(language, "dimension.customer"), lines),),
        (Group(say(language, "explain.price"), bridge),),
        (say(language, "gallery.stale"),),
    )  # fmt: skip


def customers(language: Language) -> list[CustomerLine]:
    """A hundred and twenty customers: large and small, long names, flags, and ones with nothing known."""
    lines = []
    for at in range(120):
        sales = Decimal(96400) * 12 / (12 + at) - 9
        prior = sales * (100 + (at * 37) % 41 - 24) / 100
        flag = ("", "gallery.flag_up", "gallery.flag_down", "", "gallery.flag_low")[at % 5]
        lines.append(
            CustomerLine(
                f"C{at}",
                say(language, f"gallery.customer_{at % 4}", n=at + 1),
                sales,
                prior,
                sales / prior - 1,
                sales * 2,
                0.5 if at % 7 else None,
                TODAY - dt.timedelta(days=at * 3),
                href=f"#customer-{at}",
                flag=say(language, flag) if flag else "",
                flag_tone={
                    "gallery.flag_up": "good",
                    "gallery.flag_down": "bad",
                    "gallery.flag_low": "acc",
                }.get(flag, ""),
            )
        )
    return [
        *lines,
        CustomerLine("C?", say(language, "gallery.customer_1", n=0)),
        CustomerLine("C-", "Ω", Decimal(-1200), None),
    ]


def statement() -> str:
    """A query that the product really has, with lines enough to scroll."""
    return next(iter(sorted((ROOT / "queries" / "marts").glob("*.sql")))).read_text(encoding="utf-8")


def tiles(language: Language) -> list[Tile]:
    """The strip of a territory in a good state."""
    prior = say(language, "gallery.from_prior")
    chips = (say(language, "gallery.chip"),)
    return [
        Tile(
            say(language, "gallery.net_sales"),
            formats.money(language, Decimal(1215400), K),
            formats.unit(language, K),
            (
                Delta(
                    formats.signed_percent(language, 0.065),
                    "good",
                    1,
                    f"{formats.signed(language, 73.8, 1)} {prior}",
                ),
            ),
            spark(),
            chips=chips,
        ),
        Tile(
            say(language, "gallery.attainment"),
            formats.percent(language, 0.821),
            say(language, "gallery.of_quota", quota=formats.number(language, 1480, 1)),
            (Delta(formats.signed(language, -30.9, 1), "bad", -1, say(language, "gallery.from_pace")),),
            bullet=full_bullet(language),
            notes=(say(language, "gallery.needed", amount=formats.number(language, 7.8, 1)),),
        ),
        Tile(
            say(language, "gallery.margin"),
            formats.percent(language, 0.243),
            deltas=(Delta(formats.points(language, 0.005), "good", 1, prior),),
            spark=spark(),
        ),
        Tile(
            say(language, "gallery.customers"),
            formats.number(language, 214),
            deltas=(Delta(formats.signed(language, 19), "good", 0, say(language, "gallery.new")),),
            spark=spark(falling=True),
        ),
        Tile(
            say(language, "gallery.coverage"),
            formats.percent(language, 0.867),
            deltas=(Delta(formats.points(language, -0.033), "bad", -1, prior),),
            spark=spark(falling=True),
            state=State("partial", say(language, "gallery.late")),
        ),
    ]
