"""The numbers on the screen are those of `ask`, number for number."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.served import REP, Served
from tests.browser.visit import Visit

TODAY = ("--alignment", "today", "--against", "prior_year_working")


def written(value: object, power: int = 0, places: int = 1, signed: bool = False) -> str:
    """As an English reader sees it, by other means than the product's own."""
    if value is None:
        return "–"
    exact = Decimal(str(value)).scaleb(-power).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    sign = "−" if exact < 0 else "+" if signed and exact else "±" if signed else ""
    return f"{sign}{abs(exact):,.{places}f}"


def percent(value: object, places: int = 1, signed: bool = False) -> str:
    return "–" if value is None else written(Decimal(str(value)) * 100, 0, places, signed) + "%"


def asked(served: Served, *words: str) -> list[dict[str, Any]]:
    found = served.ask(*words, *TODAY, person=REP)
    keys = [column["key"] for column in found["columns"]]
    return [dict(zip(keys, row, strict=True)) for row in found["rows"]]


@pytest.fixture
def page(visit: Opener) -> Visit:
    return visit(REP).open()


def test_the_strip(page: Visit, served: Served) -> None:
    words = ["net_sales", "gross_margin_rate", "plan_adherence", "share_of_full_quota"]
    (year,) = asked(served, *(f"--measure={word}" for word in words), "--period", "ytd")
    words = ["active_customers", "new_customers", "lost_customers"]
    (twelve,) = asked(served, *(f"--measure={word}" for word in words), "--period", "2025-11-13..2026-11-12")
    assert page.values() == [
        written(year["net_sales"], 3),
        percent(year["share_of_full_quota"]),
        percent(year["gross_margin_rate"]),
        written(twelve["active_customers"], 0, 0),
        percent(year["plan_adherence"]),
    ]
    gone = Decimal(year["net_sales"]) - Decimal(year["net_sales.prior"])
    delta = page.tile("Net sales").locator(".tile-delta")
    expect(delta).to_contain_text(percent(gone / Decimal(year["net_sales.prior"]), signed=True))
    expect(delta).to_contain_text(written(gone, 3, signed=True))
    points = Decimal(str(year["plan_adherence"])) - Decimal(str(year["plan_adherence.prior"]))
    kept = page.tile("Plan adherence").locator(".tile-delta")
    expect(kept).to_contain_text(written(points, -2, 1, True) + " pp".replace(" ", "\u00a0"))
    new, lost = (written(twelve[key], 0, 0, True) for key in words[1:])
    flows = page.tile("Active customers").locator(".tile-delta")
    expect(flows).to_have_text([f"{new} new", f"{lost.replace('+', '−')} lost"])


def test_the_months_as_a_table(page: Visit, served: Served) -> None:
    months = asked(
        served, "--measure", "net_sales", "--measure", "quota", "--by", "fiscal_month",
        "--period", "2026-01-01..2026-12-31",
    )  # fmt: skip
    page.panel("Net sales by month").get_by_role("button", name="as a table").click()
    rows = [
        line.split("\t") for line in page.panel("Net sales by month").get_by_role("row").all_inner_texts()
    ]
    assert len(rows) == 13
    for month, row in zip(months, rows[1:], strict=True):
        begun = str(month["fiscal_month"]) <= "2026-11"
        assert row[1] == (written(month["net_sales"], 3) if begun else "–")
        assert row[2:4] == [written(month["net_sales.prior"], 3), written(month["quota"], 3)]


def test_the_mix(page: Visit, served: Served) -> None:
    lines = asked(
        served, "--measure", "net_sales", "--by", "category", "--period", "ytd", "--sort", "-net_sales"
    )
    whole = sum(Decimal(line["net_sales"]) for line in lines)
    shown = [line.split("\t") for line in page.panel("Product mix").get_by_role("row").all_inner_texts()][1:]
    assert [[row[0], row[2], row[3]] for row in shown] == [
        [line["category"], written(line["net_sales"], 3), percent(Decimal(line["net_sales"]) / whole, 0)]
        for line in lines
    ]


def test_the_first_customers(page: Visit, served: Served) -> None:
    words = (
        "net_sales", "growth", "potential", "share_of_wallet", "kept_contacts", "planned_contacts",
    )  # fmt: skip
    lines = asked(
        served, *(f"--measure={word}" for word in words), "--by", "customer", "--period", "ytd",
        "--sort", "-net_sales", "--limit", "10",
    )  # fmt: skip
    grid = page.panel("Customers").locator(".ag-center-cols-container")
    expect(grid.locator(f'[row-index="{len(lines) - 1}"] .ag-cell').nth(6)).not_to_be_empty()
    for at, line in enumerate(lines):
        cells = grid.locator(f'[row-index="{at}"] .ag-cell').all_inner_texts()
        assert [cell.split("\n")[0] for cell in cells[:5]] == [
            line["customer"],
            written(line["net_sales"], 3),
            "new" if Decimal(line["net_sales.prior"]) == 0 else percent(line["growth"], signed=True),
            written(line["potential"], 3, 0),
            percent(line["share_of_wallet"], 0),
        ]
        assert cells[6] == f"{line['kept_contacts']} / {line['planned_contacts']}"


def test_a_greek_reads_the_same_numbers_in_greek_marks(visit: Opener, page: Visit) -> None:
    swapped = str.maketrans(",.", ".,")
    assert visit(REP, language="el").open().values() == [value.translate(swapped) for value in page.values()]
