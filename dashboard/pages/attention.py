"""What needs attention: territories off plan and getting worse, and data that is late or was refused."""

from dataclasses import dataclass
from decimal import Decimal

from dash.development.base_component import Component

from dashboard.answers.answer import Answer
from dashboard.exports.sheet import Sheet
from dashboard.metrics.periods import Period
from dashboard.metrics.question import Question
from dashboard.pages.pace import whole_plan
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.bridge import attention_line, attention_list, note
from dashboard.parts.panel import Panel, panel
from dashboard.text import dates, formats, say
from dashboard.text.formats import choose_form

_BY = ("territory",)
_SHOWN = 3
_WORSE = Decimal("0.02")  # of the quota: what is nearer than that is no change


@dataclass(frozen=True, slots=True)
class _Off:
    """One territory below its quota, and further below it lately."""

    key: str
    name: str
    gap: Decimal
    share: Decimal
    lately: Decimal


def questions(view: View) -> tuple[Question, ...]:
    """Sales and quota of the last territories, in the period and in its last three whole months."""
    return tuple(
        view.question("net_sales", "quota", by=_BY, period=period, against="")
        for period in (view.period, lately(view))
    )


def lately(view: View) -> Period:
    """The last three months that are over when the period ends."""
    cut, end = view.outline.cut, min(view.period.end, view.outline.through)
    last = cut.month_index(end)
    if cut.month_at(last).end > end:
        last -= 1
    return Period(cut.month_at(last - 2).start, cut.month_at(last).end)


def attention(view: View) -> Component:
    """At most three territories, the largest shortfall first, and what the data lacks."""
    language = view.language
    lines = [attention_line([sentence]) for sentence in _of_data(view)]
    for one, sentence in _of_territories(view):
        there = html.Link(one.name, href=view.address.but(at=one.key).href)
        lines.append(attention_line([there, " ", sentence]))
    title = say(language, "leadership.attention")
    body = attention_list(lines) if lines else note(say(language, "leadership.attention_none"))
    return panel(language, Panel(title), [body])


def attention_sheets(view: View) -> tuple[Sheet, ...]:
    """The same sentences as a sheet."""
    told = [*_of_data(view), *(f"{one.name} {sentence}" for one, sentence in _of_territories(view))]
    none = say(view.language, "leadership.attention_none")
    return (Sheet(say(view.language, "leadership.attention"), notes=tuple(told or (none,))),)


def _of_data(view: View) -> list[str]:
    language, found = view.language, []
    if view.late:
        day = dates.day(language, view.outline.through)
        found.append(say(language, "leadership.attention_late", day=day))
    if count := view.shelf.manifest.quarantined:
        told = formats.number(language, count)
        found.append(say(language, "leadership.attention_refused", n=count, count=told))
    return found


def _of_territories(view: View) -> list[tuple[_Off, str]]:
    now, recent = (view.answer(one) for one in questions(view))
    if whole_plan(view, now) or not (now.has("quota") and recent.has("quota")):
        return []
    off = sorted(_off(view, now, recent), key=lambda one: (one.gap, one.name))
    form = choose_form([one.gap for one in off[:_SHOWN]])
    return [
        (
            one,
            say(
                view.language,
                "leadership.attention_off",
                gap=formats.money_with_unit(view.language, -one.gap, form, view.currency),
                share=formats.percent(view.language, one.share, 0),
                lately=formats.percent(view.language, one.lately, 0),
            ),
        )
        for one in off[:_SHOWN]
    ]


def _off(view: View, now: Answer, recent: Answer) -> list[_Off]:
    lately_of = {keys[0]: _attained(recent, row) for row, keys in zip(recent.rows, recent.keys, strict=True)}
    found = []
    for row, keys in zip(now.rows, now.keys, strict=True):
        key, attained, latest = str(keys[0]), _attained(now, row), lately_of.get(keys[0])
        if key not in view.tree.nodes or attained is None or latest is None:
            continue
        (gap, share), lately_share = attained, latest[1]
        if gap < 0 and lately_share < share - _WORSE:
            found.append(_Off(key, str(row[0]), gap, share, lately_share))
    return found


def _attained(found: Answer, row: tuple[object, ...]) -> tuple[Decimal, Decimal] | None:
    """The gap to quota, and the share of it that is attained."""
    sold, quota = (Decimal(str(row[found.at(key)] or 0)) for key in ("net_sales", "quota"))
    return (sold - quota, sold / quota) if quota > 0 else None
