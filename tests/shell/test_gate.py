"""The gate: who passes, for how long, and what a browser is told; on Flask alone and on Dash."""

import datetime as dt
import re
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import dash
import pytest
from argon2 import PasswordHasher
from flask import Flask, jsonify
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from werkzeug.test import TestResponse

from dashboard.access import passwords, people
from dashboard.access.person import Person, Role
from dashboard.access.session_key import session_key
from dashboard.errors import NotUnderstood, Refused
from dashboard.pages.address import LONGEST
from dashboard.paths import ROOT, Home
from dashboard.records import log
from dashboard.records.store import Records, open_records
from dashboard.settings import Settings
from dashboard.shell import sessions
from dashboard.shell.gate import install
from dashboard.shell.headers import allow_scripts
from dashboard.shell.sessions import current_person
from dashboard.shell.sign_in import safe_next

ELENI = Person("demo:eleni@demo.gr", "eleni@demo.gr", "Ελένη", Role.LEADER, demo=True, place="Βορράς")
PASSWORD = "the right password"


@dataclass
class House:
    """A server behind its gate, and what the tests turn."""

    server: Flask
    records: Records
    demo: list[Person] = field(default_factory=lambda: [ELENI])

    def browser(self) -> FlaskClient:
        return self.server.test_client()


Build = Callable[..., House]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost next to nothing."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()


@pytest.fixture
def build(home: Home, blank_records: Path) -> Iterator[Build]:
    built: list[House] = []
    shutil.copy(blank_records, home.records)

    def make(**settings: object) -> House:
        chosen = Settings().model_copy(update=settings)
        server = Flask("bare")
        house = House(server, open_records(chosen))
        install(server, chosen, house.records, lambda: tuple(house.demo))

        @server.route("/", methods=["GET", "POST"])
        def whoami() -> ResponseReturnValue:
            person = current_person()
            return jsonify(email=person.email, language=person.language, theme=person.theme)

        @server.route("/page")
        def a_page() -> str:
            return "<p>private</p>"

        built.append(house)
        return house

    yield make
    for house in built:
        house.records.close()


@pytest.fixture
def house(build: Build) -> House:
    made = build()
    people.add(made.records, "ana@x.gr", "rep", name="Ana", password=PASSWORD)
    return made


def token(browser: FlaskClient, path: str = "/sign-in") -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(path).text)
    assert found is not None
    return found[1]


def sign_in(
    browser: FlaskClient, email: str = "ana@x.gr", password: str = PASSWORD, **form: str
) -> TestResponse:
    form = {"email": email, "password": password, "csrf_token": token(browser), **form}
    return browser.post("/sign-in", data=form)


def sign_in_as_demo(browser: FlaskClient) -> TestResponse:
    return browser.post("/sign-in/demo", data={"email": ELENI.email, "csrf_token": token(browser)})


def page_token(browser: FlaskClient) -> str:
    browser.get("/page")
    cookie = browser.get_cookie("_csrf_token")
    assert cookie is not None
    return cookie.value


def is_in(browser: FlaskClient) -> bool:
    return browser.get("/").status_code == 200


def logged(house: House) -> list[tuple[str, str, str]]:
    with house.records.reading() as connection:
        return [(entry.actor, entry.action, entry.subject) for entry in reversed(log.read(connection))]


# Nobody passes who is not signed in


@pytest.mark.parametrize("path", ["/", "/page", "/nowhere", "/password", "/page?period=ytd"])
def test_an_anonymous_page_is_sent_to_sign_in(house: House, path: str) -> None:
    answer = house.browser().get(path)
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in")
    assert "private" not in answer.text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/"),
        ("POST", "/_dash-update-component"),
        ("GET", "/_dash-layout"),
        ("GET", "/_dash-dependencies"),
        ("GET", "/_dash-component-suites/dash/x.js"),
        ("GET", "/assets/shapes.json"),
        ("GET", "/assets/fonts/../shapes.json"),
        ("GET", "/assets/fonts/..%2fshapes.css.json"),
        ("GET", "/assets/metron.js"),
        ("GET", "/api/rows"),
        ("POST", "/nowhere"),
        ("POST", "/preferences"),
        ("POST", "/sign-out"),
        ("POST", "/password"),
        ("PUT", "/"),
        ("DELETE", "/page"),
        ("OPTIONS", "/page"),
        ("POST", "/assets/metron.css"),
    ],
)
def test_anonymous_scripts_and_posts_are_refused(house: House, method: str, path: str) -> None:
    answer = house.browser().open(path, method=method)
    assert answer.status_code == 401
    assert answer.json == {"error": "unauthorised", "message": "Sign in first."}


