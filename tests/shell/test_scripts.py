"""Scripts of the components are compressed once, for those who can read it, and nothing else is kept."""

import brotli
import pytest
from flask import Flask, request, session
from flask.testing import FlaskClient

from dashboard.shell import scripts
from dashboard.shell.headers import send_headers

SCRIPT = "/_dash-component-suites/grid/grid.js"
READS_BROTLI = {"Accept-Encoding": "gzip, br"}


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    server = Flask("scripts")
    scripts.keep_scripts(server)
    counted = brotli.compress
    server.config.update(compressed=[], SECRET_KEY="of a test")
    server.before_request(lambda: session.get("who"))

    def compress(data: bytes, **how: int) -> bytes:
        server.config["compressed"].append(data)
        return bytes(counted(data, **how))

    monkeypatch.setattr(scripts.brotli, "compress", compress)
    server.add_url_rule(SCRIPT, "script", lambda: "let grid;" * 500)
    server.add_url_rule("/_dash-layout", "layout", lambda: f"of {request.args['who']}")
    return server.test_client()


def test_a_script_is_compressed_once(browser: FlaskClient) -> None:
    answers = [browser.get(SCRIPT, headers=READS_BROTLI) for _ in range(3)]
    for answer in answers:
        assert answer.headers["Content-Encoding"] == "br"
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        assert brotli.decompress(answer.data) == b"let grid;" * 500
    assert len(browser.application.config["compressed"]) == 1


def test_whoever_reads_no_brotli_gets_the_script_as_it_is(browser: FlaskClient) -> None:
    browser.get(SCRIPT, headers=READS_BROTLI)
    for plain in ({}, {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "br;q=0"}):
        answer = browser.get(SCRIPT, headers=plain)
        assert "Content-Encoding" not in answer.headers
        assert answer.data == b"let grid;" * 500


def test_a_script_is_the_same_whatever_the_cookie(browser: FlaskClient) -> None:
    assert "Cookie" not in browser.get(SCRIPT, headers=READS_BROTLI).headers["Vary"]
    assert "Cookie" in browser.get("/_dash-layout?who=a").headers["Vary"]


def test_a_script_that_has_not_changed_is_not_taken_from_the_browser() -> None:
    server = Flask("unchanged")
    send_headers(server, behind_tls=False)
    server.add_url_rule(SCRIPT, "script", lambda: ("", 304))
    server.add_url_rule("/_dash-layout", "layout", lambda: ("", 304))
    browser = server.test_client()
    assert "Cache-Control" not in browser.get(SCRIPT).headers
    assert browser.get("/_dash-layout").headers["Cache-Control"] == "no-store"


def test_nothing_else_is_kept(browser: FlaskClient) -> None:
    found = [browser.get(f"/_dash-layout?who={who}", headers=READS_BROTLI) for who in "ab"]
    assert [one.data for one in found] == [b"of a", b"of b"]
    assert browser.get(f"{SCRIPT}.map", headers=READS_BROTLI).status_code == 404
    assert browser.application.config["compressed"] == []
