"""The tree as a sheet: the columns of the screen's table, with the people counted apart."""

from decimal import Decimal

from dashboard.exports.cells import COUNT, DRAWN, TEXT, Look, Value, money, percent
from dashboard.exports.sheet import Column, Row, Sheet
from dashboard.figures.bars import (
    BarPair,
    PlanBar,
    VarianceBar,
    draw_bar_pair,
    draw_plan_bar,
    draw_variance_bar,
)
from dashboard.figures.marks import Sheet as Drawn
from dashboard.figures.scale import Scale, around_zero
from dashboard.pages.levels import Level, level_of
from dashboard.pages.variance import ranked, told_line
from dashboard.pages.view import View
from dashboard.parts.variance import VarianceLine, relative
from dashboard.text import Language, dates, formats, say
from dashboard.text.formats import Form, choose_form

_BAR = 130
_AMOUNTS = ("actual", "quota", "prior")
_CHANGES = ("gap", "change")


def variance_sheets(view: View) -> tuple[Sheet, ...]:
    """The lines in the order of the screen, with their total."""
    found, language = level_of(view), view.language
    title = say(language, "leadership.missed" if found.planned else "leadership.moved")
    total = told_line(found.total)
    if not found.lines and total.actual is None:
        return (Sheet(title, notes=(say(language, "screen.nothing_sold"),)),)
    form = choose_form([total.actual, total.plan])
    days = dates.day_range(language, view.period.start, view.period.end)
    unit = formats.unit(language, form, view.currency)
    keys, rows = _keys(found), ranked(found)
    sold = around_zero([end for one in rows for end in (one.actual, _base(found, one))], _BAR)
    off = around_zero([_off(found, one) for one in rows], _BAR)
    return (
        Sheet(
            title,
            say(language, "leadership.variance_scope", days=days, unit=unit),
            tuple(Column(say(language, f"leadership.col_{key}"), _look(key, form)) for key in keys),
            tuple(
                _row(language, found, one, (_bar(found, one, sold), _variance(found, one, off)))
                for one in rows
            ),
            _row(language, found, total, (None, None)),
        ),
    )


def _keys(found: Level) -> list[str]:
    people = found.planned and found.total.people > 0
    return [
        "name",
        *(["bars_quota", "actual", "quota", "gap", "gap_bar", "gap_share", "prior"] if found.planned
          else ["bars_prior", "actual", "prior", "change", "change_bar"]),
        "growth",
        *(["landing"] if found.foreseen else []),
        "rank_was",
        "rank_now",
        *(["people", "measured"] if people else []),
    ]  # fmt: skip


def _look(key: str, form: Form) -> Look:
    if key in ("gap_share", "growth"):
        return percent(signed=True)
    if key in _AMOUNTS or key in _CHANGES:
        return money(form, signed=key in _CHANGES)
    known = {
        "landing": percent(),
        "people": percent(0),
        "measured": COUNT,
        "rank_was": COUNT,
        "rank_now": COUNT,
    }
    return known.get(key, DRAWN if "bar" in key else TEXT)


def _row(
    language: Language, found: Level, line: VarianceLine, bars: tuple[Drawn | None, Drawn | None]
) -> Row:
    off, (sold_bar, off_bar) = _off(found, line), bars
    values: dict[str, Value] = {
        "name": line.name, "bars_quota": sold_bar, "bars_prior": sold_bar, "actual": line.actual,
        "quota": line.plan, "gap": off, "gap_bar": off_bar, "change": off, "change_bar": off_bar,
        "gap_share": relative(language, line.actual, line.plan), "prior": line.prior,
        "growth": relative(language, line.actual, line.prior), "landing": line.landing,
        "rank_was": line.rank_before if line.rank else None, "rank_now": line.rank,
        "people": line.at_quota if line.people else None, "measured": line.people or None,
    }  # fmt: skip
    return tuple(values[key] for key in _keys(found))


def _base(found: Level, line: VarianceLine) -> Decimal | None:
    return line.plan if found.planned else line.prior


def _off(found: Level, line: VarianceLine) -> Decimal | None:
    beside = _base(found, line)
    return None if beside is None else (line.actual or Decimal(0)) - beside


def _bar(found: Level, line: VarianceLine, scale: Scale) -> Drawn:
    if found.planned:
        return draw_plan_bar(PlanBar(line.actual, line.plan, scale), 10)
    return draw_bar_pair(BarPair(line.actual, line.prior, scale))


def _variance(found: Level, line: VarianceLine, scale: Scale) -> Drawn:
    return draw_variance_bar(VarianceBar(_off(found, line), scale))
