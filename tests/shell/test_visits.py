"""Visits: a newer turn ends what an older one waits for, in the same window of the same session only."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask, session
from flask.testing import FlaskClient

from dashboard.access.person import Person, Role
from dashboard.answers.readers import Reader
from dashboard.errors import Failed
from dashboard.paths import Home
from dashboard.records.store import open_records
from dashboard.settings import Settings
from dashboard.shell import gate
from dashboard.shell.visits import Visits, keep_visits, reading

PEOPLE = tuple(
    Person(f"demo:{name}@demo.gr", f"{name}@demo.gr", name, Role.REP, demo=True) for name in ("ana", "eva")
)


def has_left(reader: Reader) -> bool:
    try:
        reader.stay()
    except Failed as error:
        return error.key == "ask.left"
    return False


def test_a_newer_turn_supersedes_the_older() -> None:
    visits = Visits()
    with (
        visits.reading("window", 1) as first,
        visits.reading("window", 1) as beside,
        visits.reading("other", 2) as other,
        visits.reading("window", 2) as second,
    ):
        assert [has_left(one) for one in (first, beside, other, second)] == [True, True, False, False]
        with visits.reading("window", 1) as late:
            assert has_left(late), "what arrives after what superseded it is not begun"
        assert not has_left(second)
    assert not visits._running, "nothing is remembered of who has gone"


def test_a_closed_window_wants_nothing() -> None:
    visits = Visits()
    visits.close("window")
    with visits.reading("window", 1) as reader, visits.reading("other", 1) as other:
        visits.close("window")
        assert (has_left(reader), has_left(other)) == (True, False)


class Served:
    """A server behind its gate with one slow page, and who reads it."""

    def __init__(self) -> None:
        settings = Settings()
        self.server, self.records, self.readers = Flask("bare"), open_records(settings), []
        gate.install(self.server, settings, self.records, lambda: PEOPLE)
        visits = keep_visits(self.server)

        @self.server.route("/page")
        def page() -> str:
            return "<p>private</p>"

        @self.server.post("/slow")
        def slow() -> str:
            asked: dict[str, Any] = {"visit": "w", "turn": 1}
            with reading(visits, asked) as reader:
                self.readers.append(reader)
                assert visits._running.keys() == {(session["session"], "w")}
                self.during()
            return "done"

    def during(self) -> None:
        """What happens while the page is computed."""

    def browser(self, number: int) -> FlaskClient:
        browser = self.server.test_client()
        token = browser.get("/sign-in").text.split('name="csrf_token" value="')[1].split('"')[0]
        browser.post("/sign-in/demo", data={"email": PEOPLE[number].email, "csrf_token": token})
        assert browser.get("/page").status_code == 200
        return browser


@pytest.fixture
def served(home: Home) -> Iterator[Served]:
    made = Served()
    yield made
    made.records.close()


def token(browser: FlaskClient) -> str:
    cookie = browser.get_cookie(gate.TOKEN_COOKIE)
    assert cookie is not None
    return str(cookie.value)


def leave(browser: FlaskClient, **form: str) -> int:
    return browser.post("/leave", data=form).status_code


def while_reading(served: Served, browser: FlaskClient, act: Any) -> Reader:
    """`act` in a thread of its own while this browser's page is computed; the page's reader."""
    with ThreadPoolExecutor(1) as pool:
        served.during = lambda: pool.submit(act).result(30)  # type: ignore[method-assign]
        headers = {gate.TOKEN_HEADER: token(browser)}
        assert browser.post("/slow", headers=headers).text == "done"
    return served.readers[-1]


def test_the_window_that_leaves_ends_its_own_questions(served: Served) -> None:
    ana, told = served.browser(0), []
    form = {"visit": "w", "csrf_token": token(ana)}
    same = served.server.test_client()
    for cookie in ana._cookies.values():
        same.set_cookie(cookie.key, cookie.value)

    def act() -> None:
        told.append(leave(same, **form))
        told.append(has_left(served.readers[-1]))

    while_reading(served, ana, act)
    assert told == [204, True]


def test_nobody_ends_what_another_asks(served: Served) -> None:
    ana, eva, told = served.browser(0), served.browser(1), []

    def act() -> None:
        told.append(leave(eva, visit="w", csrf_token=token(eva)))
        told.append(has_left(served.readers[-1]))

    while_reading(served, ana, act)
    assert told == [204, False]


def test_leaving_asks_for_a_person_and_a_token(served: Served) -> None:
    ana, nobody = served.browser(0), served.server.test_client()
    assert leave(nobody, visit="w") == 401
    assert leave(nobody, visit="w", csrf_token=token(ana)) == 401
    assert leave(ana, visit="w") == 400
    assert leave(ana, visit="w", csrf_token=token(ana) + "x") == 400
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    form = {"visit": "w", "csrf_token": token(ana)}
    assert ana.post("/leave", data=form, headers=elsewhere).status_code == 400
    assert ana.get("/leave").status_code == 405
    assert leave(ana, **form) == 204


@pytest.mark.parametrize(
    "asked", [{}, {"visit": "", "turn": 1}, {"visit": "w"}, {"visit": "w" * 65, "turn": 1}, {"turn": "1"}]
)
def test_what_names_no_window_reads_by_itself(asked: dict[str, Any]) -> None:
    visits = Visits()
    with reading(visits, asked) as reader:
        assert not visits._running
        assert not has_left(reader)
    assert has_left(reader)
