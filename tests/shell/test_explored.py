"""How soon Explore leads to a view: how and how many seconds, nobody, and not for who says no."""

import sqlalchemy as sa

from dashboard.records import explored
from dashboard.records.tables import explored as table
from tests.pages.test_leadership import DAY
from tests.shell.conftest import House
from tests.shell.test_gate import page_token


def told(house: House, email: str = "boss@x.gr", *, counted: str = "", **fields: object) -> int:
    browser = house.browser(email)
    if counted:
        browser.set_cookie("metron_counted", counted)
    headers = {"X-CSRFToken": page_token(browser)}
    return browser.post("/explored", data=fields, headers=headers).status_code


def test_how_and_how_soon_is_all_that_is_kept(house: House) -> None:
    for seconds, how in ((0, "opened"), (30, "saved"), (50, "saved"), (90, "exported")):
        assert told(house, how=how, seconds=seconds) == 204
    assert set(table.columns.keys()) == {"id", "on", "how", "seconds"}
    with house.records.reading() as connection:
        assert explored.opened(connection, DAY) == 1
        assert [(one.how, one.count, one.median) for one in explored.ended(connection, DAY)] == [
            ("saved", 2, 40), ("exported", 1, 90),
        ]  # fmt: skip


def test_who_says_no_is_not_counted(house: House) -> None:
    assert told(house, counted="no", how="opened", seconds=0) == 204
    with house.records.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() == 0


def test_nothing_else_is_taken(house: House) -> None:
    for fields in ({"how": "read", "seconds": 1}, {"how": "saved"}, {"how": "saved", "seconds": "-1"},
                   {"how": "saved", "seconds": 10**9}, {}):  # fmt: skip
        assert told(house, **fields) == 400
    assert (
        house.browser("boss@x.gr").post("/explored", data={"how": "opened", "seconds": 0}).status_code == 400
    )
