"""What opens over a page: the rows behind a number, and how it is computed.

An open sheet stands in the address (`see=rows:net_sales`), so it can be linked, and "back" closes it.
"""

import datetime as dt
from decimal import Decimal

from dash import dcc
from dash.development.base_component import Component

from dashboard.answers.export import notes
from dashboard.answers.rows import COLUMNS, Rows, rows_behind
from dashboard.metrics import catalogue
from dashboard.pages.blocks import FIRST_BLOCK, Block, part_id
from dashboard.pages.view import View
from dashboard.parts.controls import Control
from dashboard.parts.lines import LineColumn, line_grid
from dashboard.parts.window import Computed, computed_content, rows_content, window
from dashboard.text import dates, formats, say
from dashboard.text.formats import EXACT, Form

GRID = "rows"
WINDOW = {"window": "sheet"}
_FULL = Form(0, 4)
_WIDE = {
    "order_date": 100, "customer": 210, "product": 230, "quantity": 70, "net_amount": 100, "cost_amount": 90,
    "order_id": 150, "source_file": 150, "territory": 140, "rep": 140, "source_record": 80,
}  # fmt: skip


def tile_menu(view: View, measure: str) -> tuple[Control, ...]:
    """The menu that every tile has, the same everywhere."""
    return (
        Control(
            say(view.language, "screen.see_rows"), view.address.but(see=f"rows:{measure}").href, icon="table"
        ),
        Control(
            say(view.language, "screen.how_computed"),
            view.address.but(see=f"how:{measure}").href,
            icon="search",
        ),
    )


def sheet(view: View) -> list[Component]:
    """The sheet that the address opens, if any.

    Raises:
        NotUnderstood: a measure that is not known.
    """
    if not view.address.see:
        return []
    kind, _, key = view.address.see.partition(":")
    measure = catalogue.measure(key).key
    name = say(view.language, f"measure.{measure}.name")
    if kind == "rows":
        title = say(view.language, "screen.rows_of", measure=name)
        return [window(view.language, WINDOW, title, _rows(view, measure), full=view.phone)]
    title = say(view.language, "screen.computed_of", measure=name)
    content = computed_content(view.language, _computed(view, measure))
    return [window(view.language, WINDOW, title, content, full=view.phone)]


def rows_block(view: View, start: int, end: int) -> Block:
    """Rows `start` to `end` behind the number whose sheet is open."""
    measure = view.address.see.partition(":")[2]
    found = rows_behind(
        view.question(measure, compare=False), measure, view.scope, view.shelf, end - start, start
    )
    return _block(view, found)


def _rows(view: View, measure: str) -> list[Component]:
    found = rows_behind(view.question(measure, compare=False), measure, view.scope, view.shelf, FIRST_BLOCK)
    columns = [
        LineColumn(
            key,
            say(view.language, f"column.{key}"),
            COLUMNS[key] in ("money", "quantity", "count"),
            _WIDE.get(key, 110),
        )
        for key in found.columns
    ]
    height = max(1, min(found.row_count, 10 if view.phone else 14))
    grid = line_grid(view.language, part_id("grid", GRID), columns, _total(view, found), height)
    stores = [
        dcc.Store(id=part_id("first", GRID), data=_block(view, found)),
        dcc.Store(id=part_id("more", GRID)),
    ]
    return [*rows_content(_sentence(view, measure, found), grid), *stores]


def _sentence(view: View, measure: str, found: Rows) -> str:
    """That the rows add up to the number, as both were computed; or what they are instead."""
    language = view.language
    count = formats.number(language, found.row_count)
    if found.added is None:
        return say(
            language,
            "screen.rows_counted",
            n=found.row_count,
            count=count,
            number=_number(view, measure, found),
        )
    added = formats.money_with_unit(language, found.added, EXACT, view.currency)
    if found.added == Decimal(str(found.total or 0)):
        return say(language, "screen.rows_add_up", n=found.row_count, count=count, sum=added)
    return say(language, "screen.rows_differ", count=count, sum=added, number=_number(view, measure, found))


def _total(view: View, found: Rows) -> dict[str, str] | None:
    """What the rows add up to, under the column that adds up."""
    if found.added is None:
        return None
    column = "amount" if "amount" in found.columns else "net_amount"
    return {found.columns[0]: say(view.language, "ask.total"), column: _cell(view, column, found.added)}


def _number(view: View, measure: str, found: Rows) -> str:
    kind, value = catalogue.measure(measure).kind, found.total
    if kind == "money":
        return formats.money_with_unit(view.language, Decimal(str(value or 0)), EXACT, view.currency)
    if kind == "ratio":
        return formats.percent(view.language, value if isinstance(value, float) else None)
    if isinstance(value, dt.date):
        return dates.day(view.language, value)
    return formats.number(view.language, value if isinstance(value, Decimal | int) else None)


def _block(view: View, found: Rows) -> Block:
    rows = [
        {key: _cell(view, key, value) for key, value in zip(found.columns, row, strict=True)}
        for row in found.rows
    ]
    return {"rowData": rows, "rowCount": found.row_count}


def _cell(view: View, key: str, value: object) -> str:
    if value is None:
        return formats.ABSENT
    if value == "?":
        return say(view.language, "ask.unknown")
    kind = COLUMNS[key]
    if isinstance(value, dt.date):
        return dates.day(view.language, value)
    if kind == "money" and isinstance(value, Decimal):
        return formats.money(
            view.language, value, EXACT if value == value.quantize(Decimal("0.01")) else _FULL
        )
    if kind == "quantity" and isinstance(value, Decimal):
        return formats.number(view.language, value, 0 if value == value.to_integral_value() else 2)
    return str(value)


def _computed(view: View, measure: str) -> Computed:
    """Definition, formula, statement, publication and the files behind it."""
    language, manifest = view.language, view.shelf.manifest
    found = view.answer(view.question(measure, compare=False))
    row = catalogue.measure(measure)
    return Computed(
        measure=say(language, f"measure.{measure}.name"),
        definition=say(language, f"measure.{measure}.definition"),
        formula=say(language, f"measure.{measure}.formula"),
        notes=(say(language, f"measure.{measure}.pitfall"), *notes(found, language)),
        sql=found.statement.sql,
        parameters=tuple((name, str(value)) for name, value in found.statement.parameters.items()),
        publication=say(
            language,
            "screen.publication_line",
            id=manifest.id,
            name=manifest.name,
            through=dates.day(language, manifest.through),
            version=row.version,
        ),
        files=tuple(
            (
                one.file,
                say(language, "screen.file_line", n=one.records, count=formats.number(language, one.records)),
            )
            for one in manifest.sources
        ),
    )
