"""`people` from the command line: what is printed, and what cannot be given."""

import argparse
import datetime as dt
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from dashboard.access import passwords, people, recognition
from dashboard.access.scope import HandGrant
from dashboard.answers.warehouse import open_shelf
from dashboard.commands.identity import scope_of
from dashboard.commands.people import configure, run
from dashboard.errors import Denied, MetronError, NotUnderstood
from dashboard.paths import Home
from dashboard.records.store import open_records
from dashboard.settings import Settings
from tests.publication.firm import Firm


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost next to nothing."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()


def say(home: Home, capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    parser = argparse.ArgumentParser()
    configure(parser)
    assert run(parser.parse_args(words), Settings()) == 0
    return capsys.readouterr().out.splitlines()


def test_the_command_line_prints_the_password_once(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    printed = say(
        home, capsys, "add", "ana@x.gr", "--role", "rep", "--name", "Ana",
        "--territory", "T1", "--from", "2026-01-01", "--to", "2026-12-31",
    )  # fmt: skip
    password = printed[1].split(": ")[1]
    records = open_records(Settings())
    assert recognition.verify(records, "ana@x.gr", password) is not None
    # People say the last day, what is kept is the day after it.
    (given,) = people.by_hand(records, people.find(records, "ana@x.gr"))
    assert given == HandGrant("T1", dt.date(2026, 1, 1), dt.date(2027, 1, 1))
    listed = say(home, capsys, "list")
    assert listed[0].split("  ")[0] == "ana@x.gr"
    assert listed[1].strip() == "T1 from 2026-01-01 to 2026-12-31"
    assert password not in "\n".join(listed)
    again = say(home, capsys, "reset", "ana@x.gr")[1].split(": ")[1]
    assert recognition.verify(records, "ana@x.gr", again) is not None
    say(home, capsys, "deactivate", "ana@x.gr")
    assert recognition.verify(records, "ana@x.gr", again) is None
    say(home, capsys, "activate", "ana@x.gr")
    say(home, capsys, "give", "ana@x.gr", "--territory", "T2", "--from", "2026-01-01")
    assert say(home, capsys, "take", "ana@x.gr", "--territory", "T2", "--from", "2026-02-01") == [
        "One grant of T2 is ended."
    ]
    records.close()


@pytest.mark.parametrize("words", [["--territory", "T1"], ["--territory", "T1", "--from", "yesterday"]])
def test_a_territory_needs_a_first_day(
    home: Home, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    with pytest.raises(MetronError, match=r"access\.(no_first_day|not_a_day)"):
        say(home, capsys, "add", "ana@x.gr", "--role", "rep", *words)


def test_without_accounts_the_list_says_how_to_begin(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert "people add" in say(home, capsys, "list")[0]


@pytest.mark.parametrize("words", [["--from", "2026-01-01"], ["--to", "2026-01-01"]])
def test_days_without_a_territory_are_refused(
    home: Home, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    with pytest.raises(NotUnderstood, match=r"access\.days_of_nothing"):
        say(home, capsys, "add", "ana@x.gr", "--role", "rep", *words)
    assert "people add" in say(home, capsys, "list")[0]


def test_a_territory_that_is_not_in_the_data_is_refused(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Firm(tmp_path / "firm").load(home)
    say(home, capsys, "add", "ana@x.gr", "--role", "rep", "--territory", "A", "--from", "2024-01-01")
    for words in (["give", "ana@x.gr"], ["add", "eva@x.gr", "--role", "rep"]):
        with pytest.raises(NotUnderstood, match=r"access\.unknown_territory") as caught:
            say(home, capsys, *words, "--territory", "TAP", "--from", "2024-01-01")
        assert caught.value.values == {"territory": "TAP", "nearest": "TOP"}
    assert len(say(home, capsys, "list")) == 2


def test_a_territory_given_before_the_data_that_lacks_it_opens_nothing(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    say(home, capsys, "add", "ana@x.gr", "--role", "rep", "--territory", "TAP", "--from", "2024-01-01")
    shelf = open_shelf(home, Firm(tmp_path / "firm").load(home).manifest.id)
    try:
        with pytest.raises(Denied, match=r"access\.no_territory"):
            scope_of("ana@x.gr", Settings(), shelf)
        say(home, capsys, "give", "ana@x.gr", "--territory", "A", "--from", "2024-01-01")
        assert scope_of("ana@x.gr", Settings(), shelf).territories == frozenset({"A"})
    finally:
        shelf.close()
