"""Settings as people write them, and a sentence that leads to the fault where they do not fit."""

import datetime as dt
from pathlib import Path

import pytest

from dashboard.commands.settings import as_text
from dashboard.errors import NotUnderstood
from dashboard.paths import ROOT, Home
from dashboard.settings import read_settings, table

WEIGHTS = ",".join(f"{month}={month / 10}" for month in range(1, 13))


@pytest.mark.parametrize(
    ("name", "written", "read"),
    [
        ("working_weekdays", "1,2,3", (1, 2, 3)),
        ("working_weekdays", " 1, 7 ", (1, 7)),
        ("extra_holidays", "2026-01-01,2026-05-01", (dt.date(2026, 1, 1), dt.date(2026, 5, 1))),
        ("extra_holidays", "", ()),
        ("strict_references", "sales.customer_id", ("sales.customer_id",)),
        ("seasonal_weights", WEIGHTS, {str(month): month / 10 for month in range(1, 13)}),
        ("today", "", None),
    ],
)
def test_lists_are_written_with_commas(
    home: Home, monkeypatch: pytest.MonkeyPatch, name: str, written: str, read: object
) -> None:
    monkeypatch.setenv(f"METRON_{name.upper()}", written)
    assert getattr(read_settings(), name) == read


@pytest.mark.parametrize(
    ("variable", "written"),
    [
        ("METRON_WORKING_WEEKDAYS", "1,8"),
        ("METRON_WORKING_WEEKDAYS", "[1"),
        ("METRON_EXTRA_HOLIDAYS", "may"),
        ("METRON_SEASONAL_WEIGHTS", "1=0.8"),
        ("METRON_SEASONAL_WEIGHTS", "0.8,0.9"),
        ("METRON_PORT", "high"),
        ("METRON_SMTP_URL", "mail.firm.gr"),
        ("METRON_SMTP_URL", "http" + "://mail.firm.gr"),
        ("METRON_SMTP_URL", "smtps://mail.firm.gr:high"),
        ("METRON_SMTP_URL", "smtps://metron:se/cret@mail.firm.gr"),
        ("METRON_SMTP_URL", "smtp://metron:secret@mail.firm.gr"),
        ("METRON_MAIL_FROM", "nobody"),
        ("METRON_MAIL_FROM", "a@firm.gr\nBcc: b@firm.gr"),
        ("METRON_ADDRESS", "metron.firm.gr"),
    ],
)
def test_what_does_not_fit_names_its_variable(
    home: Home, monkeypatch: pytest.MonkeyPatch, variable: str, written: str
) -> None:
    monkeypatch.setenv(variable, written)
    with pytest.raises(NotUnderstood, match=r"settings\.wrong ") as caught:
        read_settings()
    assert caught.value.values["variable"] == variable
    assert "cret" not in str(caught.value.values)


@pytest.mark.parametrize("missing", ["METRON_MAIL_FROM", "METRON_ADDRESS"])
def test_a_mail_server_needs_who_sends_and_where_links_lead(
    home: Home, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    given = {
        "METRON_SMTP_URL": "smtp+starttls://metron:secret@mail.firm.gr", "METRON_MAIL_FROM": "Ω <m@firm.gr>",
        "METRON_ADDRESS": "http" + "://metron.firm.gr/",
    }  # fmt: skip
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert read_settings().address == "http" + "://metron.firm.gr"
    monkeypatch.delenv(missing)
    with pytest.raises(NotUnderstood, match=r"settings\.wrong ") as caught:
        read_settings()
    assert caught.value.values["variable"] == missing


def test_a_misspelt_variable_is_refused(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("METRON_HOLYDAYS", "GR")
    with pytest.raises(NotUnderstood, match=r"settings\.unknown ") as caught:
        read_settings()
    assert caught.value.values == {"name": "METRON_HOLYDAYS", "nearest": "METRON_HOLIDAYS"}


@pytest.mark.parametrize("name", ["METRON_REQUIRE_REAL_DATA", "METRON_CHROMIUM"])
def test_what_tests_need_is_no_misspelling(home: Home, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "1")
    read_settings()


@pytest.mark.parametrize(
    ("text", "line", "name", "key"),
    [
        ("# ours\nport = 1\nfirst_weekday = 9\n", 3, "first_weekday", "settings.wrong_in_file"),
        ("port = 1\n\n[seasonal_weights]\n1 = 1.0\n", 3, "seasonal_weights", "settings.wrong_in_file"),
        ('port = 1\nholydays = "GR"\n', 2, "holydays", "settings.unknown_in_file"),
    ],
)
def test_a_fault_in_the_file_names_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, line: int, name: str, key: str
) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(text)
    monkeypatch.setenv("METRON_SETTINGS", str(file))
    with pytest.raises(NotUnderstood) as caught:
        read_settings()
    said = caught.value.values
    assert (caught.value.key, said["file"], said["line"], said["name"]) == (key, str(file), line, name)


def test_a_fault_in_the_environment_is_not_put_down_to_the_file(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ours.toml").write_text("port = 8051\n")
    monkeypatch.setenv("METRON_PORT", "0")
    with pytest.raises(NotUnderstood, match=r"settings\.wrong "):
        read_settings(tmp_path / "ours.toml")


def test_every_default_can_be_written_as_it_is_shown(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = {name: default for name, default, _ in table()}
    assert shown["METRON_WORKING_WEEKDAYS"] == "1,2,3,4,5"
    assert shown["METRON_SEASONAL_WEIGHTS"].startswith("1=1,2=1,")
    assert "METRON_SETTINGS" in shown
    without = read_settings()
    for name, default in shown.items():
        if name != "METRON_HOME":
            monkeypatch.setenv(name, default)
    assert read_settings() == without


def test_the_command_shows_the_values_that_hold(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("METRON_CURRENCY", "USD")
    monkeypatch.setenv("METRON_RECORDS_URL", "postgresql://metron:secret@db/metron")
    monkeypatch.setenv("METRON_SMTP_URL", "smtps://metron:secret@mail.firm.gr")
    monkeypatch.setenv("METRON_MAIL_FROM", "m@firm.gr")
    monkeypatch.setenv("METRON_ADDRESS", "http" + "://metron.firm.gr")
    told = as_text(read_settings())
    assert "METRON_CURRENCY = USD (default: EUR)\n" in told
    assert "METRON_CREDIT_BY = alignment\n" in told
    assert "METRON_RECORDS_URL = (set)" in told
    assert "METRON_SMTP_URL = (set)" in told
    assert "secret" not in told


def test_an_empty_home_is_the_usual_one(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("METRON_HOME", "")
    assert read_settings().home == ROOT / ".metron"


@pytest.mark.parametrize("weight", ["inf", "nan", "1e9", "-1", "1e-9"])
def test_weights_that_no_quota_can_be_spread_by_are_refused(
    home: Home, monkeypatch: pytest.MonkeyPatch, weight: str
) -> None:
    monkeypatch.setenv("METRON_SEASONAL_WEIGHTS", ",".join(f"{month}={weight}" for month in range(1, 13)))
    with pytest.raises(NotUnderstood, match="seasonal_weights"):
        read_settings()
