"""The documents say what the code does: settings, commands, and what they point at."""

import re

import pytest

from dashboard.paths import ROOT
from dashboard.settings import table

README = ROOT / "README.md"
DOCUMENTS = [README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:|#)([^)#\s]+)")


def rows(text: str) -> list[tuple[str, ...]]:
    """The cells of the configuration table: each line that begins with a setting."""
    lines = [line for line in text.splitlines() if line.startswith("| `METRON_")]
    cells = [re.split(r"(?<!\\)\|", line.strip().strip("|")) for line in lines]
    return [tuple(cell.strip().strip("`").replace("\\|", "|") for cell in row) for row in cells]


def test_the_readme_lists_every_setting() -> None:
    """Write it anew with `python -m dashboard settings --markdown`."""
    documented = rows(README.read_text(encoding="utf-8"))
    assert documented == [tuple(cell.strip("`") for cell in row) for row in table()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_links_lead_somewhere(document: object) -> None:
    text = document.read_text(encoding="utf-8")
    assert not [link for link in LINK.findall(text) if not (document.parent / link).exists()]


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for document in DOCUMENTS:
        named = set(re.findall(r"`make ([a-z-]+)", document.read_text(encoding="utf-8")))
        assert named <= targets, document.name


def test_a_row_is_read_as_its_cells() -> None:
    assert rows("| `METRON_PORT` | 8050 | Port to serve at. |\n| other | x | y |") == [
        ("METRON_PORT", "8050", "Port to serve at.")
    ]