def test_a_script_that_asks_for_a_page_is_refused_rather_than_redirected(house: House) -> None:
    browser = house.browser()
    assert browser.get("/", headers={"Accept": "application/json"}).status_code == 401
    assert browser.get("/", headers={"Sec-Fetch-Dest": "empty"}).status_code == 401


@pytest.mark.parametrize(
    "path",
    [
        "/health",
        "/sign-in",
        "/assets/metron.css",
        "/assets/fonts/inter-greek.woff2",
        "/assets/icons/metron.svg",
    ],
)
def test_what_the_sign_in_page_needs_is_open(house: House, path: str) -> None:
    assert house.browser().get(path).status_code in (200, 404)  # no assets on this server


def test_health_says_ok_and_nothing_else(house: House) -> None:
    assert house.browser().get("/health").text == "ok"


# Signing in


def test_one_signs_in_and_is_who_one_says(house: House) -> None:
    browser = house.browser()
    answer = sign_in(browser, email=" Ana@X.gr", next="/page?period=ytd")
    assert (answer.status_code, answer.location) == (303, "/page?period=ytd")
    assert browser.get("/").json == {"email": "ana@x.gr", "language": "en", "theme": ""}
    assert logged(house)[-1] == ("ana@x.gr", "sign_in", "ana@x.gr")
    assert browser.get("/sign-in?next=/page").location == "/page"


@pytest.mark.parametrize(
    ("email", "password"),
    [("ana@x.gr", "wrong"), ("nobody@x.gr", PASSWORD), ("", ""), ("ana@x.gr", PASSWORD.upper())],
)
def test_a_wrong_pair_is_refused_with_the_same_sentence(house: House, email: str, password: str) -> None:
    browser = house.browser()
    answer = sign_in(browser, email, password)
    assert answer.status_code == 401
    assert "E-mail or password is not right." in answer.text
    assert not is_in(browser)
    assert logged(house)[-1] == ("anonymous", "sign_in_failed", email)


def test_a_password_typed_as_address_is_not_logged(house: House) -> None:
    sign_in(house.browser(), email="my secret password")
    assert "secret" not in str(logged(house))


def test_signs_that_no_address_has_are_nobody(house: House) -> None:
    assert sign_in(house.browser(), email="ana@x.gr\x00").status_code == 401
    assert logged(house)[-1] == ("anonymous", "sign_in_failed", "")


def test_what_is_typed_is_shown_as_text(house: House) -> None:
    answer = sign_in(house.browser(), email='"><script>alert(1)</script>@x.gr')
    assert "<script" not in answer.text


def test_two_people_at_once_are_two_people(house: House) -> None:
    people.add(house.records, "nikos@x.gr", "leader", password=PASSWORD)
    browsers = {email: house.browser() for email in ("ana@x.gr", "nikos@x.gr")}
    for email, browser in browsers.items():
        sign_in(browser, email)

    def ask(turn: int) -> bool:
        email = ("ana@x.gr", "nikos@x.gr")[turn % 2]
        browser = house.server.test_client()
        cookie = browsers[email].get_cookie("metron")
        assert cookie is not None
        browser.set_cookie("metron", cookie.value)
        answer = browser.get("/").json
        return answer is not None and answer["email"] == email

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(40)))


def test_signing_in_leaves_nothing_of_the_session_before(house: House) -> None:
    browser = house.browser()
    planted = token(browser)
    with browser.session_transaction() as session:
        session["planted"] = "x"
    sign_in(browser)
    with browser.session_transaction() as session:
        assert "planted" not in session
    assert browser.post("/", data={"csrf_token": planted}).status_code == 400


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.gr",
        "https://evil.gr",
        "/\\evil.gr",
        "\\\\evil.gr",
        "/\t/evil.gr",
        "/\n//evil.gr",
        "javascript:alert(1)",
        "evil.gr",
        "///evil.gr",
        "/ /evil\x00",
        "/sign-in?next=/",
        "/sign-out",
        "",
    ],
)
def test_nobody_is_sent_to_another_site(house: House, wanted: str) -> None:
    assert safe_next(wanted) == "/"
    browser = house.browser()
    assert sign_in(browser, next=wanted).location == "/"


