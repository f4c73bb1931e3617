"""What the shelves give: a pivot with the totals of every level, or a table that scrolls through all rows."""

from dataclasses import replace

from dash import dcc
from dash.development.base_component import Component

from dashboard.answers.answer import Answer
from dashboard.answers.export import notes as notes_of
from dashboard.answers.paid import NOTES
from dashboard.errors import MetronError
from dashboard.exports.cells import TEXT
from dashboard.exports.sheet import Column as SheetColumn
from dashboard.exports.sheet import Sheet
from dashboard.figures.chart_drawing import draw_chart
from dashboard.figures.waterfall import Waterfall, draw_waterfall
from dashboard.metrics.bounds import OTHERS
from dashboard.metrics.periods import GRAINS
from dashboard.metrics.question import Question
from dashboard.pages.bar import dimension_name
from dashboard.pages.blocks import FIRST_BLOCK, Block, part_id
from dashboard.pages.customer_map import map_panel
from dashboard.pages.explore.charted import charted
from dashboard.pages.explore.chosen import Chosen, chosen, nothing, question
from dashboard.pages.explore.forms import MAP, PIVOT, TABLE, form
from dashboard.pages.explore.layout import column_name, shelves
from dashboard.pages.explore.members import member_name
from dashboard.pages.explore.own import broken_words
from dashboard.pages.explore.pivoted import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_LINES,
    Pivoted,
    cell_limits,
    pivoted,
)
from dashboard.pages.explore.values import Written
from dashboard.pages.instead import instead, outside
from dashboard.pages.view import View
from dashboard.parts import html
from dashboard.parts.drawing import drawing
from dashboard.parts.lines import LineColumn, line_grid
from dashboard.parts.pivot import pivot_table
from dashboard.parts.shelves import shelf_row
from dashboard.parts.states import State, replacement
from dashboard.text import Language, dates, formats, say

TILE, GRID = "result", "explored"
# Stretches of which no period has more than anybody reads.
_FEW = ("fiscal_month", "fiscal_quarter", "fiscal_year")


# Forms that are true of the first members too, where one dimension has more than are read.
_FIRST = (PIVOT, "bars", "variance", "columns")


def questions(view: View) -> tuple[Question, ...]:
    """What the result asks; whether it would be too wide is asked before."""
    on = chosen(view)
    wide = _width(view, on)
    if wide is not None:
        return (wide,)
    return (_asked(view, on),)


def _asked(view: View, on: Chosen) -> Question:
    if form(view, on) == TABLE:
        return question(view, on, subtotals=False, limit=FIRST_BLOCK)
    return question(view, on, subtotals=True, limit=MOST_CELLS + 1)


def _width(view: View, on: Chosen) -> Question | None:
    """How many columns there would be, where nobody knows that beforehand."""
    if form(view, on) == TABLE or all(one in _FEW for one in on.columns):
        return None
    return view.question(on.leading, by=on.columns, against="", limit=1)


def result(view: View) -> Component:
    """The shelves, and below them what they give; what is wrong is said below, and the shelves stay."""
    row = shelf_row(view.language, shelves(view))
    return html.Section(
        [html.H2(say(view.language, "explore.result"), className="unseen"), row, *given(view)],
        className="panel explored",
    )


def given(view: View) -> list[Component]:
    """What the shelves give, without them; what is wrong is said in its place."""
    on = chosen(view)
    left_out = [html.P(one, className="caution") for one in broken_words(view, on)]
    try:
        return [*left_out, *_body(view, on)]
    except MetronError as error:
        return [*left_out, replacement(view.language, instead(view.language, error), 120)]


def _body(view: View, on: Chosen) -> list[Component]:
    if beside := outside(view, view.period):
        return [replacement(view.language, beside, 120)]
    if refused := _refused(view, on):
        return [replacement(view.language, refused, 120)]
    found = view.answer(_asked(view, on))
    if on.rows and not found.rows:
        return [replacement(view.language, State("empty", nothing(view)), 120)]
    of_pay = [html.P(one, className="figure-note") for one in whose_pay(found, view.language)]
    return [*_drawn(view, on, found), *of_pay]


def _drawn(view: View, on: Chosen, found: Answer) -> list[Component]:
    if (shown := form(view, on)) == TABLE:
        return _table(view, on, found)
    if shown == MAP:
        return [map_panel(view)]
    if shown != PIVOT:
        return _charts(view, on, found, shown)
    table, count = pivoted(view, found, _title(view, on))
    more = [_cut(view, count)] if count > MOST_LINES else []
    return [pivot_table(view.language, table), *more]


def whose_pay(found: Answer, language: Language) -> list[str]:
    """Of whom the pay is that an answer tells, and up to when; nothing of an answer without pay."""
    return notes_of(replace(found, notes=tuple(one for one in found.notes if one.key in NOTES)), language)


def _charts(view: View, on: Chosen, found: Answer, kind: str) -> list[Component]:
    """One chart a measure, as wide as the page."""
    drawn, beyond = charted(view, found, kind, _title(view, on))
    width = view.width - 48 if view.phone else min(view.width - 132, 1400)
    body: list[Component] = []
    for title, one in drawn:
        sheet = draw_waterfall(one, width, 260) if isinstance(one, Waterfall) else draw_chart(one, width)
        body += [html.H3(title, className="chart-name"), drawing(sheet, fluid=True)]
    if beyond:
        count = formats.number(view.language, beyond)
        body.append(
            html.P(say(view.language, "explore.beyond", n=beyond, count=count), className="figure-note")
        )
    return body


