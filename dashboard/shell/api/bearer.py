"""Who asks by a token, how often, and with what right: never more than its owner has at that moment."""

import math
import threading
import time
from collections import Counter
from dataclasses import dataclass
from typing import cast

from flask import Flask, Response, current_app, g, request
from limits import RateLimitItem
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from werkzeug.exceptions import MethodNotAllowed

from dashboard.access import people, tokens
from dashboard.access.person import Person
from dashboard.access.scope import Scope, grant, narrowed, without_pay
from dashboard.answers.tree import visible_tree
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.errors import Denied
from dashboard.records.tokens import Token
from dashboard.shell.api.problems import Refusal, problem, wanted_language
from dashboard.shell.attempts import understood
from dashboard.shell.sessions import reception, standing
from dashboard.text import Language

ROOT = "/api/v1/"
BLUEPRINT = "api"
AT_ONCE = 4
_PLACE = "metron.turns"
_CHALLENGE = 'Bearer realm="Metron"'
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Bearer:
    """The owner of the token of this request, the token, and the language of what is said."""

    person: Person
    token: Token
    language: Language


class Turns:
    """How often each token asks, and how many of its requests run at once, in the memory of this process."""

    def __init__(self, limits: list[RateLimitItem]) -> None:
        self._limits = limits
        self._windows = MovingWindowRateLimiter(MemoryStorage())
        self._lock = threading.Lock()
        self._running: Counter[int] = Counter()

    def take(self, token: int) -> None:
        """Let one request begin.

        Raises:
            Refusal: there were too many, with when to try again.
        """
        for limit in self._limits:
            if not self._windows.hit(limit, str(token)):
                again = self._windows.get_window_stats(limit, str(token)).reset_time - time.time()
                raise Refusal(429, "api.too_often", {"Retry-After": str(max(1, math.ceil(again)))})
        with self._lock:
            if self._running[token] >= AT_ONCE:
                raise Refusal(429, "api.at_once", {"Retry-After": "1"}, n=AT_ONCE)
            self._running[token] += 1

    def give_back(self, token: int) -> None:
        """One request has ended."""
        with self._lock:
            self._running[token] -= 1
            if not self._running[token]:
                del self._running[token]


def install_turns(server: Flask, limit: str) -> None:
    """Count from now on.

    Raises:
        NotUnderstood: `limit` is none, such as "120 per minute".
    """
    server.extensions[_PLACE] = Turns(understood(limit, "api_limit"))

    def end(_error: BaseException | None) -> None:
        if "turn" in g:
            _turns().give_back(g.pop("turn"))

    server.teardown_request(end)


def is_asked() -> bool:
    """Whether this request is one of a program, to which cookies say nothing."""
    return request.path.startswith(ROOT)


def let_pass() -> Response | None:
    """None for whoever comes with a token that opens, and in turn; else the refusal."""
    try:
        g.bearer = _bearer()
        _turns().take(g.bearer.token.id)
        g.turn = g.bearer.token.id
        tokens.note_use(reception().records, g.bearer.token)
        if request.blueprint != BLUEPRINT:
            raise _nowhere()
    except Refusal as error:
        language = g.bearer.language if "bearer" in g else wanted_language()
        return problem(error, language)
    return None


def bearer() -> Bearer:
    """Whose token this request came with; the gate lets no other pass.

    Raises:
        Denied: with none.
    """
    if "bearer" not in g:
        raise Denied("access.unauthorised")
    return cast(Bearer, g.bearer)


def scope_of(one: Bearer, shelf: Shelf) -> Scope:
    """What the owner may see today, narrowed to the territories of the token; never pay.

    Raises:
        Denied: that is nothing.
    """
    given = reception()
    whole = grant(one.person, shelf, people.by_hand(given.records, one.person), given.settings.day())
    scope = without_pay(narrowed(whole, one.token.territories, shelf))
    # An answer without rows would read as "nothing was sold".
    if one.token.territories and not visible_tree(shelf, scope).nodes:
        raise Denied("access.narrowed_away")
    return scope


def _bearer() -> Bearer:
    if any(value.startswith(tokens.PREFIX) for _, value in request.args.items(multi=True)):
        raise Refusal(400, "api.token_in_address")
    kind, _, word = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not word:
        raise Refusal(401, "api.no_token", {"WWW-Authenticate": _CHALLENGE})
    token = tokens.recognise(reception().records, word.strip()) if len(word) <= _LONGEST else None
    seen = standing(token.stands_on) if token else None
    if token is None or seen is None or seen.must_choose:
        raise Refusal(401, "api.wrong_token", {"WWW-Authenticate": f'{_CHALLENGE}, error="invalid_token"'})
    return Bearer(seen.person, token, wanted_language(seen.person.language))


def _nowhere() -> Refusal:
    wrong = request.routing_exception
    if isinstance(wrong, MethodNotAllowed) and wrong.valid_methods:
        return Refusal(405, "api.not_so", {"Allow": ", ".join(sorted(wrong.valid_methods))})
    return Refusal(404, "api.not_here")


def _turns() -> Turns:
    return cast(Turns, current_app.extensions[_PLACE])
