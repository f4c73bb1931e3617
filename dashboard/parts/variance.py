"""The variance table: actual in its plan, what is missing beside one zero line, and what goes with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dash.development.base_component import Component

from dashboard.figures.bars import (
    BarPair,
    PlanBar,
    VarianceBar,
    draw_bar_pair,
    draw_plan_bar,
    draw_variance_bar,
)
from dashboard.figures.scale import Scale, around_zero
from dashboard.parts import html
from dashboard.parts.drawing import drawing
from dashboard.parts.tiles import signed_change, tone_of
from dashboard.text import Language, formats, say
from dashboard.text.formats import ABSENT, Form


@dataclass(frozen=True, slots=True)
class VarianceLine:
    """One line as it is shown; `rank` and `rank_before` are places among the lines."""

    name: str
    href: str = ""
    actual: Decimal | None = None
    plan: Decimal | None = None
    prior: Decimal | None = None
    landing: Decimal | None = None
    rank: int | None = None
    rank_before: int | None = None
    at_quota: Decimal | None = None
    people: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """What the table has columns for: a plan, a landing, people; on a phone it has three."""

    planned: bool
    foreseen: bool
    people: bool
    phone: bool = False


@dataclass(frozen=True, slots=True)
class _Drawing:
    language: Language
    form: Form
    shown: Shown
    sold: Scale
    off: Scale

    def base(self, line: VarianceLine) -> Decimal | None:
        return line.plan if self.shown.planned else line.prior


def variance_table(
    language: Language,
    title: str,
    lines: Sequence[VarianceLine],
    total: VarianceLine,
    form: Form,
    shown: Shown,
) -> Component:
    """The lines in the order given, on one scale of amounts and one of variances, with their total."""
    bars = 72 if shown.phone else 100
    base = [line.plan if shown.planned else line.prior for line in lines]
    off = [
        None if beside is None else (line.actual or Decimal(0)) - beside
        for line, beside in zip(lines, base, strict=True)
    ]
    drawn = _Drawing(
        language,
        form,
        shown,
        around_zero([*(line.actual for line in lines), *base], bars),
        around_zero(off, bars),
    )
    rows = [html.Tr(_cells(drawn, line, bar=True)) for line in lines]
    heads = [html.Th(say(language, f"leadership.col_{name}"), scope="col") for name in _columns(shown)]
    return html.Table(
        [
            html.Caption(title, className="unseen"),
            html.Thead(html.Tr(heads), className="unseen" if shown.phone else ""),
            html.Tbody(rows),
            html.Tfoot(html.Tr(_cells(drawn, total, bar=False))),
        ],
        className="list variance",
    )


def _columns(shown: Shown) -> list[str]:
    if shown.phone:
        return ["name", "gap_bar", "gap" if shown.planned else "change"]
    return [
        "name",
        "bars_quota" if shown.planned else "bars_prior",
        "actual",
        *(["quota", "gap", "gap_bar", "gap_share"] if shown.planned else []),
        "prior",
        *([] if shown.planned else ["change", "change_bar"]),
        "growth",
        *(["landing"] if shown.foreseen else []),
        "rank",
        *(["people"] if shown.people else []),
    ]


def _cells(drawn: _Drawing, line: VarianceLine, *, bar: bool) -> list[Component]:
    made: dict[str, Callable[[], Component]] = {
        "name": lambda: _name(drawn, line),
        "bars_quota": lambda: _bars(drawn, line, bar=bar),
        "bars_prior": lambda: _bars(drawn, line, bar=bar),
        "actual": lambda: html.Td(formats.money(drawn.language, line.actual, drawn.form), className="lead"),
        "quota": lambda: html.Td(formats.money(drawn.language, line.plan, drawn.form)),
        "prior": lambda: html.Td(formats.money(drawn.language, line.prior, drawn.form), className="quiet"),
        "gap": lambda: html.Td(_off(drawn, line)),
        "change": lambda: html.Td(_off(drawn, line)),
        "gap_bar": lambda: _variance(drawn, line, bar=bar),
        "change_bar": lambda: _variance(drawn, line, bar=bar),
        "gap_share": lambda: html.Td(_share(drawn.language, line.actual, line.plan)),
        "growth": lambda: html.Td(_share(drawn.language, line.actual, line.prior)),
        "landing": lambda: html.Td(formats.percent(drawn.language, line.landing)),
        "rank": lambda: html.Td(_rank(drawn.language, line)),
        "people": lambda: html.Td(_people(drawn.language, line)),
    }
    return [made[name]() for name in _columns(drawn.shown)]


def _name(drawn: _Drawing, line: VarianceLine) -> Component:
    name: Any = html.Link(line.name, href=line.href) if line.href else line.name
    below = []
    if drawn.shown.phone:
        amounts = (formats.money(drawn.language, one, drawn.form) for one in (line.actual, drawn.base(line)))
        key = "leadership.of_quota" if drawn.shown.planned else "leadership.of_prior"
        actual, beside = amounts
        below = [html.Span(say(drawn.language, key, actual=actual, beside=beside), className="quiet below")]
    return html.Th([name, *below], scope="row", className="member", title=line.name)


def _bars(drawn: _Drawing, line: VarianceLine, *, bar: bool) -> Component:
    """The amounts of one line; the total has no bar, for beside it those of the lines would vanish."""
    if not bar:
        return html.Td("")
    if drawn.shown.planned:
        sheet = draw_plan_bar(PlanBar(line.actual, line.plan, drawn.sold))
    else:
        sheet = draw_bar_pair(BarPair(line.actual, line.prior, drawn.sold))
    return html.Td(drawing(sheet), className="bars")


def _variance(drawn: _Drawing, line: VarianceLine, *, bar: bool) -> Component:
    if not bar:
        return html.Td("")
    beside = drawn.base(line)
    off = None if beside is None else (line.actual or Decimal(0)) - beside
    return html.Td(drawing(draw_variance_bar(VarianceBar(off, drawn.off))), className="bars")


def _off(drawn: _Drawing, line: VarianceLine) -> list[Component]:
    beside = drawn.base(line)
    off = None if beside is None else (line.actual or Decimal(0)) - beside
    way = formats.direction(off and off.scaleb(-drawn.form.power), drawn.form.places)
    told = [signed_change(formats.signed_money(drawn.language, off, drawn.form), tone_of(way), 0)]
    if drawn.shown.phone:
        told.append(html.Span(_share(drawn.language, line.actual, beside), className="below"))
    return told


def relative(language: Language, actual: Decimal | None, beside: Decimal | None) -> Decimal | str | None:
    """A relative change; without a base above zero there is none, and sales are new."""
    if beside == 0 and (actual or 0) > 0:
        return say(language, "parts.mix_new")
    return ((actual or Decimal(0)) - beside) / beside if beside and beside > 0 else None


def _share(language: Language, actual: Decimal | None, beside: Decimal | None) -> Component:
    """A relative change with its verdict."""
    change = relative(language, actual, beside)
    if isinstance(change, str):
        return signed_change(change, "flat", 0)
    way = formats.direction(None if change is None else change * 100, 1)
    return signed_change(formats.signed_percent(language, change), tone_of(way), 0)


def _rank(language: Language, line: VarianceLine) -> str:
    if line.rank is None:
        return ""
    if line.rank_before is None:
        return str(line.rank)
    key = "leadership.rank_same" if line.rank == line.rank_before else "leadership.rank_moved"
    return say(language, key, was=line.rank_before, now=line.rank)


def _people(language: Language, line: VarianceLine) -> list[Any]:
    if not line.people:
        return [ABSENT]
    of = say(language, "leadership.of_people", count=line.people)
    return [formats.percent(language, line.at_quota, 0), " ", html.Span(of, className="quiet")]
