"""A case on the command line: what it prints, what differs, and what is not understood of its file."""

from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.errors import Refused
from dashboard.metrics.catalogue import MEASURES
from dashboard.pay.case import statements
from dashboard.pay.case_file import read_case
from dashboard.text import tell

PLAN = """
[plan]
key = "sales"
version = 1
name = { en = "Sales", el = "Πωλήσεις" }
valid_from = 2025-01-01
[[plan.component]]
key = "commission"
name = { en = "Commission", el = "Προμήθεια" }
table = { over = "attainment", bands = [{ from = 0, to = 1, value = "5 %" }, { from = 1, value = "7 %" }] }
[[plan.component.modifier]]
measure = "margin_share"
bands = [{ from = 0, to = 0.2, value = 1 }, { from = 0.2, value = 1.1 }]
[[plan.gate]]
measure = "net_sales"
at_least = 0.5
"""
FACTS = """
[[quota]]
amount = 1000
first = 2025-01-01
last = 2025-01-31
[[value]]
measure = "margin_share"
first = 2025-01-01
value = 0.25
[[line]]
id = "L1"
day = 2025-01-10
amount = 1200
"""
ASKED = """
[[statement]]
day = 2025-01-31
expect = { paid = 70.4 }
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    file = tmp_path / "case.toml"
    file.write_text('about = "Tiers"\nsource = "Own"\n' + PLAN + FACTS + ASKED, encoding="utf-8")
    return file


def test_a_case_is_printed_with_its_arithmetic(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pay-case", str(written)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Tiers (Own)",
        "",
        "A, 1 – 31 Jan 2025, in EUR",
        "  Commission (commission), 1 – 31 Jan 2025",
        "    credit: 1,200",
        "    quota: 1,000",
        "    attainment: 120.0000%",
        "    from 0 to 1,000: 1,000 × 0.05 = 50",
        "    from 1,000: 200 × 0.07 = 14",
        "    L1, 10 Jan 2025: 1,200 pays 70.4",
        "    modifier margin_share: 0.25, factor 1.1",
        "  gate net_sales: 1.2 of 0.5, reached",
        "  Earned, Commission: 70.40, of 70.4 due so far",
        "  Paid: 70.40",
        "",
        "Everything is as expected.",
    ]


def test_a_case_that_differs_ends_with_one(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written.write_text(written.read_text("utf-8").replace("70.4 }", '70.39, factor = "111 %" }'), "utf-8")
    assert main(["pay-case", str(written), "--language", "el"]) == 1
    out = capsys.readouterr().out
    assert "διαφορά: paid είναι 70,40, αναμενόταν 70,39" in out
    assert "διαφορά: factor είναι 1,1000, αναμενόταν 1,11" in out
    assert out.endswith("2 στοιχεία δεν είναι όπως αναμένονταν.\n")


def test_a_payee_who_cannot_be_paid_is_told_why(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written.write_text(written.read_text("utf-8").replace("amount = 1000", "amount = 0"), "utf-8")
    assert main(["pay-case", str(written)]) == 1
    assert "refused: A has no quota of net_sales above zero" in capsys.readouterr().out
    written.write_text(written.read_text("utf-8").replace("paid = 70.4", 'refused = "pay.no_quota"'), "utf-8")
    assert main(["pay-case", str(written)]) == 0


def test_a_file_that_is_not_there_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pay-case", str(tmp_path / "none.toml")]) == 4
    assert capsys.readouterr().err.startswith("The file none.toml cannot be read")


def test_a_plan_may_be_a_file_of_its_own(written: Path) -> None:
    plan = PLAN.replace("[plan]\n", "").replace("plan.", "")
    (written.parent / "sales.toml").write_text(plan, encoding="utf-8")
    written.write_text('plan_file = "sales.toml"\n' + FACTS + ASKED, encoding="utf-8")
    assert [one.differs for one in statements(read_case(written, MEASURES))] == [()]


@pytest.mark.parametrize(
    ("old", "new", "key", "field"),
    [
        ("amount = 1200", "amuont = 1200", "plan.unknown_entry", "line[1].amuont"),
        ("day = 2025-01-10\n", "", "plan.missing", "line[1].day"),
        ("amount = 1200", "amount = 'many'", "plan.value", "line[1].amount"),
        ("amount = 1200", "amount = 1200\nsplit = { A = 0 }", "plan.split", "line[1].split"),
        ("amount = 1200", "amount = 1200\nsplit = { A = -1, B = 2 }", "plan.value", "line[1].split.A"),
        ("to = 1,", "to = 0.9,", "plan.band_gap", "plan.component[1].table.bands[2]"),
        ("amount = 1200", "amount = 1200\nreturns = 'L0'", "plan.no_such", "line[1].returns"),
        ("[[quota]]", "[[hold]]\nid = 'H'\nline = 'L2'\n[[quota]]", "plan.no_such", "hold[1].line"),
        (
            "[[quota]]",
            "[[event]]\nevent = 'won'\nday = 2025-01-02\n[[quota]]",
            "plan.no_such",
            "event[1].event",
        ),
        ("[plan]", "season = [1, 1]\n[plan]", "plan.value", "season"),
        (
            "[[line]]",
            "[[line]]\nid = 'L1'\nday = 2025-01-09\namount = 5\n[[line]]",
            "plan.twice",
            "line[2].id",
        ),
        ("[[line]]", "[[payee]]\nkey = 'A'\n[[payee]]\nkey = 'A'\n[[line]]", "plan.twice", "payee[2].key"),
        ("[[statement]]", "[[statement]]\npayee = 'B'", "plan.nobody", "statement[1].payee"),
        ("2025-01-31\nexpect", "2024-12-31\nexpect", "plan.not_in_force", "statement[1].day"),
        ("expect = { paid", "expect = { piad", "plan.expect", "statement[1].expect.piad"),
        ("[[quota]]", "[[version]]\nversion = 1\n[[quota]]", "plan.twice", "version[1].version"),
        ("[[quota]]", "[[version]]\nkey = 'other'\n[[quota]]", "plan.other_key", "version[1].key"),
    ],
)
def test_what_is_wrong_in_a_case_is_refused_where_it_stands(
    written: Path, old: str, new: str, key: str, field: str
) -> None:
    text = written.read_text("utf-8")
    assert old in text
    written.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(Refused) as caught:
        list(statements(read_case(written, MEASURES)))
    assert (caught.value.key, caught.value.values["field"]) == (key, field)
    for language in ("en", "el"):
        assert tell(language, caught.value).startswith("case.toml, ")
