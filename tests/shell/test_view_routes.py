"""The routes of saved views: behind the gate, by token, with the rights of whoever asks."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.access import people
from dashboard.records import habits, views
from dashboard.records.views import Content
from dashboard.shell.view_acts import ACTS
from tests.shell.conftest import House
from tests.shell.test_gate import PASSWORD, page_token, sign_in

REP, LEADER, BOSS = "rep@x.gr", "leader@x.gr", "boss@x.gr"


def do(browser: FlaskClient, act: str, **form: Any) -> TestResponse:
    body = {"path": "/explore", "search": "?rows=category", **form}
    return browser.post(f"/views/{act}", data=body, headers={"X-CSRFToken": page_token(browser)})


def test_a_view_is_saved_opened_by_its_link_and_deleted(house: House) -> None:
    rep, leader = house.browser(REP), house.browser(LEADER)
    told = do(rep, "save", title="Mine", audience="mine").get_json()
    assert told == {"said": "Saved: Mine", "href": "/explore?view=1.1&rows=category", "undo": None}
    assert rep.get("/view/1").location == told["href"]
    for strange in ("/view/1", "/view/2", "/view/x", "/view/" + "9" * 30):
        assert leader.get(strange).location.startswith("/views?see=view:"), strange
    told = do(rep, "delete", view=1, version=1).get_json()
    assert (told["said"], told["undo"]) == ("Deleted: Mine", {"view": 1, "version": 1, "label": "Undo"})
    assert rep.get("/view/1").location == "/views?see=view:1"


@pytest.mark.parametrize("act", sorted(ACTS))
def test_every_post_needs_the_token_and_a_session(house: House, act: str) -> None:
    body = {"path": "/explore", "search": "?rows=category", "title": "Forged", "audience": "mine"}
    assert house.server.test_client().post(f"/views/{act}", data=body).status_code in (400, 401)
    assert house.browser(REP).post(f"/views/{act}", data=body).status_code == 400
    with house.records.reading() as connection:
        assert views.count(connection, REP) == 0
        assert habits.of(connection, REP) == habits.Habit()


def test_what_is_refused_is_told_in_a_sentence(house: House) -> None:
    rep, leader = house.browser(REP), house.browser(LEADER)
    do(rep, "save", title="Mine", audience="mine")
    for act, form, code in (
        ("change", {"view": 1, "version": 1, "title": "Forged", "audience": "all"}, 403),
        ("favourite", {"view": 1}, 403), ("start", {"view": 1}, 403), ("nothing", {}, 404),
        ("save", {"title": " \n ", "audience": "mine"}, 400),
        ("save", {"title": "x", "audience": "world"}, 400),
        ("save", {"title": "x", "audience": "mine", "search": "?where=" + "x" * 9000}, 400),
        ("save", {"title": "x", "audience": "mine", "path": "//elsewhere"}, 400),
        ("change", {"view": "x; --", "version": "٣", "title": "x", "audience": "mine"}, 403),
    ):  # fmt: skip
        answer = do(leader, act, **form)
        assert (answer.status_code, bool(answer.get_json()["said"])) == (code, True), (act, answer.get_json())
    told = do(leader, "save", title="  a \n\x00 b ", audience="mine").get_json()
    assert told["said"] == "Saved: a b"


def test_one_begins_where_one_wished(house: House) -> None:
    rep = house.browser(REP)
    do(rep, "save", title="Mine", audience="mine")
    do(rep, "start", view=1)
    assert sign_in(house.server.test_client(), REP).location == "/view/1"
    assert sign_in(house.server.test_client(), REP, next="/leadership").location == "/leadership"
    assert sign_in(house.server.test_client(), BOSS).location == "/"
    typed = {"Sec-Fetch-Site": "none"}
    assert rep.get("/", headers=typed).location == "/view/1"
    # Whoever follows a link, loads the page again or chose something there stays.
    for path, headers in (
        ("/", {"Sec-Fetch-Site": "same-origin"}), ("/", typed | {"Cache-Control": "max-age=0"}),
        ("/?period=qtd", typed), ("/", {}),
    ):  # fmt: skip
        assert rep.get(path, headers=headers).status_code != 303, (path, headers)
    do(rep, "start_no_more")
    assert sign_in(house.server.test_client(), REP).location == "/"


def test_views_of_others_are_read_with_ones_own_rights(house: House) -> None:
    people.add(house.records, "south@x.gr", "rep", name="South", password=PASSWORD)
    with house.records.writing() as connection:
        id = views.add(connection, BOSS, "Boss", Content("All", "", "all", "/explore?at=S&rows=category"))
    assert house.browser(REP).get(f"/view/{id}").location == "/explore?at=S&view=1.1&rows=category"
    # Who has no territory has no view either.
    assert house.browser("south@x.gr").get(f"/view/{id}").location == "/"
    assert do(house.browser("south@x.gr"), "save", title="x", audience="mine").status_code == 403
