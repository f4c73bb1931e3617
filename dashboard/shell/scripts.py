"""Scripts and styles: the same bytes for everybody, compressed well, and once."""

import gzip
import re
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]  # it ships no types
from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

_SCRIPTS = "/_dash-component-suites/"
_OURS = "/assets/"
# What Dash names on every page and no page of ours needs: what browsers of ten years ago lack, and a table.
_UNNEEDED = re.compile(r'<script src="[^"]*/(?:deps/polyfill@|dash_table/)[^"]*"></script>\s*')
_TEXT = ("text/", "application/javascript", "image/svg")
# What is preferred first. Brotli's 9 is a tenth smaller than what is sent otherwise; 11 would be a fifth, for
# five seconds of each large script.
_COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda script: bytes(brotli.compress(script, quality=9)),
    "gzip": lambda script: gzip.compress(script, 9, mtime=0),
}


def needed(scripts: str) -> str:
    """The script elements of a page without those that it does not need."""
    return _UNNEEDED.sub("", scripts)


def keep_scripts(server: Flask) -> None:
    """Send scripts and styles as they were compressed for the first who asked.

    Comes after what compresses the rest, which leaves files alone.
    """
    server.session_interface = _Sessions()
    kept: dict[tuple[str | None, ...], bytes] = {}

    @server.after_request
    def compress(response: Response) -> Response:
        read = [one for one in _COMPRESS if request.accept_encodings.quality(one)]
        if not read or not _is_kept(response):
            return response
        # By the mark of its content, too: a file of ours may be written anew while it is served.
        wanted = request.path, response.headers.get("ETag"), read[0]
        if wanted not in kept:
            response.direct_passthrough = False
            kept[wanted] = _COMPRESS[read[0]](response.get_data())
        response.set_data(kept[wanted])
        response.headers["Content-Encoding"] = read[0]
        response.vary.add("Accept-Encoding")
        return response


def _is_kept(response: Response) -> bool:
    if response.status_code != 200 or "Content-Encoding" in response.headers:
        return False
    if request.path.startswith(_SCRIPTS):
        return not response.is_streamed
    return request.path.startswith(_OURS) and (response.mimetype or "").startswith(_TEXT)


class _Sessions(SecureCookieSessionInterface):
    """Flask's own, but that a script is the same whatever the cookie.

    Each page brings a new token in a cookie: a browser that is told that scripts vary with it keeps
    them for nothing, and fetches a megabyte again at each visit.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.path.startswith(_SCRIPTS):
            session.accessed = False
        super().save_session(app, session, response)
