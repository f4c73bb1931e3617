"""What every response tells the browser to refuse."""

from collections.abc import Iterable

from flask import Flask, Response, current_app, request

_SCRIPTS = "METRON_SCRIPT_HASHES"
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_HSTS = "max-age=31536000"
# Code of libraries and looks: the same for everybody, so it may be kept.
_LIBRARIES = "/_dash-component-suites/"
_FONTS = "/assets/fonts/"
_ASSETS = "/assets/"
_WEEK = "public, max-age=604800"


def allow_scripts(server: Flask, hashes: Iterable[str]) -> None:
    """Let these inline scripts run, by their hashes as `app.csp_hashes()` gives them; no others do."""
    server.config[_SCRIPTS] = tuple(hashes)


def send_headers(server: Flask, *, behind_tls: bool) -> None:
    """Put the headers on every response, errors included."""

    def add(response: Response) -> Response:
        response.headers.update(_FIXED)
        response.headers["Content-Security-Policy"] = content_policy(current_app.config.get(_SCRIPTS, ()))
        if behind_tls:
            response.headers["Strict-Transport-Security"] = _HSTS
        _keep_or_not(response)
        return response

    server.after_request(add)


def content_policy(scripts: Iterable[str]) -> str:
    """The content security policy: everything from here, no inline script but the named, no eval.

    Styles may be inline: Mantine and AG Grid write them. Pictures and fonts may be in the
    page (`data:`), for drawings that are downloaded and for the signs of the grid.
    """
    rules = {
        "default-src": "'self'",
        "script-src": " ".join(("'self'", *scripts)),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "font-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _keep_or_not(response: Response) -> None:
    if request.path.startswith(_LIBRARIES) and response.status_code in (200, 304):
        return
    if request.path.startswith(_FONTS) and response.status_code in (200, 304):
        # Asked for again, they would arrive after the first paint, and the words would jump.
        response.headers["Cache-Control"] = _WEEK
        return
    if request.path.startswith(_ASSETS) and response.status_code in (200, 304):
        # Asked for again each time, answered "not changed": cheap, and never shared between people.
        response.headers["Cache-Control"] = "private, no-cache"
        return
    response.headers["Cache-Control"] = "no-store"
