"""However bad the rows are, what came in is what was accepted and what was set aside."""

import tempfile
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.intake.contracts import Contracts
from tests.intake.conftest import Firm

TEXT = """
    [source.lines]
    file = "lines.csv"
    delimiter = ";"
    decimal = ","
    thousands = "."
    {types}
    [[table.sales]]
    from = "lines AS l"
    [table.sales.columns]
    line_id = "l.id"
    order_date = "l.day"
    net_amount = "l.amount"

    [[table.sales]]
    from = "lines AS l"
    where = "l.id LIKE 'x%'"
    [table.sales.columns]
    line_id = "l.id || '-tax'"
    order_date = "l.day"
    net_amount = "0.24"
"""
DECLARED = '[source.lines.types]\n    amount = "money"'

GOOD_MONEY = st.decimals(-99999, 99999, places=4).map(lambda d: f"{d:.4f}")
WRITTEN = st.one_of(
    GOOD_MONEY,
    GOOD_MONEY.map(lambda text: text.replace(".", ",")),
    st.sampled_from(["", "x", "1,23456", "1.234,5", "-", "9" * 20]),
)
ROW = st.tuples(
    st.sampled_from(["a", "b", "x1", "x2", "", "c;d"]),
    st.sampled_from(["2026-01-01", "2026-13-01", "", "1899-01-01"]),
    WRITTEN,
)


def money(text: str) -> Decimal | None:
    """What a person would read, told again without SQL."""
    whole, _, rest = text.partition(",")
    digits = whole.removeprefix("-")
    groups = digits.split(".")
    grouped = len(groups) > 1 and 0 < len(groups[0]) <= 3 and all(len(part) == 3 for part in groups[1:])
    plain = "".join(groups)
    if not plain.isdigit() or not (len(groups) == 1 or grouped) or (rest and not rest.isdigit()):
        return None
    if len(rest.rstrip("0")) > 4 or len(plain) > 14:
        return None
    return Decimal(f"{'-' if whole.startswith('-') else ''}{plain}.{rest or 0}")


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(ROW, max_size=30))
def test_rows_and_money_balance(contracts: Contracts, rows: list[tuple[str, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        firm = Firm(Path(folder), contracts)
        good = [("first", "2026-01-01", "1,00"), ("x0", "2026-01-01", "2,00")]
        firm.file("lines.csv", "id;day;amount\n" + "".join(";".join(row) + "\n" for row in good + rows))
        with_types = TEXT.format(types=DECLARED)
        staged = firm.stage(with_types)
        totals = {
            (target, measure): (total, accepted, aside)
            for target, measure, total, accepted, aside in staged.connection.execute(
                "SELECT * FROM model.control_total"
            ).fetchall()
        }
        kept = staged.connection.execute("SELECT sum(net_amount) FROM model.sales").fetchone()
        by_target = staged.connection.execute(
            "SELECT target, count(*) FROM model.quarantine GROUP BY 1"
        ).fetchall()
        without = staged.connection.execute(
            "SELECT count(*) FROM model.quarantine WHERE original IS NULL"
        ).fetchone()
        staged.connection.close()
    for total, accepted, aside in totals.values():
        assert total == accepted + aside
    whole = [(name, day, amount) for name, day, amount in good + rows if ";" not in name]
    assert totals["source.lines", "rows"][0] == len(good + rows)
    read = [money(amount) for _, _, amount in whole if amount]
    assert totals["source.lines", "amount"][0] == sum((one for one in read if one is not None), Decimal(0))
    assert kept == (totals["sales", "net_amount"][1],)
    assert dict(by_target).get("sales", 0) == totals["sales", "rows"][2]
    assert without == (0,)
