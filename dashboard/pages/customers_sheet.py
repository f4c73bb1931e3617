"""All customers of a territory as a sheet: whatever the grid asks of them, to the last row."""

from dataclasses import replace
from decimal import Decimal

from dashboard.answers.answer import Answer
from dashboard.answers.glossary import worded
from dashboard.exports.cells import COUNT, DAY, Look, Value, money, number, percent
from dashboard.exports.sheet import Column, Row, Sheet
from dashboard.metrics.kinds import Kind, Measure
from dashboard.pages import customers
from dashboard.pages.amounts import base
from dashboard.pages.instead import outside
from dashboard.pages.view import View
from dashboard.pages.when import compared_with
from dashboard.text import dates, formats, say
from dashboard.text.formats import Form

_BY = ("customer",)
_CHANGE = "net_sales.difference_pct"


def customer_sheets(view: View) -> tuple[Sheet, ...]:
    """One row a customer, those with the highest sales first, with the total of all."""
    language, title = view.language, say(view.language, "territory.customers")
    if empty := outside(view, view.period):
        return (Sheet(title, notes=(empty.sentence,)),)
    asked = customers.questions(view)[0]
    found = view.answer(replace(asked, limit=view.longest))
    count = found.row_count
    shown = [key for key in asked.measures if found.total(key) is not None or key == "last_order"]
    days = dates.day_range(language, view.period.start, view.period.end)
    unit = formats.unit(language, view.form, view.currency)
    return (
        Sheet(
            title,
            say(
                language, "territory.customers_scope",
                n=count, count=formats.number(language, count), days=days, unit=unit,
            ),
            (Column(say(language, "parts.customer_name")), *_columns(view, found, shown)),
            tuple(
                (
                    say(language, "ask.unknown") if row[0] is None else str(row[0]),
                    *_values(view, found, row, shown),
                )
                for row in found.rows
            ),
            (say(language, "ask.total"), *_values(view, found, found.totals or (), shown)),
            more=max(0, (count or 0) - len(found.rows)),
        ),
    )  # fmt: skip


def _columns(view: View, found: Answer, shown: list[str]) -> list[Column]:
    columns: list[Column] = []
    for key in shown:
        row = found.question.row(key)
        columns.append(Column(worded(row, view.language, "name"), _look(view, row)))
        if key == "net_sales":
            other = compared_with(view, view.beside(_BY))
            change = say(view.language, "parts.customer_change", beside=other)
            columns.append(Column(other[:1].upper() + other[1:], money(view.form)))
            columns.append(Column(f"{change} %", percent(signed=True)))
    return columns


def _look(view: View, row: Measure) -> Look:
    """How the grid writes it: potential and shares without decimals, sales in the form of the page."""
    if row.kind is Kind.DATE:
        return DAY
    if row.kind is Kind.MONEY:
        return money(view.form if row.key == "net_sales" else Form(view.form.power, 0))
    if row.kind is Kind.RATIO:
        return percent(0) if row.unit == "fraction" else number(2)
    return COUNT


def _values(view: View, found: Answer, row: Row | tuple[object, ...], shown: list[str]) -> list[Value]:
    """Sales where there were none are new, not grown."""
    values: list[Value] = []
    for key in shown:
        values.append(row[found.at(key)])  # type: ignore[arg-type]
        if key == "net_sales":
            prior = base(view, view.beside(_BY), row[found.at(found.beside(key))])
            growth = row[found.at(_CHANGE)] if prior else None
            sold = row[found.at(key)]
            new = growth is None and prior == 0 and isinstance(sold, Decimal) and sold > 0
            values += [prior, say(view.language, "parts.new_customer") if new else growth]  # type: ignore[list-item]
    return values
