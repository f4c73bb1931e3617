"""Every sentence exists in both languages, says what the code hands it, and is said somewhere."""

import ast
import re
import string
from collections.abc import Iterator

from dashboard.paths import ROOT
from dashboard.text.catalogue import sentences
from tests.architecture.source import Module, dotted, modules, strings

ENGLISH, GREEK = sentences("en"), sentences("el")
AREAS = {file.stem for file in (ROOT / "dashboard" / "text" / "en").glob("*.toml")}
KEY = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")
FILE = re.compile(r"\.(toml|py|sql|js|css|json|csv|duckdb|lock|sqlite|svg|txt|md)$")
# Which argument of a call is the key of a sentence, and what else the sentence is given.
TAKES_KEY = {"say": 1, "NotUnderstood": 0, "Denied": 0, "Refused": 0, "Failed": 0, "progress": 0}
GIVEN = {"progress": {"done", "total", "n"}}


def placeholders(sentence: str) -> set[str]:
    fields = [name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None]
    return {re.split(r"[.\[]", name)[0] for name in fields}


def versions(key: str) -> list[str]:
    """The entries that a key may stand for: itself, or one for each number."""
    return [one for one in (key, f"{key}.one", f"{key}.other") if one in ENGLISH]


def said(module: Module) -> Iterator[tuple[int, str]]:
    """Every string that has the form of a key, in an area that there is."""
    inside = {
        id(part) for node in ast.walk(module.tree) if isinstance(node, ast.JoinedStr) for part in node.values
    }
    for node in strings(module.tree):
        if id(node) in inside or not KEY.fullmatch(node.value) or FILE.search(node.value):
            continue
        if node.value.split(".")[0] in AREAS:
            yield node.lineno, node.value


def composed(module: Module) -> Iterator[tuple[int, re.Pattern[str]]]:
    """Every f-string that begins with an area, as the pattern of the keys that it can make."""
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.JoinedStr) or not isinstance(node.values[0], ast.Constant):
            continue
        if not re.match(rf"({'|'.join(sorted(AREAS))})\.[a-z0-9_.]*$", node.values[0].value):
            continue
        parts = [re.escape(one.value) if isinstance(one, ast.Constant) else "[^ ]+" for one in node.values]
        yield node.lineno, re.compile("".join(parts) + r"(\.one|\.other)?")


def calls(module: Module) -> Iterator[tuple[int, str, str, set[str] | None]]:
    """Line, function, key and names of values of each call that says a sentence; None: not told here."""
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        function = dotted(node.func).split(".")[-1]
        position = TAKES_KEY.get(function)
        if position is None or len(node.args) <= position:
            continue
        key = node.args[position]
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            names = {one.arg for one in node.keywords if one.arg}
            spread = any(one.arg is None for one in node.keywords)
            yield node.lineno, function, key.value, None if spread else names | GIVEN.get(function, set())


def lacking(module: Module) -> Iterator[str]:
    for line, _, key, names in calls(module):
        if not versions(key):
            yield f"{module.name}:{line} {key} is not in the catalogue"
        elif names is not None:
            needed = set().union(*(placeholders(ENGLISH[one]) for one in versions(key)))
            if needed - names:
                yield f"{module.name}:{line} {key} needs {sorted(needed - names)}"


def test_both_languages_have_the_same_sentences() -> None:
    assert set(ENGLISH) == set(GREEK)


def test_both_languages_have_the_same_placeholders() -> None:
    shared = sorted(set(ENGLISH) & set(GREEK))
    assert not [key for key in shared if placeholders(ENGLISH[key]) != placeholders(GREEK[key])]


def test_greek_is_greek() -> None:
    words = {
        key: re.findall(r"[A-Za-z]{4,}", re.sub(r"\{.*?\}|`.*?`", "", text)) for key, text in GREEK.items()
    }
    assert not [key for key, found in words.items() if len(found) > 1 and GREEK[key] == ENGLISH.get(key)]


def test_every_sentence_that_is_said_exists_and_gets_its_values() -> None:
    assert not [hit for module in modules() for hit in lacking(module)]


def test_every_key_that_is_written_exists() -> None:
    assert not [
        f"{one.name}:{line} {key}" for one in modules() for line, key in said(one) if not versions(key)
    ]


def test_every_key_that_is_composed_can_exist() -> None:
    found = [(f"{one.name}:{line}", pattern) for one in modules() for line, pattern in composed(one)]
    assert not [where for where, pattern in found if not any(map(pattern.fullmatch, ENGLISH))]


def test_every_sentence_is_said_somewhere() -> None:
    written = {entry for one in modules() for _, key in said(one) for entry in versions(key)}
    patterns = [pattern for one in modules() for _, pattern in composed(one)]
    left = set(ENGLISH) - written
    assert not sorted(key for key in left if not any(pattern.fullmatch(key) for pattern in patterns))


def test_what_is_wrong_is_found() -> None:
    wrong = Module(
        "bad.py", "Denied('settings.nowhere')\nsay(lang, 'settings.wrong', name=1)\nsay(lang, key)"
    )
    assert [hit.split(" ", 1)[1] for hit in lacking(wrong)] == [
        "settings.nowhere is not in the catalogue",
        "settings.wrong needs ['reason', 'variable']",
    ]
    assert not list(lacking(Module("good.py", "say(lang, 'settings.wrong', **values)")))
