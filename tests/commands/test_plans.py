"""The command `plans`: what it prints and how it ends, in both languages."""

from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.commands import plans as command
from dashboard.paths import DATA, PLANS, Home

BEFORE, AFTER = (str(PLANS / f"field_rep_{year}.toml") for year in (2025, 2026))


def test_the_plans_of_the_repository_are_sound_and_a_jump_is_told(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plans"]) == 0
    printed = capsys.readouterr().out
    for file in sorted(PLANS.glob("*.toml")):
        assert f"{file.name}: sound." in printed
    assert "overlay_2026.toml: pay jumps in component `overlay_sales` at 60,000" in printed
    assert main(["plans", "check", AFTER, "--language", "el"]) == 0
    assert capsys.readouterr().out == "field_rep_2026.toml: σωστό.\n"


def test_the_folder_that_the_setting_names_is_checked(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METRON_PLANS", str(tmp_path / "own"))
    assert main(["plans"]) == 2
    assert str(tmp_path / "own") in capsys.readouterr().err
    (tmp_path / "own").mkdir()
    assert main(["plans"]) == 2
    assert capsys.readouterr().out == ""
    (tmp_path / "own" / "mine.toml").write_text(Path(AFTER).read_text(encoding="utf-8"), encoding="utf-8")
    assert main(["plans"]) == 0
    assert capsys.readouterr().out == "mine.toml: sound.\n"


def test_each_refusal_is_printed_and_the_rest_is_checked_all_the_same(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        command, "tell", lambda language, error: f"{language} {error.key} {error.values['line']}"
    )
    wrong = tmp_path / "wrong.toml"
    text = (PLANS / "manager_2026.toml").read_text(encoding="utf-8")
    wrong.write_text(text.replace('weight = "0.2"', 'weight = "0.3"'), encoding="utf-8")
    line = wrong.read_text(encoding="utf-8").splitlines().index('weight = "0.3"') + 1
    assert main(["plans", "check", str(wrong), AFTER, "--language", "el"]) == 4
    assert capsys.readouterr().out == f"el plan.weights {line}\nfield_rep_2026.toml: σωστό.\n"


def test_a_file_that_is_not_there_is_no_plan(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plans", "check", "nowhere.toml"]) == 2
    assert "nowhere.toml" in capsys.readouterr().out
    assert main(["plans", "show", "nowhere.toml"]) == 2
    assert "nowhere.toml" in capsys.readouterr().err


def test_a_plan_is_shown_in_the_language_asked_for(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plans", "show", AFTER, str(DATA / "plans" / "examples" / "matrix.toml")]) == 0
    english = capsys.readouterr().out
    assert english.startswith(
        "# Field rep (`field_rep`), version 2\n\n## Who it is for\n\n- The plan holds from 1 Jan"
    )
    assert "\n\n# Sales and margin (`matrix`), version 1\n" in english
    assert main(["plans", "show", AFTER, "--language", "el"]) == 0
    assert capsys.readouterr().out.startswith(
        "# Πωλητής περιοχής (`field_rep`), έκδοση 2\n\n## Ποιους αφορά\n\n- Το σχέδιο ισχύει από 1 Ιαν"
    )


def test_two_versions_are_compared(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plans", "compare", BEFORE, AFTER]) == 0
    english = capsys.readouterr().out
    assert "- Now: A return counts on the day of the sale that it gives back" in english
    assert "- returns.policy: current → original" in english
    assert main(["plans", "compare", BEFORE, AFTER, "--language", "el"]) == 0
    greek = capsys.readouterr().out
    assert "- Πριν: Η επιστροφή αφαιρείται από τα αποτελέσματα της ημέρας της." in greek
    assert "- returns.policy: current → original" in greek
    assert main(["plans", "compare", AFTER, AFTER]) == 0
    assert "Nothing differs." in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [["show"], ["compare"], ["compare", AFTER], ["compare", AFTER, AFTER, AFTER]]
)
def test_too_few_or_too_many_files_are_told(
    arguments: list[str], home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plans", *arguments]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_changed_plan_needs_one_file_that_can_be_read(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plans", "simulate"]) == 2
    assert "the one file of the changed plan" in capsys.readouterr().err
    assert main(["plans", "simulate", str(tmp_path / "none.toml")]) == 2
    assert "none.toml" in capsys.readouterr().err
