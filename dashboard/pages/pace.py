"""The tile of attainment and pace: what is sold of the year's quota, and where that should stand by now."""

import datetime as dt
from decimal import Decimal

from dashboard.answers.answer import Answer
from dashboard.exports.cells import Cell, percent
from dashboard.figures.bullet import Landing, bullet
from dashboard.pages.amounts import money
from dashboard.pages.bar import chip_words, dimension_name
from dashboard.pages.instead import missing, outside
from dashboard.pages.key_figures import one_of
from dashboard.pages.landing import band_of, foresees
from dashboard.pages.months import MonthSeries
from dashboard.pages.sheets import tile_menu
from dashboard.pages.view import View
from dashboard.parts.states import State
from dashboard.parts.tiles import Delta, Tile, tone_of
from dashboard.text import formats, say
from dashboard.text.formats import Form, choose_form

_SHARE = "share_of_full_quota"
_NOT_LIMITED = ("note.quota_not_limited", "note.forecast_not_limited")


def pace_tile(view: View, year: Answer, months: MonthSeries) -> Tile:
    """Sold against the whole quota of the fiscal year, and where it should be by now."""
    language = view.language
    label = say(language, "territory.attainment")
    sold, due = money(year, "net_sales"), money(year, "seasonal_quota")
    full = money(months.plans, "quota")
    if beside := outside(view, view.fiscal_year):
        return Tile(label, state=beside)
    if lacking := missing(view, ("quotas",)):
        return Tile(label, state=lacking)
    if sold is None or not full or due is None:
        return Tile(label, state=State("empty", say(language, "territory.no_quota")))
    form = choose_form([full])
    behind = sold - due
    gap = formats.signed_money(language, behind, form)
    way = formats.direction(behind.scaleb(-form.power), form.places)
    pace = say(language, "territory.pace_today", share=formats.percent(language, due / full))
    sentence = say(
        language, "territory.pace_sentence", share=formats.percent(language, sold / full),
        due=formats.percent(language, due / full),
    )  # fmt: skip
    landing = landing_of(view, year, sold, full)
    return Tile(
        label,
        Cell(sold / full, percent()),
        say(language, "territory.of_quota", quota=formats.money(language, full, form),
            unit=formats.unit(language, form, view.currency)),
        (
            Delta(gap, tone_of(way), way, say(language, "territory.from_pace")),
        ),
        bullet=bullet(sold, full, due, pace, landing, sentence=sentence),
        notes=(*required(view, sold, full), *band_words(view, landing, form)),
        name=_SHARE,
        menu=tile_menu(view, _SHARE, "year", tile=one_of(_SHARE)),
        chips=chip_words(view),
        state=whole_plan(view, months.plans),
    )  # fmt: skip


def landing_of(view: View, year: Answer, sold: Decimal, full: Decimal) -> Landing | None:
    """Where the year lands, with its band; None where nothing is foreseen."""
    landing, band = money(year, "landing"), band_of(view)
    if landing is None or band is None or not foresees(view):
        return None
    low, high = band.around(landing, sold)
    share = formats.percent(view.language, landing / full)
    return Landing(low, landing, high, say(view.language, "territory.landing", share=share))


def band_words(view: View, landing: Landing | None, form: Form) -> tuple[str, ...]:
    """The landing as an amount, its band, and how often such a band held."""
    band = band_of(view)
    if landing is None or band is None:
        return ()
    low, middle, high = (
        formats.money(view.language, one, form) for one in (landing.low, landing.middle, landing.high)
    )
    told = say(view.language, "territory.landing_band", landing=middle, low=low, high=high)
    if band.coverage is None:
        return (told,)
    held = formats.percent(view.language, band.coverage, 0)
    return told, say(view.language, "territory.landing_tested", share=held, n=band.tests)


def whole_plan(view: View, found: Answer) -> State | None:
    """That the quota or forecast knows nothing of a chip that limits the sales, if one does."""
    aside = next((note for note in found.notes if note.key in _NOT_LIMITED), None)
    if aside is None:
        return None
    names = ", ".join(dict.fromkeys(dimension_name(view, one.dimension) for one in view.limits))
    return State("partial", say(view.language, aside.key, dimensions=names))


def required(view: View, sold: Decimal, full: Decimal) -> tuple[str, ...]:
    """What each working day left must bring."""
    # The last day of the data is over, worked or not.
    tomorrow = view.year_to_date.end + dt.timedelta(days=1)
    left = view.shelf.pairs.working(tomorrow, view.fiscal_year.end)
    if left <= 0 or sold >= full:
        return ()
    form = choose_form([(full - sold) / left])
    return (
        say(
            view.language, "territory.required", n=left,
            amount=formats.money_with_unit(view.language, (full - sold) / left, form, view.currency),
        ),
    )  # fmt: skip