@pytest.mark.parametrize("wanted", ["/", "/territory/T1?period=ytd&against=quota", "/περιοχή?x=//y"])
def test_pages_of_ours_are_gone_on_to(wanted: str) -> None:
    assert safe_next(wanted) == wanted


# How long a session lives


def test_signing_out_ends_copies_of_the_session_too(house: House) -> None:
    browser, thief = house.browser(), house.browser()
    sign_in(browser)
    cookie = browser.get_cookie("metron")
    assert cookie is not None
    thief.set_cookie("metron", cookie.value)
    assert is_in(thief)
    answer = browser.post("/sign-out", data={"csrf_token": page_token(browser)})
    assert answer.location == "/sign-in?said=signed_out"
    assert "You are signed out." in browser.get(answer.location).text
    assert not is_in(browser)
    assert not is_in(thief)
    assert logged(house)[-1] == ("ana@x.gr", "sign_out", "ana@x.gr")


def close(records: Records) -> None:
    people.set_active(records, "ana@x.gr", active=False)


def test_an_address_that_would_be_too_long_within_another_is_let_go(house: House) -> None:
    browser = house.browser()
    shorter, longer = (f"/page?asked={'%CF%80' * count}" for count in (600, 1300))
    assert browser.get(shorter).location.startswith("/sign-in?next=%2Fpage")
    assert browser.get(longer).location == "/sign-in"


