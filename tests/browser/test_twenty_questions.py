"""Twenty questions of an executive: answered in at most three steps, with the numbers of the files."""

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.served import EXECUTIVE, Served
from tests.browser.visit import Visit

QUESTIONS = tomllib.loads(Path(__file__).with_name("questions.toml").read_text("utf-8"))["question"]
_POWERS = {"k€": 3, "M€": 6}


@pytest.fixture(scope="module")
def files(served: Served) -> Iterator[duckdb.DuckDBPyConnection]:
    """The company's files as tables: whatever the product does with them, these are what was said."""
    connection = duckdb.connect()
    for file in sorted((Path(served.environment["METRON_HOME"]) / "demo").glob("*.parquet")):
        connection.execute(f"CREATE VIEW {file.stem} AS SELECT * FROM '{file}'")
    yield connection
    connection.close()


def take(there: Visit, step: str) -> None:
    """One step: a sentence that is said, or a word that is clicked."""
    what, _, words = step.partition(": ")
    with there.one_update():
        if what == "say":
            there.page.locator("#ask").fill(words)
            there.page.keyboard.press("Enter")
        else:
            there.page.get_by_role("main").get_by_role(
                "link", name=words, exact=words != "Gross margin %"
            ).first.click()


def shown(there: Visit, column: int) -> list[tuple[str, str]]:
    """The names and one number of each row, the total alone where nothing is broken down."""
    found: list[tuple[str, str]] = there.page.evaluate(
        """column => {
          const lines = part => [...document.querySelectorAll(`.pivot ${part} tr`)]
            .map(line => [line.cells[0].innerText, line.cells[column].innerText]);
          return lines("tbody").length ? lines("tbody") : lines("tfoot");
        }""",
        column,
    )
    return [(name, text) for name, text in found]


def number(there: Visit, text: str) -> tuple[Decimal, Decimal]:
    """What a text says, and by how much it may differ from what it was rounded from."""
    head = there.page.locator(".pivot thead").inner_text()
    power = next((power for unit, power in _POWERS.items() if unit in head), 0)
    plain = text.replace(",", "").replace("−", "-").rstrip("%")
    power = -2 if text.endswith("%") else power
    places = len(plain.partition(".")[2])
    return Decimal(plain).scaleb(power), Decimal("0.5000001").scaleb(power - places)


@pytest.mark.parametrize("first", range(0, 20, 5))
def test_the_answer_is_that_of_the_files(visit: Opener, files: duckdb.DuckDBPyConnection, first: int) -> None:
    there = visit(EXECUTIVE).open("/glossary")
    for question in QUESTIONS[first : first + 5]:
        there.follow("/explore")
        answered(there, question, files)


def answered(there: Visit, question: dict[str, Any], files: duckdb.DuckDBPyConnection) -> None:
    assert len(question["steps"]) <= 3
    expected = files.execute(question["sql"]).fetchall()[: question.get("first")]
    for step in question["steps"]:
        take(there, step)
    expect(there.page.locator(".pivot")).to_be_visible()
    found = shown(there, question.get("column", 1))[: question.get("first")]
    assert [name for name, _ in found] == [str(name) for name, _ in expected], question["asks"]
    for (name, text), (_, value) in zip(found, expected, strict=True):
        said, apart = number(there, text)
        assert abs(said - Decimal(str(value))) <= apart, f"{question['asks']} {name}: {text}, not {value}"
        assert text.endswith("%") == (question["of"] == "percent")


def test_there_are_twenty_of_them() -> None:
    assert len(QUESTIONS) == 20
    assert len({re.sub(r"\W", "", one["asks"]) for one in QUESTIONS}) == 20
