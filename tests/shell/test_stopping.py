"""Following by the routes, and stopping it by the word of a message: no session, and no more than a name."""

import re

import pytest
from flask.testing import FlaskClient

from dashboard.access import stopping
from dashboard.access.stopping import stop_word
from dashboard.records import log
from dashboard.records import subscriptions as book
from dashboard.records import views as saved
from dashboard.records.subscriptions import Terms
from dashboard.records.views import Content
from dashboard.settings import Settings
from dashboard.shell.follow_acts import ACTS
from tests.shell.conftest import House
from tests.shell.test_gate import page_token

REP, LEADER = "rep@x.gr", "leader@x.gr"
TITLE = "Sales <b>of</b> all"


@pytest.fixture
def word(house: House) -> str:
    """Of a subscription of the rep's."""
    with house.records.writing() as connection:
        content = Content(TITLE, "Folder", "mine", "/explore?rows=category&at=N")
        id = saved.add(connection, REP, "Rep", content)
        one = book.add(connection, REP, id, TITLE, Terms("workday", hour=8), "", None, "")
    return stop_word(Settings().place, one)


def state(house: House) -> str:
    with house.records.reading() as connection:
        one = book.one(connection, 1)
    assert one is not None
    return one.state


def test_looking_stops_nothing_and_the_button_does(house: House, word: str) -> None:
    stranger = house.server.test_client()
    page = stranger.get(f"/stop/{word}")
    assert (page.status_code, state(house)) == (200, "active")
    assert "Sales &lt;b&gt;of&lt;/b&gt; all" in page.text
    for secret in ("Folder", REP, "category", "explore?"):
        assert secret not in page.text
    assert stranger.head(f"/stop/{word}").status_code == 200
    assert state(house) == "active"
    for _ in range(2):
        done = stranger.post(f"/stop/{word}", data={"List-Unsubscribe": "One-Click"})
        assert (done.status_code, state(house)) == (200, "stopped")
    assert "<form" not in stranger.get(f"/stop/{word}").text
    with house.records.reading() as connection:
        assert len(log.read(connection, action="follow_stopped")) == 1


def test_another_site_does_not_press_the_button(house: House, word: str) -> None:
    answer = house.server.test_client().post(f"/stop/{word}", headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, state(house)) == (400, "active")


def test_a_word_that_was_changed_or_is_old_stops_nothing(
    house: House, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = house.server.test_client()
    other = stop_word(Settings().place, 2)
    mixed = ".".join((other.split(".")[0], *word.split(".")[1:]))
    for wrong in (mixed, other, word[:-1], word.swapcase(), "1", "x" * 3000, "%00", "../1"):
        for method in ("GET", "POST"):
            answer = stranger.open(f"/stop/{wrong}", method=method)
            assert answer.status_code in (303, 400, 401, 404), wrong
            assert "Sales" not in answer.text
    monkeypatch.setattr(stopping, "DAYS", -1)
    assert stranger.post(f"/stop/{word}").status_code == 404
    assert state(house) == "active"


def do(browser: FlaskClient, act: str, **form: str) -> tuple[int, str]:
    body = {"path": "/following", "search": "", **form}
    answer = browser.post(f"/views/{act}", data=body, headers={"X-CSRFToken": page_token(browser)})
    return answer.status_code, answer.get_json()["said"]


def test_following_needs_a_mail_server_and_says_so(house: House, word: str) -> None:
    code, said = do(house.browser(REP), "follow", view="1", timing="workday", hour="8")
    assert (code, bool(re.search("mail server", said))) == (400, True)


@pytest.mark.parametrize("act", sorted(ACTS))
def test_nobody_else_does_anything_and_nothing_happens_without_the_token(
    house: House, word: str, act: str
) -> None:
    form = {"path": "/following", "search": "", "view": "1", "timing": "data"}
    assert house.server.test_client().post(f"/views/{act}", data=form).status_code in (400, 401)
    assert house.browser(REP).post(f"/views/{act}", data=form).status_code == 400
    code, _ = do(house.browser(LEADER), act, view="1", timing="data")
    assert (code, state(house)) == (400 if act == "follow" else 403, "active")


def test_one_puts_off_pauses_resumes_and_stops_ones_own(house: House, word: str) -> None:
    rep = house.browser(REP)
    for act, then in (
        ("follow_snooze", "active"), ("follow_pause", "paused"), ("follow_resume", "active"),
        ("follow_stop", "stopped"),
    ):  # fmt: skip
        assert do(rep, act, view="1")[0] == 200
        assert state(house) == then
    assert do(rep, "follow_resume", view="1")[0] == 403