@pytest.mark.parametrize("file", ["Procfile", "README.md", "dashboard/serving.py"])
def test_servers_read_every_address_that_pages_make(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    [limit] = re.findall(r"limit.request.line\W+(\d+)", text)
    assert int(limit) > LONGEST + len("GET /leadership HTTP/1.1")


def renew(records: Records) -> None:
    people.reset(records, "ana@x.gr")


@pytest.mark.parametrize("end", [close, renew])
def test_closing_or_resetting_an_account_ends_its_live_sessions(
    house: House, end: Callable[[Records], object]
) -> None:
    browser = house.browser()
    sign_in(browser)
    assert is_in(browser)
    end(house.records)
    answer = browser.get("/page")
    assert answer.location == "/sign-in?next=%2Fpage&said=ended"
    assert "Your session has ended." in browser.get(answer.location).text
    assert browser.post("/").status_code == 401
    # Opening it again does not bring the old session back.
    people.set_active(house.records, "ana@x.gr", active=True)
    assert not is_in(browser)


def test_a_session_expires_though_it_is_used(build: Build) -> None:
    house = build(session_hours=2)
    people.add(house.records, "ana@x.gr", "rep", password=PASSWORD)
    browser = house.browser()
    sign_in(browser)
    for hours, lives in ((1.99, True), (2.0, False)):
        with browser.session_transaction() as session:
            session["opened"] = int(time.time() - hours * 3600)
        assert is_in(browser) is lives


def test_the_cookie_itself_expires(house: House) -> None:
    assert house.server.permanent_session_lifetime == dt.timedelta(hours=12)
    browser = house.browser()
    sign_in(browser)
    with browser.session_transaction() as session:
        assert session.permanent


def test_a_forged_session_is_nobody(house: House) -> None:
    forger = Flask("forger")
    forger.secret_key = b"another key of thirty-two bytes.."
    forger.config["SESSION_COOKIE_NAME"] = "metron"
    other, browser = forger.test_client(), house.browser()
    with other.session_transaction() as session:
        session.update(_user_id=ELENI.id, opened=int(time.time()), session="x")
    cookie = other.get_cookie("metron")
    assert cookie is not None
    browser.set_cookie("metron", cookie.value)
    assert not is_in(browser)


# Demo people


def test_demo_people_sign_in_with_one_click(house: House) -> None:
    browser = house.browser()
    page = browser.get("/sign-in").text
    assert "Ελένη" in page
    assert "Sales leader · Βορράς" in page
    assert sign_in_as_demo(browser).status_code == 303
    assert browser.get("/").json["email"] == ELENI.email  # type: ignore[index]
    assert browser.get("/password").location == "/"


def test_a_demo_session_ends_with_the_demo(house: House) -> None:
    browser = house.browser()
    sign_in_as_demo(browser)
    assert is_in(browser)
    house.demo.clear()
    answer = browser.get("/page")
    assert answer.location == "/sign-in?next=%2Fpage&said=demo_gone"
    page = browser.get(answer.location).text
    assert "The demo has ended" in page
    assert "/sign-in/demo" not in page
    assert browser.post("/").status_code == 401
    assert sign_in_as_demo(browser).status_code == 401
    assert not is_in(browser)


def test_an_account_of_the_same_address_is_not_the_demo_person(house: House) -> None:
    assert sign_in(house.browser(), ELENI.email, "").status_code == 401


def test_a_demo_person_signs_out(house: House) -> None:
    browser, copy = house.browser(), house.browser()
    sign_in_as_demo(browser)
    copy.set_cookie("metron", browser.get_cookie("metron").value)  # type: ignore[union-attr]
    browser.post("/sign-out", data={"csrf_token": page_token(browser)})
    assert not is_in(browser)
    assert not is_in(copy)


# A password for one sign-in


def test_a_made_up_password_must_be_replaced_first(house: House) -> None:
    made = people.add(house.records, "new@x.gr", "rep")
    browser = house.browser()
    sign_in(browser, made.email, made.password)
    assert browser.get("/page").location == "/password"
    assert browser.get("/assets/sign-in.css").status_code == 404  # not redirected: the page needs it
    refused = browser.post("/", headers={"X-CSRFToken": token(browser, "/password")})
    assert (refused.status_code, refused.json["error"]) == (403, "choose_once")  # type: ignore[index]
    # It was typed a moment ago, and is not asked for again.
    assert 'name="present"' not in browser.get("/password").text
    same = {"new": made.password, "again": made.password, "csrf_token": token(browser, "/password")}
    assert "The new password is the present one." in browser.post("/password", data=same).text
    form = {"new": "my own long password", "again": "my own long password"}
    answer = browser.post("/password", data={**form, "csrf_token": token(browser, "/password")})
    assert answer.status_code == 303
    assert is_in(browser)
    assert sign_in(house.browser(), made.email, made.password).status_code == 401


@pytest.mark.parametrize("once", [True, False])
def test_a_present_password_is_asked_for_unless_one_for_one_time_was_just_typed(
    house: House, monkeypatch: pytest.MonkeyPatch, once: bool
) -> None:
    email, password = "ana@x.gr", PASSWORD
    if once:
        made = people.add(house.records, "new@x.gr", "rep")
        email, password = made.email, made.password
    browser = house.browser()
    sign_in(browser, email, password)
    if once:
        monkeypatch.setattr(sessions, "_JUST", 0)
    assert 'name="present"' in browser.get("/password").text
    form = {"new": "my own long password", "again": "my own long password"}
    answer = browser.post("/password", data={**form, "csrf_token": token(browser, "/password")})
    assert answer.status_code == 401
    assert sign_in(house.browser(), email, password).status_code == 303


@pytest.mark.parametrize(
    ("present", "new", "again", "status", "sentence"),
    [
        ("wrong", "my own long password", "my own long password", 401, "The present password is not right."),
        (PASSWORD, "my own long password", "my own long passwort", 400, "The two new passwords differ."),
        (PASSWORD, "short", "short", 400, "A password has 12 to 200 characters."),
        (PASSWORD, PASSWORD, PASSWORD, 400, "The new password is the present one."),
    ],
)
def test_a_choice_that_cannot_be_is_told(
    house: House, present: str, new: str, again: str, status: int, sentence: str
) -> None:
    browser = house.browser()
    sign_in(browser)
    form = {"present": present, "new": new, "again": again, "csrf_token": token(browser, "/password")}
    answer = browser.post("/password", data=form)
    assert answer.status_code == status
    assert sentence in answer.text
    assert is_in(browser)


def test_a_new_password_ends_the_other_sessions(house: House) -> None:
    browser, other = house.browser(), house.browser()
    sign_in(browser)
    sign_in(other)
    form = {"present": PASSWORD, "new": "my own long password", "again": "my own long password"}
    browser.post("/password", data={**form, "csrf_token": token(browser, "/password")})
    assert is_in(browser)
    assert not is_in(other)


# Posts carry a token


def test_a_post_without_its_token_is_refused(house: House) -> None:
    browser = house.browser()
    assert browser.post("/sign-in", data={"email": "ana@x.gr", "password": PASSWORD}).status_code == 400
    assert browser.post("/sign-in/demo", data={"email": ELENI.email}).status_code == 400
    assert not is_in(browser)
    sign_in(browser)
    for path in ("/", "/sign-out", "/preferences", "/password"):
        assert browser.post(path).status_code == 400
    assert is_in(browser)
    assert browser.post("/", headers={"X-CSRFToken": page_token(browser)}).status_code == 200


def test_an_old_sign_in_page_is_shown_again(house: House) -> None:
    answer = house.browser().post(
        "/sign-in", data={"email": "ana@x.gr", "password": PASSWORD, "csrf_token": "old"}
    )
    assert answer.status_code == 400
    assert "This page was open for too long." in answer.text
    assert 'value="ana@x.gr"' in answer.text


def test_the_token_of_another_person_is_refused(house: House) -> None:
    browser, other = house.browser(), house.browser()
    sign_in(browser)
    sign_in_as_demo(other)
    assert browser.post("/", headers={"X-CSRFToken": page_token(other)}).status_code == 400


@pytest.mark.parametrize(
    ("site", "status"), [("same-origin", 200), ("none", 200), ("cross-site", 400), ("same-site", 400)]
)
def test_what_the_browser_calls_foreign_is_refused(house: House, site: str, status: int) -> None:
    browser = house.browser()
    sign_in(browser)
    headers = {"X-CSRFToken": page_token(browser), "Sec-Fetch-Site": site}
    assert browser.post("/", headers=headers).status_code == status


# Attempts are limited


def test_attempts_from_one_address_are_limited(build: Build) -> None:
    house = build(sign_in_limit="3 per minute")
    people.add(house.records, "ana@x.gr", "rep", password=PASSWORD)
    browser = house.browser()
    statuses = [sign_in(browser, f"{number}@x.gr", "wrong").status_code for number in range(5)]
    assert statuses == [401, 401, 401, 429, 429]
    limited = sign_in(browser)
    assert limited.status_code == 429
    assert "Too many attempts." in limited.text
    assert 0 < int(limited.headers["Retry-After"]) <= 61
    assert not is_in(browser)


def test_attempts_at_one_account_are_limited_wherever_they_come_from(build: Build) -> None:
    house = build(sign_in_limit="3 per minute", trusted_proxies=1)
    people.add(house.records, "ana@x.gr", "rep", password=PASSWORD)

    def attempt(number: int, email: str = "ana@x.gr") -> int:
        browser = house.browser()
        form = {"email": email, "password": "wrong", "csrf_token": token(browser)}
        return browser.post(
            "/sign-in", data=form, headers={"X-Forwarded-For": f"10.0.0.{number}"}
        ).status_code

    assert [attempt(number) for number in range(5)] == [401, 401, 401, 429, 429]
    assert attempt(9, " ANA@x.gr") == 429
    assert attempt(9, "nikos@x.gr") == 401


def test_behind_a_trusted_proxy_the_address_is_the_one_it_adds(build: Build) -> None:
    house = build(sign_in_limit="2 per minute", trusted_proxies=1)

    def attempt(number: int, address: str) -> int:
        browser = house.browser()
        form = {"email": f"{number}@x.gr", "password": "wrong", "csrf_token": token(browser)}
        # What the visitor claims stands first; the proxy adds what it saw at the end.
        headers = {"X-Forwarded-For": f"1.1.1.{number}, {address}"}
        return browser.post("/sign-in", data=form, headers=headers).status_code

    assert [attempt(number, "10.0.0.1") for number in range(4)] == [401, 401, 429, 429]
    assert attempt(5, "10.0.0.2") == 401


def test_without_a_trusted_proxy_a_claimed_address_counts_for_nothing(build: Build) -> None:
    house = build(sign_in_limit="2 per minute")

    def attempt(number: int) -> int:
        browser = house.browser()
        form = {"email": f"{number}@x.gr", "password": "wrong", "csrf_token": token(browser)}
        return browser.post("/sign-in", data=form, headers={"X-Forwarded-For": f"1.1.1.{number}"}).status_code

    assert [attempt(number) for number in range(4)] == [401, 401, 429, 429]


def test_an_office_that_signs_in_at_once_is_not_limited(build: Build) -> None:
    house = build(sign_in_limit="2 per minute")
    people.add(house.records, "ana@x.gr", "rep", password=PASSWORD)
    assert [sign_in(house.browser()).status_code for _ in range(5)] == [303] * 5


def test_a_limit_that_is_none_is_told_at_the_start(build: Build) -> None:
    with pytest.raises(NotUnderstood, match="METRON_SIGN_IN_LIMIT"):
        build(sign_in_limit="often")


# What the browser is told


@pytest.mark.parametrize("path", ["/", "/page", "/nowhere", "/sign-in", "/health", "/assets/metron.css"])
@pytest.mark.parametrize("signed_in", [True, False])
def test_every_answer_has_its_headers(house: House, path: str, signed_in: bool) -> None:
    browser = house.browser()
    if signed_in:
        sign_in(browser)
    headers = browser.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe-eval" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers


def cookie_of(answer: TestResponse, name: str) -> str:
    return next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith(f"{name}="))


