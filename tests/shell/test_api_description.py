"""The description of the API says what its routes are, in both languages, by the models that check."""

import json
import re
from typing import Any

import pytest

from dashboard.paths import ROOT
from dashboard.shell.api.description import describe
from dashboard.shell.api.words import Asked, Looked, Sought
from dashboard.text import LANGUAGES, Language
from tests.shell.conftest import House


def references(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
        return own.union(*map(references, part.values()))
    return set().union(*map(references, part)) if isinstance(part, list) else set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reference_leads_to_a_schema_and_every_field_is_explained(language: Language) -> None:
    found = describe(language)
    schemas = found["components"]["schemas"]
    assert references(found) == {f"#/components/schemas/{name}" for name in schemas} - {
        "#/components/schemas/Sought",
        "#/components/schemas/Looked",
    }  # the address says its fields one by one
    for model in (Asked, Sought, Looked):
        fields = schemas[model.__name__]["properties"]
        assert set(fields) == set(model.model_fields)
        assert all(field["description"] not in ("", name) for name, field in fields.items())
    assert schemas["Asked"]["additionalProperties"] is False


def test_it_describes_every_route_and_no_other(house: House) -> None:
    served = {
        (rule.rule.removeprefix("/api/v1"), method.lower())
        for rule in house.server.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    paths = describe("en")["paths"]
    assert {(path, method) for path, operations in paths.items() for method in operations} == served


def test_names_of_parameters_are_those_that_are_read() -> None:
    paths = describe("en")["paths"]
    for path, model in (("/ask", Asked), ("/members", Sought), ("/view", Looked)):
        assert {one["name"] for one in paths[path]["get"]["parameters"]} == set(model.model_fields)
    assert [one["name"] for one in paths["/members"]["get"]["parameters"] if one["required"]] == ["dimension"]


def test_the_questions_of_the_documentation_can_be_asked() -> None:
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    written = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    assert len(written) == 3
    for one in written:
        Asked.model_validate(json.loads(one), strict=True)
