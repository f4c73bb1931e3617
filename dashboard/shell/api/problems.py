"""Why there is no answer, as a program reads it: problem details (RFC 9457) with the screen's sentences."""

import json
from collections.abc import Mapping, Sequence

from flask import Response, request
from pydantic import ValidationError

from dashboard.answers.lanes import TooLong
from dashboard.errors import Denied, Failed, MetronError
from dashboard.metrics.nearest import nearest
from dashboard.pages.instead import instead
from dashboard.shell.api.words import Asked, Looked, Problem, Sought, Wrong
from dashboard.shell.sessions import reception
from dashboard.text import LANGUAGES, Language, say

KIND = "application/problem+json"
_WAIT = 60  # seconds until a scan may have ended
# What a model says of a value, as the key of our sentence.
_SAID = {
    "extra_forbidden": "api.unknown_field",
    "missing": "api.missing",
    "too_long": "api.too_much",
    "string_too_long": "api.too_much",
    "less_than_equal": "api.too_much",
    "greater_than_equal": "api.too_little",
}


class Refusal(Exception):
    """A request that is refused before it is a question: its status, the key of its sentence, headers."""

    def __init__(
        self, status: int, key: str, headers: Mapping[str, str] | None = None, **values: object
    ) -> None:
        super().__init__(key)
        self.status, self.key, self.headers, self.values = status, key, dict(headers or {}), values


def wanted_language(fallback: Language | None = None) -> Language:
    """The first language that the program accepts and we have; else its owner's, else the setting's."""
    best = request.accept_languages.best_match(LANGUAGES) if request.accept_languages else None
    found = next((one for one in LANGUAGES if one == best), None)
    return found or fallback or reception().settings.language


def problem(error: Exception, language: Language) -> Response:
    """The response to whatever went wrong; what nobody foresaw is in the log, by its number."""
    if isinstance(error, Refusal):
        return respond(
            error.status, error.key, say(language, error.key, **error.values), language, error.headers
        )
    if isinstance(error, ValidationError):
        wrongs = [Wrong(at=_at(one["loc"]), detail=_wrong(one, language)) for one in error.errors()]
        return respond(422, "api.not_valid", say(language, "api.not_valid"), language, errors=wrongs)
    key = error.key if isinstance(error, MetronError) else "api.failed"
    status = status_of(error)
    headers = {"Retry-After": str(_WAIT)} if status == 503 else {}
    return respond(status, key, instead(language, error).sentence, language, headers)


def respond(
    status: int,
    key: str,
    detail: str,
    language: Language,
    headers: Mapping[str, str] | None = None,
    **more: Sequence[object],
) -> Response:
    """The problem as it leaves."""
    told = Problem(
        type=f"urn:metron:{key}", title=say(language, f"api.title_{status}"), status=status, detail=detail,
        **more,
    )  # fmt: skip
    made = Response(written(told.model_dump(exclude_none=True)), status, mimetype=KIND)
    made.headers["Content-Language"] = language
    made.headers.update(headers or {})
    return made


def written(values: Mapping[str, object]) -> bytes:
    """JSON as it leaves; half a character, which no coding has, becomes a question mark."""
    return json.dumps(values, ensure_ascii=False).encode("utf-8", "replace")


def status_of(error: Exception) -> int:
    """The number of HTTP; what takes too long is not to be tried again as it is, so it is no 503."""
    if isinstance(error, Denied):
        return 403
    if isinstance(error, MetronError) and error.key == "ask.too_many_wait":
        return 503
    if isinstance(error, TooLong):
        return 422
    if isinstance(error, Failed) or not isinstance(error, MetronError):
        return 500
    return 503 if error.key == "load.nothing_published" else 422


def _at(place: tuple[int | str, ...]) -> str:
    return ".".join(map(str, place))


def _wrong(one: Mapping[str, object], language: Language) -> str:
    place = one["loc"]
    name = str(place[0]) if isinstance(place, tuple) and place else ""
    key = _SAID.get(str(one["type"]), "api.wrong_kind")
    known = [*Asked.model_fields, *Sought.model_fields, *Looked.model_fields]
    context = one.get("ctx")
    most = next(iter(context.values()), "") if isinstance(context, dict) else ""
    if key in ("api.too_much", "api.too_little") and isinstance(context, dict):
        most = context.get("max_length", context.get("le", context.get("ge", "")))
    return say(language, key, field=name[:80], nearest=nearest(name, known) or "-", n=most)