def test_the_session_cookie_is_out_of_reach_of_scripts(house: House) -> None:
    cookie = cookie_of(sign_in(house.browser()), "metron")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_behind_tls_cookies_are_secure_and_hsts_is_sent(build: Build) -> None:
    house = build(behind_tls=True)
    people.add(house.records, "ana@x.gr", "rep", password=PASSWORD)
    # The test client keeps Secure cookies for https only, as a browser does.
    browser = house.browser()
    browser.environ_base["wsgi.url_scheme"] = "https"
    answer = sign_in(browser)
    cookie = cookie_of(answer, "__Host-metron")
    assert all(flag in cookie for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    page = browser.get("/page")
    assert "Secure" in cookie_of(page, "_csrf_token")
    assert browser.post("/", headers={"X-CSRFToken": page_token(browser)}).status_code == 200


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/assets/shapes.json", "private, no-cache"),
        ("/assets/metron.css", "private, no-cache"),
        ("/assets/fonts/inter.woff2", "public, max-age=604800"),
        ("/", "no-store"),
    ],
)
def test_data_is_kept_nowhere(house: House, path: str, kept: str) -> None:
    @house.server.route("/assets/<path:file>")
    def asset(file: str) -> str:
        return file

    browser = house.browser()
    sign_in(browser)
    assert browser.get(path).headers["Cache-Control"] == kept


