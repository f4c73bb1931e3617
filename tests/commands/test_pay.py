"""`pay` on the command line: a month from its calculation to the file, in sentences."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from dashboard import __main__ as command_line
from dashboard.commands import pay
from dashboard.paths import Home
from dashboard.pay.runs import Office
from dashboard.records.store import Records
from tests.pay.paid_company import office_of, paid_shelf


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = Home(tmp_path_factory.mktemp("pay"))
    records = Records(f"sqlite:///{home.path / 'records.sqlite'}")
    with paid_shelf() as shelf:
        yield office_of(shelf, home, records)
    records.close()


@pytest.fixture
def says(office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    @contextmanager
    def opened(_settings: object) -> Iterator[Office]:
        yield office

    monkeypatch.setattr(pay, "office", opened)

    def run(*words: str) -> tuple[int, str]:
        code = command_line.main(["pay", *words])
        told = capsys.readouterr()
        return code, told.out + told.err

    return run


def test_a_month_is_led_to_payroll(says: Any, tmp_path: Path) -> None:
    why = ("--reason", "data", "--why", "A typing error")
    ask = ("adjust", "ask", "2026-05", "r1", "field")
    for words, code, said in (
        ((*ask, "-2.50", *why, "--by", "a@x.gr"), 0, "A1  waits for approval, −2.50 EUR for r1 under field"),
        ((*ask, "-2.50"), 2, "is no reason"),
        (("adjust", "approve", "A1", "--by", "a@x.gr"), 3, "somebody else"),
        (("adjust", "approve", "A1", "--by", "b@x.gr"), 0, "A1  approved"),
        (("adjust", "list", "2026-05"), 0, "A1  approved"), (("adjust",), 2, "pay adjust ask MONTH"),
        (("run", "2026-05", "--by", "a@x.gr"), 0, "2026-05-R1  calculated, 2 statements, 13.24 EUR to pay"),
        (("lock", "2026-05-R1"), 4, "only one that has been approved"),
        (("review", "2026-05-R1"), 0, "2026-05-R1  reviewed"),
        (("approve", "2026-05-R1", "--by", "A@x.gr"), 3, "calculated by you"),
        (("approve", "2026-05-R1", "--by", "b@x.gr"), 0, "2026-05-R1  approved"),
        (("reopen", "2026-05-R1"), 2, "Say why"),
        (("lock", "2026-05-R1"), 0, "2026-05-R1  locked"),
        (("run", "2026-05"), 4, "run 2026-05-R1 is locked"),
        (("run", "2026-06"), 0, "2026-06-R1  calculated"), (("run", "2026-06"), 0, "2026-06-R2  calculated"),
        (("compare", "2026-06-R1", "2026-06-R2"), 0, "R2 pays 1.20 EUR: ±0.00, from 0"),
        (("compare", "2026-05-R1", "2026-06-R2"), 0, "earning commission: 5.00, then 1.20 (−3.80)"),
        (("compare", "2026-05-R1"), 2, "Name two runs"), (("show", "2026-05-R1"), 0, "approved by b@x.gr"),
        (("list",), 0, "2026-06-R1  replaced"), (("show", "2026-05-R9"), 2, "There is no pay run"),
        (("export", "2026-05-R1"), 2, "no file for payroll"),
        (("export", "2026-05-R1", "--to", str(tmp_path / "no" / "x.csv")), 4, "could not be written"),
    ):  # fmt: skip
        found, told = says(*words)
        assert (found, said in told) == (code, True), (words, told)


def test_the_files_are_written_and_say_their_totals(says: Any, tmp_path: Path) -> None:
    for form in ("csv", "XLSX"):
        file = tmp_path / f"pay.{form}"
        code, told = says("export", "2026-05-R1", "--to", str(file))
        assert (code, "2 people, 13.24 EUR, hash " in told) == (0, True), told
        assert file.stat().st_size > 100
    assert "r2,Sotiris Other,field,EUR,10.74" in (tmp_path / "pay.csv").read_text(encoding="utf-8-sig")
