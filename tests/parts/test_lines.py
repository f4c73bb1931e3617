"""The grid of lines: a number is never cut short."""

from dashboard.parts.lines import LineColumn, line_grid


def test_a_numeric_column_is_as_wide_as_its_total():
    columns = [LineColumn("name", "Name", width=80), LineColumn("net", "Net", numeric=True, width=80)]
    total = {"name": "Total of everything there is", "net": "123,456,789,012.34"}
    name, net = line_grid("en", "lines", columns, total).columnDefs
    assert name["width"] == 80
    assert net["width"] > 130


def test_words_of_the_grid_are_in_the_readers_language():
    grid = line_grid("el", "lines", [])
    assert grid.dashGridOptions["localeText"]["noRowsToShow"].startswith("Δεν υπάρχουν")
    assert grid.dashGridOptions["pinnedBottomRowData"] == []