# Language and theme


def test_the_sign_in_page_speaks_greek_and_turns_dark(house: House) -> None:
    browser = house.browser()
    answer = browser.get("/sign-in?language=el&next=/page")
    assert answer.location == "/sign-in?next=/page"
    browser.get("/sign-in?theme=dark")
    page = browser.get("/sign-in").text
    assert '<html lang="el" data-mantine-color-scheme="dark">' in page
    assert "Σύνδεση" in page
    sign_in(browser)
    assert browser.get("/").json == {"email": "ana@x.gr", "language": "el", "theme": "dark"}


def prefer(browser: FlaskClient, **chosen: str) -> TestResponse:
    return browser.post("/preferences", data={"csrf_token": page_token(browser), **chosen})


def test_a_person_keeps_preferences_in_every_browser(house: House) -> None:
    browser = house.browser()
    sign_in(browser)
    assert prefer(browser, language="el", theme="dark", next="/page").location == "/page"
    other = house.browser()
    sign_in(other)
    assert other.get("/").json == {"email": "ana@x.gr", "language": "el", "theme": "dark"}
    prefer(other, theme="auto")
    assert browser.get("/").json["language"] == "el"  # type: ignore[index]
    assert other.get("/").json["theme"] == ""  # type: ignore[index]


def test_a_demo_person_keeps_preferences_in_one_browser(house: House) -> None:
    browser, other = house.browser(), house.browser()
    for one in (browser, other):
        sign_in_as_demo(one)
    prefer(browser, language="el", theme="dark")
    assert browser.get("/").json == {"email": ELENI.email, "language": "el", "theme": "dark"}
    assert other.get("/").json == {"email": ELENI.email, "language": "en", "theme": ""}


