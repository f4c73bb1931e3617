"""Month columns: actual over prior year, the quota as a stepped line, variances on a strip below.

This module says what is shown (`month_columns`); `columns_drawing` places it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dashboard.figures.bullet import Landing
from dashboard.text import Language, formats, say
from dashboard.text.formats import Form


@dataclass(frozen=True, slots=True)
class Month:
    """What is known of one month; the caller computes the variance, like for like where incomplete.

    `note` stands under the name of an incomplete month ("to 12"). One that has not `begun` may
    still have an actual, where months are added up: what is sold so far.
    """

    name: str
    year: int
    actual: Decimal | None = None
    prior: Decimal | None = None
    quota: Decimal | None = None
    variance: Decimal | None = None
    landing: Landing | None = None
    complete: bool = True
    note: str = ""
    begun: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """One month as it is shown: its values, and the words beside them."""

    month: Month
    label: str
    inside: str
    variance_label: str


@dataclass(frozen=True, slots=True)
class MonthColumns:
    """All months on one scale from zero; variances have a scale of their own, around their zero line."""

    columns: tuple[Column, ...]
    low: float
    high: float
    variance_reach: float
    has_quota: bool
    form: Form
    language: Language
    sentence: str


def month_columns(
    language: Language, title: str, months: Sequence[Month], form: Form, unit: str
) -> MonthColumns:
    """The specification, with its labels written in the unit of `form` and its sentence."""
    columns = tuple(_column(language, month, form) for month in months)
    ends = [float(end) for month in months for end in _ends(month) if end is not None]
    reach = max((abs(float(month.variance)) for month in months if month.variance is not None), default=0.0)
    return MonthColumns(
        columns,
        min([0.0, *ends]),
        max([0.0, *ends]),
        reach,
        any(month.quota is not None for month in months),
        form,
        language,
        _sentence(language, title, columns, unit),
    )


def _column(language: Language, month: Month, form: Form) -> Column:
    shown = month.landing.middle if month.landing else month.actual
    both = month.landing is not None and month.actual is not None and month.begun
    return Column(
        month,
        "" if shown is None else formats.money(language, shown, form),
        formats.money(language, month.actual, form) if both else "",
        "" if month.variance is None else formats.signed_money(language, month.variance, form),
    )


def _ends(month: Month) -> tuple[Decimal | None, ...]:
    return month.actual, month.prior, month.quota, month.landing.high if month.landing else None


def _sentence(language: Language, title: str, columns: tuple[Column, ...], unit: str) -> str:
    known = [column for column in columns if column.month.actual is not None and column.month.begun]
    if not known:
        return say(language, "figures.columns_empty", title=title)
    highest = max(known, key=lambda column: column.month.actual or Decimal(0))
    return say(
        language,
        "figures.columns",
        title=title,
        unit=unit,
        first=_when(columns[0]),
        last=_when(columns[-1]),
        highest=_when(highest),
        value=highest.label,
        latest=_when(known[-1]),
        latest_value=known[-1].inside or known[-1].label,
    )


def _when(column: Column) -> str:
    return f"{column.month.name} {column.month.year}"
