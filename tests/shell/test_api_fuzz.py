"""Whatever the description allows and whatever it forbids, every answer is one that it describes."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from dashboard.records import views
from dashboard.records.views import Content
from dashboard.shell.api import bearer
from dashboard.shell.api.description import describe
from tests.answers.built import Built
from tests.shell.conftest import House
from tests.shell.test_api import BY_REGION, word_of

CHECKS = [
    not_a_server_error, checks.status_code_conformance, checks.content_type_conformance,
    checks.response_headers_conformance, checks.response_schema_conformance, checks.ignored_auth,
]  # fmt: skip
# What is answered: odd words alone would hardly ever be.
MEANT: dict[tuple[str, str], dict[str, Any]] = {
    ("/ask", "post"): {"body": {**BY_REGION, "subtotals": True, "against": "prior_year_working"}},
    ("/ask", "get"): {"query": {"words": "net sales by region this year"}},
    ("/members", "get"): {"query": {"dimension": "region"}},
    ("/view", "get"): {"query": {"view": 1}},
}
Asking = Callable[[str, str], Any]


@pytest.fixture
def described(house: House, shelf: Built) -> tuple[Asking, dict[str, str]]:
    """The operations of the description, and what a program comes with."""
    shelf.manifest.aliases = ""
    house.server.extensions[bearer._PLACE] = bearer.Turns([])  # as often as it likes
    with house.records.writing() as connection:
        address = "/explore?rows=customer&columns=fiscal_month"
        assert views.add(connection, "boss@x.gr", "Boss", Content("One", "", "all", address)) == 1
    headers = {"Authorization": f"Bearer {word_of(house)}"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", house.server, headers=headers)
    return lambda path, method: schema[path][method], headers


@pytest.mark.parametrize(
    ("path", "method"),
    [(path, method) for path, operations in describe("en")["paths"].items() for method in operations],
)
def test_what_is_answered_is_as_described(
    described: tuple[Asking, dict[str, str]], path: str, method: str
) -> None:
    asking, headers = described
    case = asking(path, method).Case(**MEANT.get((path, method), {}))
    assert case.call_and_validate(headers=headers, checks=CHECKS).status_code == 200


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize(("path", "method"), MEANT)
def test_whatever_is_asked_the_answer_is_one_that_is_described(
    described: tuple[Asking, dict[str, str]], path: str, method: str, mode: GenerationMode
) -> None:
    asking, headers = described

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(case=asking(path, method).as_strategy(generation_mode=mode))
    def asked(case: Case) -> None:
        answer = case.call_and_validate(headers=headers, checks=CHECKS)
        # What it spoils may not be sent: the call gives the header again, and an empty list is no word of an
        # address, as in {"view": 1, "x": []}. Then nothing is wrong.
        sent = "Authorization" not in (case.headers or {}) and [] not in (case.query or {}).values()
        given_as = f"{answer.request.url}: {case.query} {case.body} {case.headers} {case.meta}"
        assert mode is GenerationMode.POSITIVE or not sent or answer.status_code >= 400, (
            f"{answer.status_code} to {given_as}"
        )

    asked()
