"""The months of a trend as a sheet: the table that is the twin of its chart, and the landing besides."""

from dashboard.exports.cells import TEXT, money
from dashboard.exports.sheet import Column, Row, Sheet
from dashboard.figures.columns import Column as Shown
from dashboard.figures.columns import MonthColumns
from dashboard.parts.trend import table_form
from dashboard.text import Language, say


def months_sheet(language: Language, title: str, scope: str, spec: MonthColumns) -> Sheet:
    """One row a month, in the form of the twin."""
    form = table_form(spec)
    amount, change = money(form), money(form, signed=True)
    foreseen = any(one.month.landing for one in spec.columns)
    columns = [("month", TEXT), ("actual", amount), ("prior", amount), ("quota", amount)]
    columns.append(("change" if spec.has_quota else "change_prior", change))
    columns += [(f"landing{end}", amount) for end in ("", "_low", "_high")] if foreseen else []
    return Sheet(
        title,
        scope,
        tuple(Column(say(language, f"parts.trend_{name}"), look) for name, look in columns),
        tuple(_row(one, foreseen) for one in spec.columns),
        figure=spec,
    )


def _row(one: Shown, foreseen: bool) -> Row:
    month, landing = one.month, one.month.landing
    name = f"{month.name} {month.year}" + (f" {month.note}" if month.note else "")
    band = (landing.middle, landing.low, landing.high) if landing else (None, None, None)
    sold = month.actual if month.begun else None
    return (name, sold, month.prior, month.quota, month.variance, *(band if foreseen else ()))
