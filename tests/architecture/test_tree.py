"""The tree: what stands at the top, how things are named, and what may not be written anywhere."""

import re
from pathlib import Path

import pytest

from dashboard.paths import ROOT
from tests.architecture.source import modules, tracked

FOLDERS = {".ci", "assets", "dashboard", "data", "docs", "queries", "tests"}
FILES = {
    *(".editorconfig", ".gitattributes", ".gitignore", ".pre-commit-config.yaml", "Makefile", "Procfile"),
    *("CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml"),
    *("requirements.lock", "requirements-dev.lock", "requirements-bench.lock"),
}
EMPTY_NAMES = {"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"}
# Put together here, so that this file does not break its own rule.
UNFINISHED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"]) + r")\b")
# What belongs to one machine or one network: absolute places of a workplace, hosts of package registries.
HERE_ONLY = re.compile(
    "|".join(
        (
            "/wo" + "rk/",
            "/ro" + "ot/",
            "/tm" + "p/venv",
            "pypi" + r"\.org",
            "python" + "hosted",
            r"npm" + r"js\.(org|com)",
        )
    )
)


def relative(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{relative(file)}:{number} {line.strip()[:80]}"
        for file in tracked()
        if file.suffix != ".lock"
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_the_top_level_is_fixed() -> None:
    tops = {file.relative_to(ROOT).parts for file in tracked()}
    assert {parts[0] for parts in tops if len(parts) > 1} <= FOLDERS
    assert {parts[0] for parts in tops if len(parts) == 1} <= FILES


def test_names_say_something() -> None:
    named = {
        relative(file): {part.split(".")[0] for part in file.relative_to(ROOT).parts} for file in tracked()
    }
    assert not [name for name, parts in named.items() if parts & EMPTY_NAMES]


def test_queries_is_no_package_and_data_no_code() -> None:
    assert not [
        relative(file) for file in tracked() if re.match(r"(queries|data|assets)/.*\.py$", relative(file))
    ]


def test_modules_are_named_in_lower_case() -> None:
    assert not [one.name for one in modules() if not re.fullmatch(r"[a-z0-9_/]+\.py", one.name)]


def test_nothing_is_left_for_later() -> None:
    assert not lines_with(UNFINISHED)


def test_nothing_names_this_machine() -> None:
    assert not lines_with(HERE_ONLY)


def test_decision_records_are_numbered_and_complete() -> None:
    records = sorted((ROOT / "dashboard" / "decisions").glob("*.md"))
    numbers = [int(record.name[:4]) for record in records]
    assert numbers == list(range(1, len(records) + 1))
    for record in records:
        text = record.read_text(encoding="utf-8")
        headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequences", "Alternatives"], record.name
        assert len(text.splitlines()) <= 60, record.name


@pytest.mark.parametrize("text", ["# TO" + "DO later", "FIX" + "ME: this"])
def test_unfinished_work_is_found(text: str) -> None:
    assert UNFINISHED.search(text)
