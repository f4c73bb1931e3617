"""What a grid is sent: some of its rows, and how many there are."""

from typing import Any

# `rowData` and `rowCount`, by the names that the grid expects.
Block = dict[str, Any]
FIRST_BLOCK = 100


def part_id(part: str, grid: str) -> dict[str, str]:
    """The id of a grid ("grid"), of its rows that came with the page ("first"), of its wishes ("more")."""
    return {"part": part, "of": grid}
