"""Grids: rows come as one scrolls, in the order one asks for, to mouse and keyboard alike."""

import re
from decimal import Decimal

from playwright.sync_api import Locator, Route, expect

from tests.browser.conftest import Opener
from tests.browser.served import EXECUTIVE, REP
from tests.browser.visit import UPDATE, Visit


def customers(there: Visit) -> Locator:
    return there.panel("Customers").locator(".ag-center-cols-container")


def scroll(there: Visit, grid: str, top: int) -> None:
    there.page.locator(f"{grid} .ag-body-viewport").evaluate("(body, top) => body.scrollTop = top", top)


def test_five_thousand_customers_scroll_to_the_last_without_being_sent(visit: Opener) -> None:
    there = visit(EXECUTIVE).open()
    scope = there.panel("Customers").get_by_role("heading").inner_text()
    found = re.search(r"([\d,]+) customers", scope)
    assert found is not None
    count = int(found[1].replace(",", ""))
    assert count > 5000
    scroll(there, ".panel .grid", 10_000_000)
    last = customers(there).locator(f'[row-index="{count - 1}"]')
    expect(last.locator(".cell-name")).to_be_visible()
    expect(customers(there).locator(f'[row-index="{count}"]')).to_have_count(0)
    assert len(there.updates) <= 4


def test_a_column_head_sorts_all_rows_and_not_only_those_in_sight(visit: Opener) -> None:
    there = visit(EXECUTIVE).open()
    names = customers(there).locator('[row-index="0"] .cell-name')
    largest = names.inner_text()
    there.page.get_by_role("columnheader", name="Sales").click()
    expect(names).not_to_have_text(largest)
    there.settled()
    smallest = customers(there).locator('[row-index="0"] [col-id="sales"]').inner_text()
    assert smallest.startswith("−")  # somebody has sent back more than they bought
    there.page.get_by_role("columnheader", name="Customer").click()
    there.page.get_by_role("columnheader", name="Sales").click()
    expect(names).to_have_text(largest)


def test_rows_of_an_order_that_is_no_longer_wanted_are_let_go(visit: Opener) -> None:
    there = visit(EXECUTIVE).open()
    names = customers(there).locator('[row-index="0"] .cell-name')
    largest = names.inner_text()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    there.page.route(f"**{UPDATE}*", hold)
    with there.page.expect_request(f"**{UPDATE}*"):
        there.page.get_by_role("columnheader", name="Customer").click()
    there.page.get_by_role("columnheader", name="Sales").click()
    expect(names).to_have_text(largest)
    with there.page.expect_response(f"**{UPDATE}*") as answered:
        for route in held:
            route.continue_()
    answered.value.finished()
    there.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(names).to_have_text(largest)


def test_the_grid_is_walked_by_arrows_and_a_customer_opens_by_enter(visit: Opener) -> None:
    there = visit(REP).open()
    customers(there).locator('[row-index="0"] [col-id="sales"]').click()
    for key in ("ArrowDown", "ArrowDown", "ArrowLeft"):
        there.page.keyboard.press(key)
    focused = there.page.locator(".ag-cell:focus")
    name = customers(there).locator('[row-index="2"] .cell-name').inner_text()
    expect(focused).to_have_text(re.compile(re.escape(name)))


def test_every_row_behind_a_number_is_there_and_the_sum_is_right(visit: Opener) -> None:
    there = visit(REP).open("/?period=mtd&see=rows:net_sales")
    lead = there.page.locator(".window-lead").inner_text()
    found = re.search(r"([\d,]+) lines\. They add up to ([\d,.]+)\s€", lead)
    assert found is not None
    count = int(found[1])
    amounts: dict[int, Decimal] = {}
    for top in range(0, count * 28, 280):
        scroll(there, ".window .grid", top)
        there.settled()
        first = top // 28
        expect(there.page.locator(f'.window [row-index="{min(first + 9, count - 1)}"]').first).to_be_visible()
        # All at once: the grid lets go of rows while one looks at them in turn.
        for index, amount in there.page.locator(".window .ag-center-cols-container .ag-row").evaluate_all(
            "rows => rows.map(row => [row.getAttribute('row-index'), "
            "row.querySelector('[col-id=net_amount]')?.innerText])"
        ):
            if amount:
                amounts[int(index)] = Decimal(amount.replace(",", "").replace("−", "-"))
    assert sorted(amounts) == list(range(count))
    assert sum(amounts.values()) == Decimal(found[2].replace(",", ""))
