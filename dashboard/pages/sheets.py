"""What opens over a page: the rows behind a number, why it changed, and how it is computed.

An open sheet stands in the address (`see=rows:net_sales`), so it can be linked, and "back" closes it.
"""

import datetime as dt
import re
from decimal import Decimal

from dash import dcc
from dash.development.base_component import Component

from dashboard.answers.export import notes
from dashboard.answers.glossary import worded
from dashboard.answers.path_names import path_names
from dashboard.answers.rows import COLUMNS, Rows, Value, files_behind, rows_behind
from dashboard.answers.statement import Statement
from dashboard.errors import MetronError
from dashboard.metrics import catalogue
from dashboard.metrics.conditions import Condition
from dashboard.metrics.kinds import Aggregation, Kind, Measure, Sum
from dashboard.metrics.question import Question, condition
from dashboard.metrics.rollups import BY_NAME
from dashboard.pages.bar import limit_words
from dashboard.pages.blocks import FIRST_BLOCK, Block, part_id
from dashboard.pages.downloads import tile_downloads
from dashboard.pages.explained import change_content
from dashboard.pages.glossary import entry_link
from dashboard.pages.instead import instead
from dashboard.pages.notes import menu_entry, notes_content
from dashboard.pages.view import View
from dashboard.parts.controls import Control
from dashboard.parts.lines import LineColumn, line_grid
from dashboard.parts.states import replacement
from dashboard.parts.window import Computed, computed_content, rows_content, window
from dashboard.text import dates, formats, say
from dashboard.text.formats import EXACT, Form

GRID = "rows"
WINDOW = {"window": "sheet"}
# What is explained where a number is not known of earlier days: the same over the same days.
_KNOWN_EARLIER = {"share_of_full_quota": "attainment"}
# What opens, and the key of its title.
_KINDS = {
    "rows": "screen.rows_of", "why": "explain.title", "how": "screen.computed_of", "note": "notes.title",
}  # fmt: skip
_FULL = Form(0, 4)
_FEW_VALUES = 12
# Where one limit ends and the next begins: a name may hold a bar too.
_LIMITS = re.compile(r"\|(?=\s*\w+\s*(?:!=|=|in\b|not\s+in\b))")
_DECIMALS = {"times": 2, "currency_a_day": 2, "currency_a_working_day": 2, "days": 1}
# Under which column of the rows a sum stands.
_ADDED_UP = {
    "net_amount": ("net_amount",), "annual_potential": ("annual_potential",), "quantity": ("quantity",),
    "amount": ("amount", "value", "paid"),
}  # fmt: skip
_WIDE = {
    "order_date": 100, "customer": 210, "product": 230, "quantity": 84, "net_amount": 100, "cost_amount": 90,
    "order_id": 176, "source_file": 150, "territory": 140, "rep": 140, "source_record": 80,
}  # fmt: skip


def tile_menu(view: View, measure: str, days: str = "", *, tile: str = "") -> tuple[Control, ...]:
    """The menu that every tile has, the same everywhere; `days` names the tile's own (`View.days`).

    `tile` is the panel that its downloads hold.
    """
    what = f"{measure}@{days}" if days else measure
    rows, how = view.address.but(see=f"rows:{what}"), view.address.but(see=f"how:{what}")
    why = view.address.but(see=f"why:{_KNOWN_EARLIER.get(measure, measure)}" + (f"@{days}" if days else ""))
    return (
        Control(say(view.language, "screen.see_rows"), rows.href, icon="table"),
        Control(say(view.language, "screen.explain_change"), why.href, icon="change"),
        Control(say(view.language, "screen.how_computed"), how.href, icon="formula"),
        *menu_entry(view, measure, days),
        *(tile_downloads(view, tile) if tile else ()),
    )


def sheet(view: View) -> list[Component]:
    """The sheet that the address opens, if any; what is wrong with it is said within it.

    Raises:
        NotUnderstood: a measure that is not known.
    """
    kind, _, what = view.address.see.partition(":")
    if kind not in _KINDS or not what:
        return []
    question = _question(view)
    name = worded(question.row(question.measures[0]), view.language, "name")
    if kind in ("rows", "how") and (within := limit_words(view, _limits(view))):
        name = f"{name} · {within}"
    title = say(view.language, _KINDS[kind], measure=name)
    try:
        content = _content(view, kind, question, what.partition("@")[2])
    except MetronError as error:
        content = [replacement(view.language, instead(view.language, error), 120)]
    return [window(view.language, WINDOW, title, content, full=view.phone)]


def _content(view: View, kind: str, question: Question, days: str) -> list[Component]:
    match kind:
        case "why":
            return change_content(view, question.measures[0], days)
        case "note":
            return [notes_content(view, question.measures[0], days)]
        case "rows":
            return _rows(view, question)
    return computed_content(view.language, _computed(view, question))


def _values(view: View, statement: Statement) -> tuple[tuple[str, str], ...]:
    """The values of a statement by their names; a path's number with the territory whose it is."""
    known = path_names(statement, view.scope, view.shelf)
    return tuple(
        (name, f"{one} · {known[name]}" if name in known else _value(view, one))
        for name, one in statement.parameters.items()
    )


