"""The scripts of the components: the same bytes for everybody, compressed well, and once."""

import brotli  # type: ignore[import-untyped]  # it ships no types
from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

_SCRIPTS = "/_dash-component-suites/"
_QUALITY = 9  # a tenth smaller than on the way; 11 would be a fifth, for five seconds of each large script


def keep_scripts(server: Flask) -> None:
    """Send scripts as they were compressed for the first who asked. Comes after what compresses the rest."""
    server.session_interface = _Sessions()
    kept: dict[str, bytes] = {}

    @server.after_request
    def compress(response: Response) -> Response:
        if not request.path.startswith(_SCRIPTS) or response.status_code != 200 or response.is_streamed:
            return response
        if not request.accept_encodings.quality("br") or "Content-Encoding" in response.headers:
            return response
        if request.path not in kept:
            kept[request.path] = brotli.compress(response.get_data(), quality=_QUALITY)
        response.set_data(kept[request.path])
        response.headers["Content-Encoding"] = "br"
        response.vary.add("Accept-Encoding")
        return response


class _Sessions(SecureCookieSessionInterface):
    """Flask's own, but that a script is the same whatever the cookie.

    Each page brings a new token in a cookie: a browser that is told that scripts vary with it keeps
    them for nothing, and fetches a megabyte again at each visit.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.path.startswith(_SCRIPTS):
            session.accessed = False
        super().save_session(app, session, response)
