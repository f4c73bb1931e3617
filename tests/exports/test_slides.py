"""Slides: charts and tables that PowerPoint itself edits, with the numbers of the answers in them."""

import io
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate, pairwise

import pytest
from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.presentation import Presentation as Deck

from dashboard.exports.cells import Cell, told
from dashboard.exports.sheet import Document, Part, Sheet
from dashboard.exports.slide_charts import pieces
from dashboard.exports.slides import ROWS, write_slides
from dashboard.figures.distribution import Distribution
from dashboard.figures.waterfall import Step, Waterfall, waterfall
from dashboard.text import LANGUAGES, Language
from tests.answers.built import Built
from tests.exports.conftest import document_of


def deck_of(document: Document) -> Deck:
    return Presentation(io.BytesIO(write_slides(document)))


def charts(deck: Deck) -> list[Chart]:
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def tables(deck: Deck) -> list[list[list[str]]]:
    found = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in found]


def of_kind(document: Document, kind: type) -> list[Sheet]:
    return [one for one in document.sheets if isinstance(one.figure, kind)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_opens_it_and_the_table_is_native(shelf: Built, language: Language) -> None:
    document = document_of(shelf, language)
    deck = deck_of(document)
    assert deck.slides[0].shapes.title.text == document.title
    assert round(deck.slide_width / deck.slide_height, 2) == round(16 / 9, 2)
    sheet = document.sheets[1]
    rows = [[told(language, row[at], sheet.columns[at].look) for at in sheet.kept] for row in sheet.lines()]
    assert [[sheet.columns[at].label for at in sheet.kept], *rows] in tables(deck)
    for slide in deck.slides:
        words = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert document.stamp.publication in words


def test_a_bridge_is_a_chart_of_its_exact_steps(shelf: Built) -> None:
    document = document_of(shelf)
    sheet = of_kind(document, Waterfall)[0]
    chart = charts(deck_of(document))[0]
    spec = sheet.figure
    assert list(chart.plots[0].categories) == [one.name for one in (*spec.steps, spec.total)]
    series = [(one.name, list(one.values)) for one in chart.plots[0].series if one.name != " "]
    for at, step in enumerate(spec.steps):
        parts = [abs(values[at]) for _, values in series[:-1] if values[at]]
        assert sum(parts) == pytest.approx(abs(float(step.change)), abs=1e-6)
    base = next(list(one.values) for one in chart.plots[0].series if one.name == " ")
    levels = list(accumulate((float(step.change) for step in spec.steps), initial=0.0))
    stood = [pieces(Decimal(before), Decimal(after)).base for before, after in pairwise(levels)]
    assert [value or 0 for value in base] == pytest.approx([*map(float, stood), 0], abs=1e-6)
    assert series[-1] == (spec.total.name, [*[None] * len(spec.steps), float(spec.total.change)])
    amounts = [row[1].value if isinstance(row[1], Cell) else row[1] for row in sheet.rows]
    assert spec.total.change == amounts[-1] - amounts[0]


def test_a_distribution_is_a_chart_of_its_counts(shelf: Built) -> None:
    document = document_of(shelf)
    (sheet,) = of_kind(document, Distribution)
    found = [
        one
        for one in charts(deck_of(document))
        if len(one.plots[0].series)
        if "80+" in one.plots[0].categories
    ]
    (chart,) = found
    assert list(chart.plots[0].series[0].values) == [row[1] for row in sheet.rows]


def test_a_step_through_zero_is_told_once_and_whole(shelf: Built) -> None:
    document = document_of(shelf)
    sheet = of_kind(document, Waterfall)[0]
    steps = [Step("down", Decimal(-40), "−40"), Step("up", Decimal(100), "+100")]
    spec = waterfall(steps, ("Δ", "+60"), (sheet.figure.start, sheet.figure.end), "")
    through = replace(sheet, figure=spec)
    (chart,) = charts(deck_of(replace(document, bands=((Part((through,)),),))))
    up = [one for one in chart.plots[0].series if one.name == "+"]
    assert [one.values[1] for one in up] == [60.0, -40.0]
    assert [one.points[1].data_label.text_frame.text for one in up] == ["+100", " "]


@pytest.mark.parametrize(
    ("before", "after"),
    [("2", "5"), ("5", "2"), ("-2", "-5"), ("-5", "-2"), ("-2", "3"), ("3", "-2"), ("0", "4")],
)
def test_a_step_is_stacked_where_it_lies(before: str, after: str) -> None:
    start, end = Decimal(before), Decimal(after)
    one = pieces(start, end)
    assert one.above - one.below == abs(end - start)
    low, high = sorted((start, end))
    assert one.base + one.above + (one.below if not one.above else 0) in (low, high)
    assert one.base == (low if low >= 0 else min(high, 0))


def test_a_long_table_goes_on_on_the_next_slide(shelf: Built) -> None:
    document = document_of(shelf)
    strip, table, stacks = document.bands
    sheet = table[0].sheets[0]
    longer = replace(sheet, rows=(sheet.rows * 20)[:30])
    deck = deck_of(replace(document, bands=(strip, (Part((longer,)),), stacks)))
    lengths = [len(one) for one in tables(deck) if len(one[0]) == len(sheet.kept)]
    assert lengths == [ROWS + 1, ROWS + 1, 30 - 2 * ROWS + 2]