def _value(view: View, value: object) -> str:
    """A value of a statement; of very many their first."""
    if not isinstance(value, list) or len(value) <= _FEW_VALUES:
        return str(value)
    first = ", ".join(map(str, value[:_FEW_VALUES]))
    return say(view.language, "screen.values_first", first=first, n=len(value))


def rows_block(view: View, start: int, end: int) -> Block:
    """Rows `start` to `end` behind the number whose sheet is open."""
    question = _question(view)
    return _block(view, _behind(view, question, end - start, start))


def _question(view: View) -> Question:
    """The question of the tile whose sheet is open: its measure over its own days."""
    _, _, what = view.address.see.partition("|")[0].partition(":")
    measure, _, days = what.partition("@")
    key = catalogue.measure(measure, view.outline.own).key
    return view.question(key, period=view.days(days), against="").narrowed(*_limits(view))


def _limits(view: View) -> list[Condition]:
    """What limits the number besides the filters: it may be a cell (`see=rows:units|brand = "A"`)."""
    _, *limits = _LIMITS.split(view.address.see)
    return [condition(one, view.outline.levels) for one in limits]


def _behind(view: View, question: Question, limit: int, offset: int = 0) -> Rows:
    return rows_behind(question, question.measures[0], view.scope, view.shelf, limit, offset)


def _rows(view: View, question: Question) -> list[Component]:
    found = _behind(view, question, FIRST_BLOCK)
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
    grid = line_grid(view.language, part_id("grid", GRID), columns, _total(view, question, found), height)
    stores = [
        dcc.Store(id=part_id("first", GRID), data=_block(view, found)),
        dcc.Store(id=part_id("more", GRID)),
        dcc.Store(id=part_id("came", GRID)),
    ]
    return [*rows_content(_sentence(view, question, found), grid), *stores]


def _sentence(view: View, question: Question, found: Rows) -> str:
    """That the rows give the number, both computed apart; or what the number needs besides them."""
    language, row = view.language, question.row(question.measures[0])
    count = formats.number(language, found.row_count)
    number = _number(view, row, found.total)
    if found.again is None and isinstance(found.dividend, Decimal):
        part = formats.money_with_unit(language, found.dividend, EXACT, view.currency)
        return say(language, "screen.rows_divided", n=found.row_count, count=count, sum=part, number=number)
    if found.again is None and found.total is not None:
        return say(language, "screen.rows_counted", n=found.row_count, count=count, number=number)
    if not found.agree:
        return say(
            language, "screen.rows_differ", count=count, sum=_number(view, row, found.again), number=number
        )
    key = "screen.rows_add_up" if row.aggregation is Aggregation.SUM else "screen.rows_give"
    return say(language, key, n=found.row_count, count=count, sum=number)


def _total(view: View, question: Question, found: Rows) -> dict[str, str] | None:
    """What the rows add up to, under the column that adds up."""
    formula = question.row(question.measures[0]).formula
    named = _ADDED_UP.get(formula.column, ()) if isinstance(formula, Sum) else ()
    column = next((one for one in named if one in found.columns), "")
    if not column or not isinstance(found.again, Decimal):
        return None
    return {found.columns[0]: say(view.language, "ask.total"), column: _cell(view, column, found.again)}


def _number(view: View, row: Measure, value: Value) -> str:
    if row.kind is Kind.MONEY:
        amount = value if isinstance(value, Decimal) else None
        return formats.money_with_unit(view.language, amount, EXACT, view.currency)
    if row.kind is Kind.RATIO and row.unit == "fraction":
        return formats.percent(view.language, value if isinstance(value, float) else None)
    if isinstance(value, dt.date):
        return dates.day(view.language, value)
    whole = not isinstance(value, float) or value.is_integer()
    places = 0 if whole else 2
    return formats.number(view.language, value, _DECIMALS.get(row.unit, places))


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


def _computed(view: View, question: Question) -> Computed:
    """Definition, formula, statement, publication, and the files that its rows come from."""
    language, manifest = view.language, view.shelf.manifest
    found = view.answer(question)
    row = question.row(question.measures[0])
    return Computed(
        measure=worded(row, language, "name"),
        definition=worded(row, language, "definition"),
        glossary=entry_link(view, row.key),
        formula=worded(row, language, "formula"),
        notes=(worded(row, language, "pitfall"), *notes(found, language)),
        sql=found.statement.sql,
        parameters=_values(view, found.statement),
        relations=tuple(
            (name, say(language, f"relation.{name if name in BY_NAME else 'lines'}"))
            for name in found.statement.relations
        ),
        publication=say(
            language,
            "screen.publication_line",
            id=manifest.id,
            name=manifest.name,
            through=dates.day(language, manifest.through),
            version=row.version,
        ),
        files=tuple(
            (file, say(language, "screen.file_line", n=count, count=formats.number(language, count)))
            for file, count in files_behind(question, row.key, view.scope, view.shelf)
        ),
    )
