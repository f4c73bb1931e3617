"""Pay on real sales: each salesperson's commission at the exported rate, run month by month through the
command line, equals what pandas makes of the files.
"""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pandas as pd
import pytest

from dashboard.records import pay as records_of_pay
from dashboard.records.store import open_records
from dashboard.settings import read_settings
from tests.adventureworks.company import Company

pytestmark = pytest.mark.real_data
CENT = Decimal("0.01")
MONTHS = [f"2013-{month:02}" for month in range(1, 7)]  # each is calculated twice, with all before it
PLAN = """
key = "{key}"
version = 1
name = {{ en = "Commission", el = "Προμήθεια" }}
valid_from = 2011-01-01
currency = "USD"
eligibility = {{ reps = [{reps}] }}
interval = {{ measured = "month", paid = "month" }}

[[component]]
key = "commission"
name = {{ en = "Commission", el = "Προμήθεια" }}
table = {{ bands = [{{ from = 0, value = {rate} }}] }}
"""


@pytest.fixture(scope="module")
def rates(real_data: Path) -> dict[str, Decimal]:
    """The commission of each salesperson, as the operational database exports it."""
    file = real_data / "adventureworks" / "oltp" / "SalesPerson.csv"
    table = pd.read_csv(file, sep="\t", header=None, dtype=str)
    return {row[0]: Decimal(row[4]) for row in table.itertuples(index=False)}


@pytest.fixture(scope="module")
def plans(rates: dict[str, Decimal], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plans")
    people = defaultdict(list)
    for rep, rate in rates.items():
        people[rate].append(rep)
    for number, (rate, reps) in enumerate(sorted(people.items())):
        named = ", ".join(f'"{rep}"' for rep in reps)
        text = PLAN.format(key=f"rate_{number}", reps=named, rate=rate)
        (folder / f"rate_{number}.toml").write_text(text, encoding="utf-8")
    return folder


def test_commission_is_what_the_files_say(
    company: Company,
    plans: Path,
    rates: dict[str, Decimal],
    orders: pd.DataFrame,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("METRON_PLANS", str(plans))
    paid: dict[tuple[str, str], Decimal] = {}
    for month in MONTHS:
        assert company.run("pay", "run", month).code == 0
        for step in ("review", "approve", "lock"):
            taken = company.run("pay", step, f"{month}-R1", "--by", "checker@example.com")
            assert taken.code == 0, taken.err
    with company.environment():
        records = open_records(read_settings())
        with records.reading() as connection:
            for rep in rates:
                for one in records_of_pay.of_payee(connection, rep, paid=True):
                    paid[rep, f"{one.first:%Y-%m}"] = one.paid
        records.close()
    sold: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for order in orders[orders["SalesPersonID"].notna()].itertuples():
        sold[order.SalesPersonID, f"{order.day:%Y-%m}"] += order.SubTotal
    expected = {
        (rep, month): (sold[rep, month] * rate).quantize(CENT, ROUND_HALF_UP)
        for rep, rate in rates.items()
        for month in MONTHS
    }
    assert paid == expected
    assert sum(expected.values()) > 100_000


def test_a_statement_is_rebuilt_from_what_was_frozen(
    company: Company, plans: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METRON_PLANS", str(plans))
    said = company.run("statement", "276", MONTHS[-1])
    assert said.code == 0, said.err
    assert said.out.startswith(f"{MONTHS[-1]}-R1 ")
