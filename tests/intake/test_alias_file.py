"""Other words for members: what may be written, and what is refused by file, line and field."""

import pytest

from dashboard.errors import Refused
from dashboard.intake.alias_file import read_aliases
from dashboard.intake.contracts import read_contracts
from dashboard.intake.mapping import read_mapping
from dashboard.paths import DATA, MAPPINGS
from dashboard.text import tell


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("[city", "not_toml", None),
        ("city = 1", "no_dimension", 1),
        ('[town]\n"Αθήνα" = ["Athens"]', "dimension", 1),
        ('[month]\n"Μάιος" = ["May"]', "dimension", 1),
        ('[city]\n"Αθήνα" = ["Athens"]\n"Πάτρα" = "Patras"', "words", 3),
        ('[city]\n"Πάτρα" = ["Patras", ""]', "words", 2),
        ('[city]\n"Πάτρα" = [1]', "words", 2),
        ('[city]\n"Πάτρα" = ["' + "x" * 201 + '"]', "words", 2),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_line(text: str, key: str, line: int | None) -> None:
    with pytest.raises(Refused) as caught:
        read_aliases(text, "words.toml")
    assert caught.value.key == f"intake.aliases.{key}"
    assert caught.value.values.get("line") == line
    for language in ("en", "el"):
        assert "words.toml" in tell(language, caught.value)


def test_the_demo_s_words_are_sound_and_come_with_its_mapping(tmp_path) -> None:
    text = (DATA / "demo" / "aliases.toml").read_text(encoding="utf-8")
    assert read_aliases(text, "aliases.toml")["territory"]["Αττική"] == ["Attica", "Attiki"]
    for file in (MAPPINGS / "demo.toml", DATA / "demo" / "aliases.toml", DATA / "demo" / "settings.toml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    assert read_mapping(tmp_path / "demo.toml", read_contracts()).aliases == text
    (tmp_path / "aliases.toml").unlink()
    with pytest.raises(Refused, match=r"intake\.read\.(missing|no_such)"):
        read_mapping(tmp_path / "demo.toml", read_contracts())


def test_no_words_are_no_words() -> None:
    assert read_aliases("", "words.toml") == {}