@pytest.mark.parametrize("chosen", [{"language": "xx"}, {"theme": "<b>"}])
def test_an_unknown_preference_is_refused(house: House, chosen: dict[str, str]) -> None:
    browser = house.browser()
    sign_in(browser)
    assert prefer(browser, **chosen).status_code == 400
    assert browser.get("/").json == {"email": "ana@x.gr", "language": "en", "theme": ""}


# The key that signs sessions


def test_the_key_is_made_once_and_private(home: Home) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: session_key(home), range(16)))
    assert len(keys) == 1
    assert len(keys.pop()) == 32
    assert stat.S_IMODE(home.secret.stat().st_mode) == 0o600
    assert [file.name for file in home.path.iterdir()] == ["secret"]


def test_a_key_that_is_too_short_is_refused(home: Home) -> None:
    home.secret.write_bytes(b"")
    with pytest.raises(Refused, match=r"access\.key_short"):
        session_key(home)


# A real Dash app behind the gate


@pytest.fixture
def app(home: Home) -> Iterator[tuple[dash.Dash, House]]:
    server = Flask("with_dash")
    chosen = Settings()
    house = House(server, open_records(chosen))
    app = dash.Dash("with_dash", server=server)  # type: ignore[arg-type]
    app.layout = dash.html.Div([dash.dcc.Location(id="address"), dash.html.Div(id="page")])

    @app.callback(dash.Output("page", "children"), dash.Input("address", "href"))
    def draw(href: str) -> str:
        return f"{current_person().name} at {href}"

    app.clientside_callback(  # type: ignore[no-untyped-call]
        "function(text) { document.title = text; }",
        dash.Output("address", "hash"),
        dash.Input("page", "children"),
    )
    install(server, chosen, house.records, lambda: tuple(house.demo))
    allow_scripts(server, app.csp_hashes())
    yield app, house
    house.records.close()


ASKED = {
    "output": "page.children",
    "outputs": {"id": "page", "property": "children"},
    "inputs": [{"id": "address", "property": "href", "value": "http://localhost/"}],
    "changedPropIds": ["address.href"],
}


def test_dash_answers_the_signed_in_with_their_token_only(app: tuple[dash.Dash, House]) -> None:
    _, house = app
    browser = house.browser()
    assert browser.post("/_dash-update-component", json=ASKED).status_code == 401
    assert browser.get("/any/page").status_code == 303
    assert browser.get("/_dash-layout").status_code == 401
    sign_in_as_demo(browser)
    assert browser.post("/_dash-update-component", json=ASKED).status_code == 400
    page = browser.get("/any/page")
    assert page.status_code == 200
    # The names that Dash's own code reads: changing them on one side only must fail here.
    config = re.search(r'"csrf_token_name":"([^"]+)","csrf_header_name":"([^"]+)"', page.text)
    assert config is not None
    cookie = browser.get_cookie(config[1])
    assert cookie is not None
    answer = browser.post("/_dash-update-component", json=ASKED, headers={config[2]: cookie.value})
    assert answer.status_code == 200
    assert answer.json["response"]["page"]["children"] == "Ελένη at http://localhost/"  # type: ignore[index]
    house.demo.clear()
    again = browser.post("/_dash-update-component", json=ASKED, headers={config[2]: cookie.value})
    assert again.status_code == 401


def test_every_inline_script_of_dash_is_named_in_the_policy(app: tuple[dash.Dash, House]) -> None:
    made, house = app
    browser = house.browser()
    sign_in_as_demo(browser)
    policy = browser.get("/").headers["Content-Security-Policy"]
    hashes = made.csp_hashes()
    assert len(hashes) >= 2
    assert all(one in policy for one in hashes)
    assert "script-src 'self' 'sha256-" in policy
    assert "unsafe-inline" not in policy.split("style-src")[0]