def _refused(view: View, on: Chosen) -> State | None:
    """That it would be too wide or too large to be read, and what would not."""
    if form(view, on) == TABLE:
        return None
    wide = _width(view, on)
    if wide is not None and (count := view.answer(wide).row_count) > MOST_COLUMNS:
        names = " × ".join(dimension_name(view, one) for one in on.columns)
        return _too_many(view, "too_wide", count, MOST_COLUMNS, dimension=names)
    if form(view, on) in _FIRST and len(on.rows) + len(on.columns) < 2:
        return None
    count = view.answer(_asked(view, on)).row_count
    return _too_many(view, "too_many_cells", count, MOST_CELLS) if count > MOST_CELLS else None


def _too_many(view: View, key: str, count: int, most: int, **told: str) -> State:
    numbers = {"count": formats.number(view.language, count), "most": formats.number(view.language, most)}
    return State("empty", say(view.language, f"explore.{key}", **numbers, **told))


def _cut(view: View, count: int) -> Component:
    shown, whole = (formats.number(view.language, one) for one in (MOST_LINES, count))
    return html.P(say(view.language, "explore.shown_rows", shown=shown, count=whole), className="figure-note")


def _title(view: View, on: Chosen) -> str:
    names = ", ".join(column_name(view, one) for one in on.measures)
    by = " × ".join(dimension_name(view, one) for one in (*on.rows, *on.columns))
    return f"{names} · {by}" if by else names


def _table(view: View, on: Chosen, found: Answer) -> list[Component]:
    """All rows, as many at a time as one looks at."""
    whole = Pivoted(view, found, _title(view, on))
    by = found.question.by
    columns = [
        LineColumn(f"k{at}", dimension_name(view, one), one in GRAINS, 160) for at, one in enumerate(by)
    ]
    columns += [
        # The measure that leads opens its rows.
        LineColumn(f"v{at}", f"{how.head} {how.unit}".strip(), True, 110, link=not at)
        for at, how in enumerate(whole.how)
    ]
    total = None
    if found.totals:
        total = {"k0": say(view.language, "ask.total")} | _values(view, whole, found.totals)
    height = max(1, min(found.row_count, 12 if view.phone else 18))
    count = say(
        view.language,
        "explore.rows_count",
        n=found.row_count,
        count=formats.number(view.language, found.row_count),
    )
    return [
        html.P(count, className="quiet rows-count"),
        line_grid(view.language, part_id("grid", GRID), columns, total, height),
        dcc.Store(id=part_id("first", GRID), data=_block(view, whole)),
        dcc.Store(id=part_id("more", GRID)),
        dcc.Store(id=part_id("came", GRID)),
    ]


def result_block(view: View, start: int, end: int) -> Block:
    """Rows `start` to `end` of the table."""
    on = chosen(view)
    found = view.answer(question(view, on, subtotals=False, limit=end - start, offset=start))
    return _block(view, Pivoted(view, found, ""), view.answer(_asked(view, on)))


def _block(view: View, whole: Pivoted, first: Answer | None = None) -> Block:
    by = whole.found.question.by
    how = whole.how if first is None else Pivoted(view, first, "").how
    records = []
    for keys, row in zip(whole.found.keys, whole.found.rows, strict=True):
        names = {f"k{at}": member_name(view, one, keys[at], row[at]) for at, one in enumerate(by)}
        records.append(names | _told(view, whole, how, row) | {"href": _rows_of(view, whole, keys)})
    return {"rowData": records, "rowCount": whole.found.row_count}


def _rows_of(view: View, whole: Pivoted, keys: tuple[object, ...]) -> str:
    """Where the rows behind one row are; what stands for all others has none of its own."""
    if OTHERS in keys:
        return ""
    limits = cell_limits(whole.found.question.by, keys)
    return view.address.but(see="|".join((f"rows:{whole.found.question.measures[0]}", *limits))).href


def _values(view: View, whole: Pivoted, row: tuple[object, ...]) -> dict[str, str]:
    return _told(view, whole, whole.how, row)


def _told(view: View, whole: Pivoted, how: list[Written], row: tuple[object, ...]) -> dict[str, str]:
    found = whole.found
    return {
        f"v{at}": one.told(view, row[found.at(column.key)])  # type: ignore[arg-type]
        for at, (column, one) in enumerate(zip(whole.shown, how, strict=True))
    }


def result_sheets(view: View) -> tuple[Sheet, ...]:
    """Every row as a line of a sheet, whatever its form on the screen: a program adds up lines."""
    on = chosen(view)
    title = _title(view, on)
    try:
        found = view.answer(question(view, on, subtotals=False, limit=view.longest))
    except MetronError as error:
        return (Sheet(title, notes=(instead(view.language, error).sentence,)),)
    whole = Pivoted(view, found, title)
    by = found.question.by
    columns = [SheetColumn(dimension_name(view, one), TEXT) for one in by]
    columns += [one.column for one in whole.how]
    at = [found.at(one.key) for one in whole.shown]
    rows = tuple(
        (*(member_name(view, one, keys[n], row[n]) for n, one in enumerate(by)), *(row[one] for one in at))
        for keys, row in zip(found.keys, found.rows, strict=True)
    )
    total = None
    if found.totals:
        blank = ("",) * max(0, len(by) - 1)
        total = (say(view.language, "ask.total"), *blank, *(found.totals[one] for one in at))
    days = dates.day_range(view.language, view.period.start, view.period.end)
    notes = tuple(whose_pay(found, view.language))
    return (
        Sheet(title, days, tuple(columns), rows, total, notes, more=found.row_count - len(found.rows)),  # type: ignore[arg-type]
    )
