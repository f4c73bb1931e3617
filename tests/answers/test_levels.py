"""Totals of every level, and what is said of values by them, on random companies and questions."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.access.scope import operator
from dashboard.answers.answer import Answer, answer
from dashboard.metrics.catalogue import measure
from dashboard.metrics.question import Order, Question
from dashboard.metrics.shows import Show, means
from tests.answers.built import Built, built
from tests.answers.recomputed import Recomputed
from tests.answers.test_against_lines import draw_question, few, same
from tests.answers.worlds import World, worlds

SOME = 3
Cells = dict[tuple[Any, ...], tuple[Any, ...]]


def draw_levels(data: st.DataObject, question: Question) -> Question:
    """The question as a pivot, with everything that may be said of its first measure."""
    columns = data.draw(st.integers(0, len(question.by)), label="columns")
    first = question.measures[0]
    hows = [how for how in means(measure(first)) if question.against or how not in CHANGES]
    order = data.draw(st.sampled_from([(), (Order(first, True),), (Order(f"{first}.rank"),)]), label="sort")
    return replace(
        question, columns=columns, subtotals=True, sort=order, shows=tuple(Show(first, how) for how in hows)
    )


TIMES = {"day", "fiscal_week", "fiscal_month", "fiscal_quarter", "fiscal_year", "quota_period"}
CHANGES = ("difference", "difference_pct", "index")


def levels_of(found: Answer) -> dict[tuple[int, int], Cells]:
    """Rows of each level by keys, the total and the cells among them."""
    rows, columns = len(found.question.by) - found.question.columns, found.question.columns
    levels: dict[tuple[int, int], Cells] = {
        (rows, columns): dict(zip(found.keys, found.rows, strict=True)),
        (0, 0): {(None,) * len(found.question.by): found.totals or ()},
    }
    for one in found.subtotals:
        levels.setdefault((one.rows, one.columns), {})[one.keys] = one.row
    return levels


@settings(few, max_examples=20)  # six questions each, and all levels of each
@given(worlds(), st.data())
def test_each_level_is_right(world: World, data: st.DataObject) -> None:
    shelf = built(world.given, world.company, world.today)  # most of an example
    the_total_of_each_level_is_made_of_lines(world, data, shelf)
    what_is_said_of_a_value_is_true(data, shelf)
    shelf.connection.close()


def the_total_of_each_level_is_made_of_lines(world: World, data: st.DataObject, shelf: Built) -> None:
    truth = Recomputed(world)
    for _ in range(SOME):
        question = draw_levels(data, replace(draw_question(data, shelf), where=()))
        if "quota" in question.measures and "rep" in question.by:
            continue  # people's quotas count where people are asked for, others in the question without them
        found = answer(question, operator(), shelf)  # type: ignore[arg-type]
        width = len(question.by)
        shown = width + len(question.measures) * (2 if question.against else 1)
        down = question.by[: width - question.columns]
        for (rows, columns), cells in levels_of(found).items():
            by = (*down[:rows], *question.by[len(down) : len(down) + columns])
            coarse = replace(question, by=by, columns=0, subtotals=False, shows=(), sort=())
            expected = truth.answer(coarse, None).rows()
            if not by:
                expected = {(): expected[None]}
            cut = {tuple(key for key in keys if key is not None): row for keys, row in cells.items()}
            assert cut.keys() == {key for key in expected if key is not None}
            for key, row in cut.items():
                for one, other in zip(row[width:shown], expected[key], strict=True):
                    assert same(one, other), f"level {rows}, {columns} at {key}: {one}, by the lines {other}"


def what_is_said_of_a_value_is_true(data: st.DataObject, shelf: Built) -> None:
    for _ in range(SOME):
        question = draw_levels(data, replace(draw_question(data, shelf), where=()))
        found = answer(question, operator(), shelf)  # type: ignore[arg-type]
        levels = levels_of(found)
        for level, cells in levels.items():
            for keys, row in cells.items():
                for show in question.shows:
                    said = row[found.at(show.key)]
                    expected = expect(show, found, levels, level, keys)
                    assert same(said, expected), f"{show.key} of {keys}: {said}, not {expected}"


def expect(
    show: Show,
    found: Answer,
    levels: dict[tuple[int, int], Cells],
    level: tuple[int, int],
    keys: tuple[Any, ...],
) -> Any:
    at, (rows, columns) = found.at(show.measure), level
    down = len(found.question.by) - found.question.columns
    value = levels[level][keys][at]
    beside = [
        one.key for one in found.columns if one.key in (f"{show.measure}.prior", f"{show.measure}.quota")
    ]
    before = levels[level][keys][found.at(beside[0])] if show.how in CHANGES else None
    match show.how:
        case "difference":
            return None if None in (value, before) else value - before
        case "difference_pct":
            return quotient(None if None in (value, before) else value - before, above_zero(before))
        case "index":
            found_index = quotient(value, above_zero(before))
            return None if found_index is None else 100 * found_index
        case "rank":
            if value is None or level == (0, 0):
                return None
            others = [row[at] for one, row in levels[level].items() if one[down:] == keys[down:]]
            return 1 + sum(other is not None and other > value for other in others)
        case "running_total":
            return running(found, levels, level, keys)
    kept = {
        "share_of_row": (rows, 0),
        "share_of_column": (0, columns),
        "share_of_parent": (max(rows - 1, 0), columns),
        "share_of_total": (0, 0),
    }[show.how]
    return quotient(value, levels[kept][cut(keys, kept, down)][at])


def cut(keys: tuple[Any, ...], level: tuple[int, int], down: int) -> tuple[Any, ...]:
    """The keys of the row of a coarser level."""
    rows, columns = level
    return tuple(
        key if (n < rows if n < down else n - down < columns) else None for n, key in enumerate(keys)
    )


def running(
    found: Answer, levels: dict[tuple[int, int], Cells], level: tuple[int, int], keys: tuple[Any, ...]
) -> Any:
    """The values down to this one, in the order of the rows, of those that share all but the last key."""
    if level == (0, 0):
        return None
    question, width = found.question, len(found.question.by)
    down = width - question.columns
    along = width - 1 if question.columns and question.by[-1] in TIMES else down - 1
    cells = levels[level]
    alike = [one for one in cells if all(one[n] == keys[n] for n in range(width) if n != along)]
    position = {one: n for n, one in enumerate(order_of(found, cells))}
    at = found.at(found.question.shows[0].measure)
    values = [cells[one][at] for one in alike if position[one] <= position[keys]]
    values = [one for one in values if one is not None]
    return sum(values, Decimal(0)) if values else None


def order_of(found: Answer, cells: Cells) -> list[tuple[Any, ...]]:
    """The rows by name, the unknown last; by value where they are sorted by one and nothing goes across."""
    named = sorted(cells, key=lambda keys: [(one is None, one == "?", str(one)) for one in keys])
    question = found.question
    if question.columns or not question.sort or question.sort[0].key not in question.measures:
        return named
    if question.by[-1] in TIMES:
        return named
    at = found.at(question.sort[0].key)
    return sorted(named, key=lambda keys: (cells[keys][at] is None, -(cells[keys][at] or 0)))


def quotient(over: Any, under: Any) -> float | None:
    return float(over) / float(under) if over is not None and under else None


def above_zero(value: Any) -> Any:
    return value if value is not None and value > 0 else None
