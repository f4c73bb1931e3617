"""An error names the line on which its entry stands."""

import pytest

from dashboard.intake.toml_lines import Lines, Place

TEXT = '''\
name = "x"  # [not.a.table]
many = [
    "a = 1",
    # b = 2
    [1, 2],
]

[source."odd name".types]
"a.b" = { type = "date", format = "#" }

[relation.first]
sql = """
SELECT '[x]' AS a,
    \\"b\\" = 2
FROM sales"""
[[table.sales]]
from = "a"
[table.sales.columns]
line_id = 'c'
[[table.sales]]
from = """one
two"""
columns.line_id = "d"
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 1),
        (("many",), 2),
        (("source", "odd name", "types"), 8),
        (("source", "odd name", "types", "a.b"), 9),
        (("relation", "first", "sql"), 12),
        (("table", "sales", 0), 16),
        (("table", "sales", 0, "columns", "line_id"), 19),
        (("table", "sales", 1, "from"), 21),
        (("table", "sales", 1, "columns", "line_id"), 23),
        (("table", "sales", 1, "absent"), 20),
        (("nowhere",), 1),
        (("b",), 1),
    ],
)
def test_line(path: tuple[str | int, ...], line: int) -> None:
    assert Lines(TEXT).line(path) == line


def test_lines_inside_a_text() -> None:
    lines = Lines(TEXT)
    assert lines.line_within(("relation", "first", "sql"), 3) == 15
    assert lines.line_within(("table", "sales", 1, "from"), 2) == 22


def test_a_place_reads_as_a_person_would_say_it() -> None:
    place = Place("m.toml", Lines(TEXT), ()).below("table", "sales", 1, "columns", "line_id")
    assert place.field == "table.sales[2].columns.line_id"
    assert place.refused("intake.mapping.missing", name="x").values["line"] == 23
