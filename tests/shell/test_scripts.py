"""Scripts of the components are compressed once, for those who can read it, and nothing else is kept."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import brotli
import dash
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
    server.config.update(compressed=[], SECRET_KEY="of a test")
    server.before_request(lambda: session.get("who"))

    def counting(compress: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
        def count(data: bytes) -> bytes:
            server.config["compressed"].append(data)
            return compress(data)

        return count

    for name, compress in scripts._COMPRESS.items():
        monkeypatch.setitem(scripts._COMPRESS, name, counting(compress))
    server.add_url_rule(SCRIPT, "script", lambda: "let grid;" * 500)
    server.add_url_rule("/_dash-layout", "layout", lambda: f"of {request.args['who']}")
    return server.test_client()


@pytest.mark.parametrize(
    ("reads", "sent", "read"),
    [
        ("gzip, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
    ],
)
def test_a_script_is_compressed_once(
    browser: FlaskClient, reads: str, sent: str, read: Callable[[bytes], bytes]
) -> None:
    for _ in range(3):
        answer = browser.get(SCRIPT, headers={"Accept-Encoding": reads})
        assert answer.headers["Content-Encoding"] == sent
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        assert read(answer.data) == b"let grid;" * 500
    assert len(browser.application.config["compressed"]) == 1


def test_whoever_reads_nothing_compressed_gets_the_script_as_it_is(browser: FlaskClient) -> None:
    browser.get(SCRIPT, headers=READS_BROTLI)
    for plain in ({}, {"Accept-Encoding": "identity"}, {"Accept-Encoding": "br;q=0"}):
        answer = browser.get(SCRIPT, headers=plain)
        assert "Content-Encoding" not in answer.headers
        assert answer.data == b"let grid;" * 500


def test_a_style_is_compressed_once_for_as_long_as_it_is_the_same(tmp_path: Path) -> None:
    server = Flask("styles", static_folder=str(tmp_path), static_url_path="/assets")
    scripts.keep_scripts(server)
    (tmp_path / "a.css").write_text("p {}" * 500)
    (tmp_path / "a.woff2").write_bytes(bytes(500))
    browser = server.test_client()
    for _ in range(2):
        answer = browser.get("/assets/a.css?m=1", headers=READS_BROTLI)
        assert (answer.headers["Content-Encoding"], brotli.decompress(answer.data)) == ("br", b"p {}" * 500)
        assert int(answer.headers["Content-Length"]) == len(answer.data)
    again = {**READS_BROTLI, "If-None-Match": answer.headers["ETag"]}
    assert browser.get("/assets/a.css?m=1", headers=again).status_code == 304
    (tmp_path / "a.css").write_text("b {}" * 501)
    answer = browser.get("/assets/a.css?m=1", headers=READS_BROTLI)
    assert brotli.decompress(answer.data) == b"b {}" * 501
    answer = browser.get("/assets/a.woff2", headers=READS_BROTLI)
    assert ("Content-Encoding" in answer.headers, answer.data) == (False, bytes(500))
    assert browser.get("/assets/a.css").data == b"b {}" * 501


def test_a_page_names_no_script_that_it_does_not_need() -> None:
    app = dash.Dash("page")
    app.layout = dash.html.Div()
    with app.server.test_request_context():
        all_named = re.findall(r'<script src="([^"]+)"', app.index())
        named = re.findall(r'<script src="([^"]+)"', scripts.needed(app.index()))
    left_out = [one.rpartition("/")[2].partition(".")[0] for one in all_named if one not in named]
    assert left_out == ["polyfill@7", "bundle"], "Dash calls them something else now"
    assert [one for one in all_named if one in named] == named


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
