"""The grid's records: texts as a person reads them, bars between −1 and 1."""

import datetime as dt
import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures.marks import measure
from dashboard.parts.customers import COLUMNS, CustomerLine, Reach, customer_grid, customer_record
from dashboard.text.formats import Form

D = Decimal

TODAY = dt.date(2026, 11, 12)
REACH = Reach(D(100), D(50))
K = Form(0, 1)


def record(line, language="en"):
    return customer_record(language, line, REACH, K, TODAY)


def test_a_line_is_told_in_full():
    line = CustomerLine(
        "C1", "Κλινική", D(80), D(100), -0.2, D(210), 0.53, dt.date(2025, 10, 2), href="/c/C1", flag="!"
    )
    told = record(line, "el")
    assert told["sales"] == "80,0"
    assert told["sales_bar"] == [0.8, 1.0]
    assert told["change"] == "−20,0%"
    assert told["change_bar"] == -0.4
    assert told["change_tone"] == "bad"
    assert told["potential"] == "210"
    assert told["share"] == "53%"
    assert told["last_order"] == "2 Οκτ 2025"


def test_what_is_unknown_is_a_dash_and_has_no_bar():
    told = record(CustomerLine("?", "?"))
    assert {told[key] for key in COLUMNS[1:]} == {"–"}
    assert told["sales_bar"] == [0.0, 0.0]
    assert told["change_bar"] == 0.0
    assert told["share_bar"] is None


def test_a_customer_without_a_prior_year_has_no_change_bar():
    assert record(CustomerLine("N", "New", D(80), None))["change_bar"] == 0.0


def test_sales_where_there_were_none_are_new_and_not_grown():
    told = record(CustomerLine("N", "New", D(80), D(0)), "el")
    assert (told["change"], told["change_bar"], told["change_tone"]) == ("νέος", 0.0, "flat")
    assert record(CustomerLine("N", "New", D(80), D(0)))["change"] == "new"
    for sales, prior in ((D(0), D(0)), (D(80), D(-3)), (D(-3), D(0)), (D(80), None)):
        assert record(CustomerLine("C", "C", sales, prior))["change"] == "–"


money = st.none() | st.decimals(-(10**9), 10**9, places=4)


@given(money, money, st.none() | st.floats(-10, 10), money, money)
def test_bars_never_leave_their_cell_and_records_are_json(sales, prior, share, largest, change):
    reach = Reach(largest or D(0), change or D(0))
    told = customer_record("en", CustomerLine("C", "C", sales, prior, None, None, share), reach, K, TODAY)
    assert all(-1 <= part <= 1 for part in (*told["sales_bar"], told["change_bar"], told["share_bar"] or 0))
    json.dumps(told)


def test_a_phone_gets_one_column_and_no_head():
    grid = customer_grid("en", "g", phone=True)
    assert [column["cellRenderer"] for column in grid.columnDefs] == ["CustomerItem"]
    assert grid.dashGridOptions["headerHeight"] == 0


def test_the_grid_asks_for_pages_and_pins_the_total():
    total = record(CustomerLine("total", "Total", D(100)))
    grid = customer_grid("en", "g", total, columns=("name", "sales"))
    assert grid.rowModelType == "infinite"
    assert grid.dashGridOptions["pinnedBottomRowData"] == [total]
    assert [column.get("sort") for column in grid.columnDefs] == [None, "desc"]


def test_rows_that_are_here_already_are_not_asked_for_and_not_sorted_as_texts():
    grid = customer_grid("en", "g", records=[record(CustomerLine("C", "C"))])
    assert grid.rowModelType == "clientSide"
    assert len(grid.rowData) == 1
    assert grid.defaultColDef["sortable"] is False


def test_contacts_behind_a_plan_that_is_over_are_worse_and_without_a_plan_there_is_nothing_to_tell():
    behind = record(CustomerLine("C", "C", contacts=9, planned=16), "el")
    assert (behind["contacts"], behind["contacts_tone"]) == ("9 / 16", "bad")
    assert record(CustomerLine("C", "C", contacts=16, planned=16))["contacts_tone"] == ""
    assert record(CustomerLine("C", "C", contacts=None, planned=4))["contacts"] == "0 / 4"
    assert record(CustomerLine("C", "C", contacts=0, planned=0))["contacts"] == "–"


def test_a_long_total_widens_its_column_for_a_number_that_is_cut_reads_as_another():
    def widths(total):
        grid = customer_grid("en", "g", total=total)
        return {one["field"]: one.get("minWidth", 0) for one in grid.columnDefs}

    short, long = (
        widths({"contacts": "22 / 24"}),
        widths({"contacts": "119,500 / 126,000", "sales": "1,862,600.0"}),
    )
    assert long["contacts"] >= measure("119,500 / 126,000", 13) > short["contacts"]
    assert long["sales"] > short["sales"]
