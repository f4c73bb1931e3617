"""The routes of the API: the gate lets pass whoever comes with a token, and each answers in its scope."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Blueprint, Flask, Response, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from dashboard.answers.answer import answer
from dashboard.answers.readers import Reader, reading_as
from dashboard.answers.warehouse import Warehouse
from dashboard.shell.api import listed
from dashboard.shell.api.bearer import BLUEPRINT, ROOT, Bearer, bearer, scope_of
from dashboard.shell.api.description import describe
from dashboard.shell.api.forms import answered, respond, wanted_form
from dashboard.shell.api.problems import Refusal, problem
from dashboard.shell.api.problems import respond as respond_problem
from dashboard.shell.api.questions import Doubted, meant
from dashboard.shell.api.saved import answer_of_view, saved_views
from dashboard.shell.api.words import LARGEST_BODY, Asked, Looked, Sought
from dashboard.text import say

_Model = TypeVar("_Model", bound=BaseModel)


def install(server: Flask, warehouse: Warehouse) -> None:
    """Add the routes; the gate stands before them as before every other."""
    views = Blueprint(BLUEPRINT, __name__, url_prefix=ROOT.rstrip("/"))

    @views.get("/ask", endpoint="ask_by_address")
    @_in_a_problem
    def ask_by_address(who: Bearer) -> ResponseReturnValue:
        return _answer(who, _of_address(Asked), warehouse)

    @views.post("/ask")
    @_in_a_problem
    def ask(who: Bearer) -> ResponseReturnValue:
        return _answer(who, _of_body(Asked), warehouse)

    @views.get("/measures")
    @_in_a_problem
    def measures(who: Bearer) -> ResponseReturnValue:
        _without_words()
        with warehouse.reading() as shelf:
            return respond(listed.all_measures(shelf, who.language).model_dump(), who.language)

    @views.get("/dimensions")
    @_in_a_problem
    def dimensions(who: Bearer) -> ResponseReturnValue:
        _without_words()
        with warehouse.reading() as shelf:
            return respond(listed.all_dimensions(shelf, who.language).model_dump(), who.language)

    @views.get("/members")
    @_in_a_problem
    def members(who: Bearer) -> ResponseReturnValue:
        sought = _of_address(Sought)
        with reading_as(Reader()), warehouse.reading() as shelf:
            found = listed.found_members(sought, scope_of(who, shelf), shelf)
        return respond(found.model_dump(), who.language)

    @views.get("/publication")
    @_in_a_problem
    def publication(who: Bearer) -> ResponseReturnValue:
        _without_words()
        with warehouse.reading() as shelf:
            return respond(listed.publication(shelf).model_dump(), who.language)

    @views.get("/openapi.json")
    @_in_a_problem
    def description(who: Bearer) -> ResponseReturnValue:
        return respond(describe(who.language), who.language)

    _add_saved(views, warehouse)
    server.register_blueprint(views)
    # No cookie opens the API, so that no other site can ask it in somebody's name.
    server.extensions["csrf"].exempt(views)


def _add_saved(views: Blueprint, warehouse: Warehouse) -> None:
    """The routes of saved views."""

    @views.get("/views")
    @_in_a_problem
    def saved(who: Bearer) -> ResponseReturnValue:
        _without_words()
        with warehouse.reading() as shelf:
            return respond(saved_views(who, scope_of(who, shelf), shelf).model_dump(), who.language)

    @views.get("/view")
    @_in_a_problem
    def one_view(who: Bearer) -> ResponseReturnValue:
        looked = _of_address(Looked)
        form = wanted_form(looked.format)
        with reading_as(Reader()), warehouse.reading() as shelf:
            scope = scope_of(who, shelf)
            found, lost = answer_of_view(looked.view, who, scope, shelf)
            return answered(found, form, who.language, list(lost) or None, scope, shelf)


def _answer(who: Bearer, asked: Asked, warehouse: Warehouse) -> Response:
    form = wanted_form(asked.format)
    with reading_as(Reader()), warehouse.reading() as shelf:
        scope = scope_of(who, shelf)
        found = meant(asked, scope, shelf, who.language)
        told = answer(found.question, scope, shelf)
        return answered(told, form, who.language, found.lines, scope, shelf)


def _of_body(model: type[_Model]) -> _Model:
    """What the body says, taken as it is written: a number is no text.

    Raises:
        Refusal: it is too large, or no JSON.
        ValidationError: it is no such thing.
    """
    request.max_content_length = LARGEST_BODY
    if not request.is_json:
        raise Refusal(415, "api.not_json")
    try:
        values = request.get_json()
    except RequestEntityTooLarge as error:
        raise Refusal(413, "api.too_large", n=LARGEST_BODY // 1024) from error
    except (BadRequest, RecursionError) as error:
        raise Refusal(400, "api.not_json") from error
    return model.model_validate(values, strict=True)


def _of_address(model: type[_Model]) -> _Model:
    """What the address says: a list is said by its word several times.

    Raises:
        Refusal: what is no list is said twice.
        ValidationError: it is no such thing.
    """
    values: dict[str, Any] = {}
    for name, said in request.args.lists():
        field = model.model_fields.get(name)
        many = field is not None and isinstance(field.get_default(call_default_factory=True), list)
        if len(said) > 1 and not many:
            raise Refusal(422, "api.said_twice", field=name[:80])
        values[name] = said if many else said[0]
    return model.model_validate(values)


def _without_words() -> None:
    """Refuse words where none are asked for: what is misspelt would otherwise be passed over."""
    for name in request.args:
        raise Refusal(422, "api.no_field", field=name[:80])


def _in_a_problem(view: Callable[[Bearer], ResponseReturnValue]) -> Callable[[], ResponseReturnValue]:
    """The route for the owner of the token; whatever goes wrong is told as a problem."""

    @wraps(view)
    def answering() -> ResponseReturnValue:
        who = bearer()
        try:
            return view(who)
        except Doubted as error:
            return respond_problem(
                422, "api.doubts", say(who.language, "api.doubts"), who.language,
                doubts=error.doubts, understood=error.lines,
            )  # fmt: skip
        except Exception as error:  # noqa: BLE001 - whatever it is, the program reads a sentence
            return problem(error, who.language)

    return answering
