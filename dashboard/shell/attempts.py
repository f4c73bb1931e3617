"""How often somebody may try to sign in: per address of the network, and per account."""

from typing import Any

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import RateLimitItem, parse_many

from dashboard.access.person import fold
from dashboard.errors import NotUnderstood
from dashboard.shell.sessions import visitor


def limit_attempts(server: Flask, limit: str) -> None:
    """Count what fails, in the memory of this process, and answer 429 beyond the limit.

    Raises:
        NotUnderstood: `limit` is not one, such as "10 per minute".
    """
    understood(limit, "sign_in_limit")
    limiter = Limiter(
        get_remote_address,
        app=server,
        storage_uri="memory://",
        strategy="moving-window",
        headers_enabled=True,
    )
    by_address = limiter.limit(limit, deduct_when=_failed)
    by_account = limiter.limit(limit, key_func=_account, deduct_when=_failed)
    views: dict[str, Any] = server.view_functions
    for view in ("sign_in.enter", "sign_in.choose"):
        views[view] = by_address(by_account(views[view]))
    views["sign_in.enter_demo"] = by_address(views["sign_in.enter_demo"])


def understood(limit: str, setting: str) -> list[RateLimitItem]:
    """A setting that says how often something may be done.

    Raises:
        NotUnderstood: it does not.
    """
    try:
        return parse_many(limit)
    except ValueError as error:
        variable = f"METRON_{setting.upper()}"
        raise NotUnderstood("settings.wrong", name=setting, variable=variable, reason=str(error)) from error


def _failed(response: Response) -> bool:
    # An office behind one address signs in every morning: only what fails is counted.
    return response.status_code == 401


def _account() -> str:
    seen = visitor()
    return seen.person.id if seen else fold(request.form.get("email", ""))[:254]
