"""Whatever the app serves, whoever added it: the anonymous are refused."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from dashboard.access import people, tokens
from dashboard.app import create_app
from dashboard.paths import Home
from dashboard.records import accounts
from dashboard.records.store import open_records
from dashboard.settings import Settings
from dashboard.shell.gate import OPEN_ASSETS, OPEN_VIEWS


@pytest.fixture
def server(home: Home) -> Flask:
    made: Flask = create_app(Settings()).server
    return made


def addresses(server: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in server.url_map.iter_rules():
        values = dict.fromkeys(rule.arguments, "1")
        with server.test_request_context():
            _, path = rule.build(values)  # type: ignore[misc]
        yield rule, path


def test_every_route_refuses_the_anonymous(server: Flask) -> None:
    browser, seen = server.test_client(), 0
    for rule, path in addresses(server):
        for method in rule.methods or ():
            if rule.endpoint in OPEN_VIEWS or (method != "OPTIONS" and OPEN_ASSETS.fullmatch(path)):
                continue
            answer = browser.open(path, method=method)
            seen += 1
            if answer.status_code == 303:
                assert answer.location.startswith("/sign-in"), (method, path)
            else:
                assert answer.status_code == 401, (method, path)
    assert seen > 20


def test_no_session_and_no_address_opens_the_api(server: Flask) -> None:
    """A token in a header alone: whoever adds a route need not think of it."""
    browser, seen = server.test_client(), 0
    for rule, path in addresses(server):
        if not path.startswith("/api/"):
            continue
        assert rule.endpoint.startswith("api."), path
        with browser.session_transaction() as session:
            session.update(_user_id="demo:a@x.gr", session="x", opened=2**40)
        for method in (rule.methods or set()) - {"OPTIONS"}:
            answer = browser.open(path, method=method)
            assert (answer.status_code, answer.mimetype) == (401, "application/problem+json"), (method, path)
            assert browser.open(f"{path}?a=metron_x", method=method).status_code == 400
            seen += 1
    assert seen > 10


def test_few_views_are_open_and_every_one_is_there(server: Flask) -> None:
    assert server.view_functions.keys() >= OPEN_VIEWS
    opened = {
        "sign_in.show",
        "sign_in.enter",
        "sign_in.enter_demo",
        "sign_in.health",
        "stop.ask",
        "stop.stop",
    }
    assert opened == OPEN_VIEWS


def test_the_first_request_may_be_anonymous(server: Flask) -> None:
    # Dash lays out the page at the first request, whosever it is.
    assert server.test_client().get("/sign-in").status_code == 200


def test_the_sign_in_page_finds_its_looks(server: Flask) -> None:
    browser = server.test_client()
    page = browser.get("/sign-in").text
    for name in ("metron.css", "sign-in.css"):
        assert f"/assets/{name}" in page
        assert browser.get(f"/assets/{name}").status_code == 200
    assert browser.get("/assets/shell.js").status_code == 401
    assert "<script" not in page


def test_a_token_leads_to_no_page_of_dash(server: Flask, home: Home) -> None:
    """Dash answers every address that nobody else does; below the API it does not."""
    records = open_records(Settings())
    people.add(records, "ana@x.gr", "executive", password="a long password")
    with records.reading() as connection:
        account = accounts.by_email(connection, "ana@x.gr")
    assert account is not None
    word = tokens.make(records, people.person_of(account), f"account:{account.id}:0", "Excel", 30)
    records.close()
    asking, headers = server.test_client(), {"Authorization": f"Bearer {word}"}
    for path in ("/api/v1/nowhere", "/api/v1/", "/api/v1/ask/", "/api/v1/../", "/api/v1/assets/metron.css"):
        answer = asking.get(path, headers=headers)
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json"), path
    assert asking.get("/api/v1/openapi.json", headers=headers).status_code == 200
    assert asking.get("/api/v1/publication", headers=headers).status_code == 503  # nothing is loaded
    assert asking.get("/_dash-layout", headers=headers).status_code == 401
