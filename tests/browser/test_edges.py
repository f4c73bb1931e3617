"""The edges of the data: days without any, a year before that is not whole, filters, and forged requests."""

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.served import EXECUTIVE, REP
from tests.browser.visit import UPDATE, Visit

OUTSIDE = {
    "/?period=2026-12-01..2026-12-31": "These days are still to come: data through 12 Nov 2026.",
    "/?period=2030-01-01..2030-12-31": "These days are still to come: data through 12 Nov 2026.",
    "/?period=2020-01-01..2020-12-31": "The data begins after these days, on 13 Nov 2022.",
}


def test_days_that_the_data_does_not_have_are_no_zeros(visit: Opener) -> None:
    there = visit(REP).open()
    for path, sentence in OUTSIDE.items():
        there.follow(path)
        for name in ("Net sales", "Gross margin %", "Plan adherence"):
            expect(there.tile(name)).to_contain_text(sentence)
            expect(there.tile(name).locator(".tile-value, .change")).to_have_count(0)
        for name in ("Customers", "By territory or channel", "Product mix"):
            expect(there.panel(name)).to_contain_text(sentence)
        expect(there.page.get_by_role("main")).not_to_contain_text("−100")
        expect(there.page.get_by_role("main")).not_to_contain_text("no cost")


def test_a_day_without_sales_says_so_in_every_list(visit: Opener) -> None:
    there = visit(REP).open("/?period=2026-11-01..2026-11-01")
    for part in (there.tile("Gross margin %"), there.panel("Channels"), there.panel("Product mix")):
        expect(part).to_contain_text("Nothing was sold here on these days.")


def test_nothing_is_compared_with_a_year_before_that_is_not_whole(visit: Opener) -> None:
    there = visit(REP).open("/?period=2023-01-01..2023-12-31")
    for name in ("Net sales", "Gross margin %", "Active customers"):
        expect(there.tile(name).locator(".tile-delta")).to_have_text(
            "prior year not whole: data from 13 Nov 2022"
        )
    expect(there.tile("Plan adherence")).to_contain_text("No plan of contacts ended in this period.")
    expect(there.panel("Product mix").locator(".change")).to_have_text(["–"] * 5)
    there.panel("Net sales by month").get_by_role("button", name="as a table").click()
    rows = there.panel("Net sales by month").get_by_role("row")
    assert [row.split("\t")[2] == "–" for row in rows.all_inner_texts()[1:]] == [True] * 10 + [False] * 2
    there.follow("/?period=2022-12-01..2022-12-31")
    months = there.panel("Net sales by month").locator(".t-value")
    expect(months).to_have_count(2)  # November and December: no zeros before


@pytest.mark.parametrize("width", [390, 1280])
def test_a_list_has_all_of_its_panel(visit: Opener, width: int) -> None:
    there = visit(REP)
    there.page.set_viewport_size({"width": width, "height": 844})
    there.open("/customer?of=C000006")
    lists = there.page.locator(".panel .list:visible")
    expect(lists.first).to_be_visible()
    left_over = "all => all.map((one) => one.clientWidth - one.tBodies[0].getBoundingClientRect().width)"
    assert all(one < 2 for one in lists.evaluate_all(left_over))


def test_a_wrong_filter_is_said_once_in_the_words_of_the_page(visit: Opener) -> None:
    there = visit(REP, language="el").open('/?where=customer+=+"C00001"')
    sentence = there.page.get_by_text("δεν υπάρχει στη διάσταση")
    expect(sentence).to_have_count(1)
    expect(sentence).to_contain_text("Πελάτης")
    with there.one_update():
        there.page.locator(".chip a").click()
    expect(there.tile("Καθαρές πωλήσεις").locator(".tile-value")).to_be_visible()


def test_the_funnel_of_a_tile_speaks_the_words_of_the_bar(visit: Opener) -> None:
    there = visit(EXECUTIVE, language="el").open('/?where=channel+=+"E-shop"&where=brand+!=+"Zenith"')
    expect(there.tile("Καθαρές πωλήσεις").locator(".funnel")).to_contain_text(
        "Κανάλι E-shop · Μάρκα εκτός Zenith"
    )


def test_the_panels_of_a_page_write_sales_in_one_form(visit: Opener) -> None:
    there = visit(EXECUTIVE).open()
    assert "." not in there.tile("Net sales").locator(".tile-value").inner_text()
    for name in ("One level down", "Product mix"):
        lines = there.panel(name).locator(".lead").all_inner_texts()
        assert lines
        assert not [line for line in lines if "." in line]


def test_the_same_filter_twice_is_one_chip_and_an_endless_address_is_refused(visit: Opener) -> None:
    there = visit(REP).open('/?where=channel+=+"E-shop"&where=channel+=+"E-shop"')
    expect(there.page.locator(".chip")).to_have_count(1)
    endless = "?" + "&".join(f'where=customer+=+"C{n}"' for n in range(3000))
    answer = _post(there, "screen", {"asked": {"path": "/", "search": endless, "width": 1280}})
    assert answer["status"] == 200
    assert "letters; at most" in answer["text"]
    assert len(answer["text"]) < 5000


FORGED: tuple[Any, ...] = (
    None,
    {},
    {"startRow": "a", "endRow": "b"},
    {"startRow": 10**30, "endRow": 10**31},
    {"startRow": -9, "endRow": -1},
    {"startRow": 0, "endRow": 10**12},
    {"startRow": 0, "endRow": 5, "sortModel": [{"colId": ["x"]}]},
)


def test_a_forged_request_for_rows_is_answered_and_never_with_many(visit: Opener) -> None:
    there = visit(REP).open("/?see=rows:net_sales")
    asked = {"path": "/", "search": "?see=rows:net_sales", "width": 1280}
    for grid in ("customers", "rows"):
        for wanted in FORGED:
            answer = _post(there, grid, {"asked": asked, "wanted": wanted})
            assert answer["status"] == 200, wanted
            (response,) = json.loads(answer["text"])["response"].values()
            assert len(response["data"]["block"]["rowData"]) <= 500, wanted


def _post(there: Visit, part: str, values: dict[str, Any]) -> dict[str, Any]:
    """Ask the server as no page of ours would, with the rights of the window's person."""
    asked = {"id": "asked", "property": "data", "value": values["asked"]}
    listed: list[dict[str, Any]] = json.loads(_fetch(there, "/_dash-dependencies", "")["text"])
    served = {one["output"] for one in listed if not one["clientside_function"]}
    if part == "screen":
        body = {
            "output": "screen.children", "outputs": {"id": "screen", "property": "children"},
            "inputs": [asked], "changedPropIds": ["asked.data"], "state": [],
        }  # fmt: skip
    else:
        (output,) = (one for one in served if "came" in one)
        more = {"part": "more", "of": part}
        body = {
            "output": output,
            "outputs": {"id": {"part": "came", "of": part}, "property": "data"},
            "inputs": [{"id": more, "property": "data", "value": values["wanted"]}],
            "changedPropIds": [f'{{"of":"{part}","part":"more"}}.data'],
            "state": [{"id": more, "property": "id", "value": more}, asked],
        }  # fmt: skip
    return _fetch(there, UPDATE, json.dumps(body))


def _fetch(there: Visit, path: str, body: str) -> dict[str, Any]:
    token = next(one["value"] for one in there.context.cookies() if one["name"] == "_csrf_token")
    headers = {"Content-Type": "application/json", "X-CSRFToken": token}
    request = there.context.request
    address = there.address + path
    answer = request.post(address, data=body, headers=headers) if body else request.get(address)
    return {"status": answer.status, "text": answer.text()}
