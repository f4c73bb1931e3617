"""The page of one's tokens: a token is shown once, no wider than its owner, and revoked by them alone."""

import datetime as dt
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.access import people, tokens
from dashboard.access.scope import HandGrant
from dashboard.shell.tokens import Place, _offered
from dashboard.text import LANGUAGES, Language, say
from tests.shell.conftest import House
from tests.shell.test_gate import PASSWORD, sign_in, token

SHOWN = re.compile(tokens.PREFIX + r"[\w-]{43}")


def made(browser: FlaskClient, **form: object) -> TestResponse:
    data = {"name": "Excel", "days": "30", "csrf_token": token(browser, "/tokens"), **form}
    return browser.post("/tokens", data=data)


def numbers(browser: FlaskClient) -> list[str]:
    return re.findall(r"/tokens/(\d+)/revoke", browser.get("/tokens").text)


def opens(house: House, word: str) -> bool:
    asking = house.server.test_client()
    headers = {"Authorization": f"Bearer {word}"}
    return asking.get("/api/v1/members?dimension=region", headers=headers).status_code == 200


def test_a_token_is_shown_once_and_opens_until_it_is_revoked(house: House) -> None:
    browser = house.browser("rep@x.gr")
    answer = made(browser)
    (word,) = SHOWN.findall(answer.text)
    assert answer.headers["Cache-Control"] == "no-store"
    assert opens(house, word)
    page = browser.get("/tokens").text
    assert not SHOWN.search(page)
    assert "last used" in page
    (number,) = numbers(browser)
    key = token(browser, "/tokens")
    done = browser.post(f"/tokens/{number}/revoke", data={"csrf_token": key})
    assert (done.status_code, done.location) == (303, "/tokens?said=revoked")
    assert "The token is revoked." in browser.get(done.location).text
    assert not opens(house, word)
    assert numbers(browser) == []


def test_nobody_makes_or_revokes_for_another(house: House) -> None:
    owner, stranger = house.browser("rep@x.gr"), house.browser("boss@x.gr")
    (word,) = SHOWN.findall(made(owner, name="Mine <b>alone</b>").text)
    (number,) = numbers(owner)
    assert "alone" not in stranger.get("/tokens").text
    stranger.post(f"/tokens/{number}/revoke", data={"csrf_token": token(stranger, "/tokens")})
    assert opens(house, word)
    assert "Mine &lt;b&gt;alone" in owner.get("/tokens").text
    # A page of another site has no token of the session, and a program no session.
    assert owner.post("/tokens", data={"name": "x", "days": "30"}).status_code == 400
    assert owner.post(f"/tokens/{number}/revoke").status_code == 400
    asking = house.server.test_client()
    for path in ("/tokens", f"/tokens/{number}/revoke"):
        assert asking.post(path, headers={"Authorization": f"Bearer {word}"}).status_code == 401
    assert opens(house, word)


@pytest.mark.parametrize("number", ["0", "-1", "9" * 30, "1e3"])
def test_hostile_numbers_revoke_nothing(house: House, number: str) -> None:
    browser = house.browser("rep@x.gr")
    (word,) = SHOWN.findall(made(browser).text)
    answer = browser.post(f"/tokens/{number}/revoke", data={"csrf_token": token(browser, "/tokens")})
    assert answer.status_code in (303, 404, 405)
    assert opens(house, word)


def test_only_ones_own_territories_are_offered_and_taken(house: House) -> None:
    people.give(house.records, "leader@x.gr", HandGrant("S", dt.date(2020, 1, 1)))
    leader, rep = house.browser("leader@x.gr"), house.browser("rep@x.gr")
    assert 'value="S"' in leader.get("/tokens").text
    assert 'name="territory"' not in rep.get("/tokens").text
    for nodes in (["S"], ["C"], ["N", "S"], ["?"], [""]):
        answer = made(rep, territory=nodes)
        assert answer.status_code == 400
        assert not SHOWN.search(answer.text)
        assert "not yours to choose" in answer.text
    assert SHOWN.search(made(leader, territory=["S"]).text)
    assert "Only South" in leader.get("/tokens").text
    people.take(house.records, "leader@x.gr", HandGrant("S", dt.date(2026, 6, 30)))
    page = leader.get("/tokens").text
    assert "South" not in page
    assert "Only S" in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("form", "key"), [
    ({"name": " "}, "access.token_no_name"), ({"days": "366"}, "access.token_days"),
    ({"days": "x"}, "access.token_days"), ({"days": ""}, "access.token_days"),
])  # fmt: skip
def test_what_is_missing_is_said(house: House, language: Language, form: dict[str, str], key: str) -> None:
    answer = made(house.browser("rep@x.gr", language), **form)
    assert answer.status_code == 400
    assert say(language, key) in answer.text
    assert not SHOWN.search(answer.text)


def test_a_new_password_voids_them_and_the_page_says_so(house: House) -> None:
    browser = house.browser("rep@x.gr")
    (word,) = SHOWN.findall(made(browser).text)
    form = {"present": PASSWORD, "new": "quite another one", "again": "quite another one"}
    assert (
        browser.post("/password", data={**form, "csrf_token": token(browser, "/password")}).status_code == 303
    )
    assert not opens(house, word)
    page = browser.get("/tokens").text
    assert say("en", "access.token_is_void") in page
    assert "/revoke" not in page
    assert SHOWN.search(made(browser).text)


def test_whoever_may_see_nothing_still_has_the_page(house: House) -> None:
    people.add(house.records, "new@x.gr", "rep", password=PASSWORD)
    browser = house.server.test_client()
    assert sign_in(browser, "new@x.gr").status_code == 303
    (word,) = SHOWN.findall(made(browser).text)
    assert not opens(house, word)


def test_of_a_large_tree_the_upper_levels_are_offered() -> None:
    tree = [
        Place(f"{depth} {n}", "x", depth) for depth, many in ((0, 1), (1, 20), (2, 9000)) for n in range(many)
    ]
    assert {one.depth for one in _offered(tree)} == {0, 1}
    assert _offered(tree[:400]) == tree[:400]
    assert len(_offered([Place(str(n), "x", 0) for n in range(9000)])) == 500
    assert _offered([]) == []
