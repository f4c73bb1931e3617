"""The description of the API (OpenAPI 3.1), made from the models that check what is asked."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from dashboard.shell.api.bearer import ROOT
from dashboard.shell.api.forms import KINDS
from dashboard.shell.api.problems import KIND
from dashboard.shell.api.words import (
    Answered,
    Asked,
    Dimensions,
    Looked,
    Measures,
    Members,
    Problem,
    Publication,
    SavedViews,
    Sought,
)
from dashboard.text import Language, has, say

VERSION = "1.0.0"
_MODELS = (
    Asked, Sought, Looked, Answered, Measures, Dimensions, Members, SavedViews, Publication, Problem,
)  # fmt: skip
_REFUSALS = (400, 401, 403, 404, 405, 422, 429, 500, 503)


def describe(language: Language) -> dict[str, Any]:
    """All of it, in the reader's language."""
    _, schemas = models_json_schema(
        [(model, "validation") for model in _MODELS], ref_template="#/components/schemas/{model}"
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Metron",
            "version": VERSION,
            "description": say(language, "api.about"),
        },
        "servers": [{"url": ROOT.rstrip("/")}],
        "security": [{"token": []}],
        "paths": _paths(language),
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": say(language, "api.about_token")}
            },
            "schemas": _described(schemas["$defs"], language),
        },
    }


def _paths(language: Language) -> dict[str, Any]:
    answers: dict[str, Any] = {kind: {} for kind in KINDS.values()}
    answers[KINDS["json"]] = {"schema": _reference(Answered)}
    body = {"required": True, "content": {"application/json": {"schema": _reference(Asked)}}}
    post = {**_operation("ask", language, answers), "requestBody": body}
    post["responses"] |= {str(status): _refusal(status, language) for status in (406, 413, 415)}
    get = {**_operation("ask_by_address", language, answers), "parameters": _parameters(Asked, language)}
    get["responses"] |= {"406": _refusal(406, language)}
    found: dict[str, Any] = {"/ask": {"post": post, "get": get}}
    for name, model in (
        ("measures", Measures), ("dimensions", Dimensions), ("members", Members),
        ("views", SavedViews), ("publication", Publication),
    ):  # fmt: skip
        content = {"application/json": {"schema": _reference(model)}}
        found[f"/{name}"] = {"get": _operation(name, language, content)}
    found["/members"]["get"]["parameters"] = _parameters(Sought, language)
    view = {**_operation("view", language, answers), "parameters": _parameters(Looked, language)}
    view["responses"] |= {"406": _refusal(406, language)}
    found["/view"] = {"get": view}
    found["/openapi.json"] = {
        "get": _operation("description", language, {"application/json": {"schema": {"type": "object"}}})
    }
    return found


def _operation(name: str, language: Language, content: dict[str, Any]) -> dict[str, Any]:
    responses = {"200": {"description": say(language, "api.title_200"), "content": content}}
    responses |= {str(status): _refusal(status, language) for status in _REFUSALS}
    return {"operationId": name, "summary": say(language, f"api.does_{name}"), "responses": responses}


def _refusal(status: int, language: Language) -> dict[str, Any]:
    found: dict[str, Any] = {
        "description": say(language, f"api.title_{status}"),
        "content": {KIND: {"schema": _reference(Problem)}},
    }
    if status in (429, 503):
        found["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    return found


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def _parameters(model: type[BaseModel], language: Language) -> list[dict[str, Any]]:
    """The fields of a model as words of an address; lists are said by their word several times."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    needed = schema.get("required", [])
    return [
        {
            "name": name,
            "in": "query",
            "required": name in needed,
            "description": _about(name, language),
            "schema": _bare(field),
        }
        for name, field in schema["properties"].items()
    ]


def _described(schemas: dict[str, Any], language: Language) -> dict[str, Any]:
    """With our sentences in place of what the models say of themselves to programmers."""
    for name, schema in schemas.items():
        schema.pop("description", None)
        for field, one in schema.get("properties", {}).items():
            one.pop("title", None)
            if name in ("Asked", "Sought", "Looked"):
                one["description"] = _about(field, language)
    return schemas


def _bare(field: dict[str, Any]) -> dict[str, Any]:
    """A schema that an address can say: no null, no title."""
    kept = {name: value for name, value in field.items() if name not in ("title", "default", "anyOf")}
    some = [one for one in field.get("anyOf", []) if one != {"type": "null"}]
    return {**kept, **(some[0] if some else {})}


def _about(field: str, language: Language) -> str:
    key = f"api.field_{field}"
    return say(language, key) if has(key) else field
