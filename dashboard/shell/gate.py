"""The gate: nobody passes who is not signed in, and nothing changes unless a page of ours asks for it."""

import re
from collections.abc import Callable
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from werkzeug.middleware.proxy_fix import ProxyFix

from dashboard.access.person import Person
from dashboard.access.session_key import session_key
from dashboard.pages.address import LONGEST
from dashboard.records.store import Records
from dashboard.settings import Settings
from dashboard.shell import sign_in
from dashboard.shell.api import bearer
from dashboard.shell.attempts import limit_attempts
from dashboard.shell.headers import send_headers
from dashboard.shell.sessions import Reception, chosen_language, keep_sessions, reception, visitor
from dashboard.text.catalogue import say

# Dash reads the first and sends it as the second; both are its defaults.
TOKEN_COOKIE = "_csrf_token"  # noqa: S105
TOKEN_HEADER = "X-CSRFToken"  # noqa: S105
LARGEST_POST = 4 * 1024 * 1024
# Their word is their right, signed in or not.
STOP_VIEWS = frozenset({"stop.ask", "stop.stop"})
OPEN_VIEWS = frozenset({"sign_in.show", "sign_in.enter", "sign_in.enter_demo", "sign_in.health"}) | STOP_VIEWS
# What the sign-in page looks like, and nothing that carries data. No name can climb out of its folder.
OPEN_ASSETS = re.compile(
    r"/assets/[a-z-]+\.css|/assets/fonts/[\w-]+\.woff2|/assets/icons/[\w-]+\.(?:svg|png|ico)"
)
_WHILE_CHOOSING = (
    frozenset({"sign_in.show_choice", "sign_in.choose", "sign_in.leave", "sign_in.health"}) | STOP_VIEWS
)
_CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_NO_PAGES = ("/_", "/assets/", "/api/")


def install(
    server: Flask, settings: Settings, records: Records, demo_people: Callable[[], tuple[Person, ...]]
) -> None:
    """Put the gate before every route of this server, whenever the route is added.

    `demo_people` is asked at each request of a demo person: who is no longer in it is signed out.

    Raises:
        NotUnderstood: `sign_in_limit` is not a limit.
    """
    server.config.update(
        SECRET_KEY=session_key(settings.place),
        MAX_CONTENT_LENGTH=LARGEST_POST,
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its session
        WTF_CSRF_HEADERS=[TOKEN_HEADER],  # Dash copies it there from the cookie of `_hand_out_token`
        WTF_CSRF_SSL_STRICT=False,  # `_from_elsewhere` asks the browser, not an address a proxy rewrites
    )
    if settings.trusted_proxies:
        server.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            server.wsgi_app, x_for=settings.trusted_proxies, x_proto=0, x_host=0
        )
    keep_sessions(server, Reception(settings, records, demo_people))
    CSRFProtect(server)
    bearer.install_turns(server, settings.api_limit)
    server.register_blueprint(sign_in.views)
    limit_attempts(server, settings.sign_in_limit)
    server.register_error_handler(CSRFError, _without_token)
    server.register_error_handler(429, _too_many)
    server.after_request(_hand_out_token)
    send_headers(server, behind_tls=settings.behind_tls)
    # First of all hooks, whatever else is installed before or after.
    server.before_request_funcs.setdefault(None, []).insert(0, _let_pass)


def _let_pass() -> ResponseReturnValue | None:
    if bearer.is_asked():
        return bearer.let_pass()
    if request.method in _CHANGES and _from_elsewhere():
        return _refuse("forged", 400)
    seen = visitor()
    if seen is None:
        return None if _is_open() else _send_to_sign_in()
    if seen.must_choose and request.endpoint not in _WHILE_CHOOSING and not _is_open_asset():
        return redirect("/password", 303) if _is_page() else _refuse("choose_once", 403)
    return None


def _is_open() -> bool:
    return request.endpoint in OPEN_VIEWS or _is_open_asset()


def _is_open_asset() -> bool:
    return request.method in ("GET", "HEAD") and OPEN_ASSETS.fullmatch(request.path) is not None


def _from_elsewhere() -> bool:
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")


def _is_page() -> bool:
    """Whether a person waits for this in the window, rather than a script of the page."""
    return (
        request.method in ("GET", "HEAD")
        and not request.path.startswith(_NO_PAGES)
        and request.headers.get("Sec-Fetch-Dest", "document") == "document"
        and request.accept_mimetypes.best != "application/json"
    )


def _send_to_sign_in() -> ResponseReturnValue:
    if not _is_page():
        return _refuse("unauthorised", 401, **_ended())
    told: dict[str, str] = {}
    if request.path != "/" or request.query_string:
        told["next"] = request.full_path.removesuffix("?")
    if len(urlencode(told)) > LONGEST:
        told = {}  # an address within an address is longer than it was, and servers read no more
    told |= _ended()
    return redirect("/sign-in" + (f"?{urlencode(told)}" if told else ""), 303)


def _ended() -> dict[str, str]:
    """Why a session is over, if there was one: the demo went, or the time did."""
    if "_user_id" not in session:
        return {}
    key = session["_user_id"]
    gone = key.startswith("demo:") and all(one.id != key for one in reception().demo_people())
    return {"said": "demo_gone" if gone else "ended"}


def _refuse(reason: str, status: int, **more: str) -> ResponseReturnValue:
    return jsonify(error=reason, message=say(chosen_language(), f"access.{reason}"), **more), status


def _without_token(_error: CSRFError) -> ResponseReturnValue:
    if request.endpoint in OPEN_VIEWS:
        return sign_in.page(error="page_old"), 400
    return _refuse("forged", 400)


def _too_many(_error: Exception) -> ResponseReturnValue:
    if request.endpoint in OPEN_VIEWS:
        return sign_in.page(error="too_many"), 429
    return _refuse("too_many", 429)


def _hand_out_token(response: Response) -> Response:
    # The page copies it from the cookie into a header: a page of another site can do neither.
    if response.mimetype == "text/html" and visitor() is not None:
        secure = reception().settings.behind_tls
        response.set_cookie(TOKEN_COOKIE, generate_csrf(), secure=secure, samesite="Lax", path="/")
    return response
