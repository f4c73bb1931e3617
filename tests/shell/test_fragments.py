"""What is looked for while one types: behind the gate, within the scope, and a sentence when it cannot be."""

import pytest

from tests.shell.conftest import SECRET, House
from tests.shell.test_gate import page_token


def asked(house: House, email: str, what: str, **fields: str) -> tuple[int, str]:
    browser = house.browser(email)
    answer = browser.post(f"/find/{what}", data=fields, headers={"X-CSRFToken": page_token(browser)})
    return answer.status_code, answer.text


@pytest.mark.parametrize("what", ["members", "question"])
def test_nobody_asks_without_signing_in_or_from_another_site(house: House, what: str) -> None:
    assert house.server.test_client().post(f"/find/{what}", data={"text": "south"}).status_code in (
        303,
        400,
        401,
    )
    assert house.browser("boss@x.gr").post(f"/find/{what}", data={"text": "south"}).status_code == 400


def test_members_are_those_that_one_may_name(house: House) -> None:
    assert "South" in asked(house, "boss@x.gr", "members", dimension="region", text="sou")[1]
    status, told = asked(house, "leader@x.gr", "members", dimension="region", text="sou")
    assert status == 200
    assert not [secret for secret in SECRET if secret in told]


def test_a_sentence_names_what_one_may_name(house: House) -> None:
    sentence = "net sales of South"
    assert "/explore?at=S" in asked(house, "boss@x.gr", "question", text=sentence, path="/explore")[1]
    assert "at=S" not in asked(house, "leader@x.gr", "question", text=sentence, path="/explore")[1]


@pytest.mark.parametrize("fields", [
    {"dimension": "nonsense", "text": "x"}, {"dimension": "region", "search": "?at=S"},
    {"search": "?as_of=never"},
])  # fmt: skip
def test_what_cannot_be_found_is_said(house: House, fields: dict[str, str]) -> None:
    status, told = asked(house, "leader@x.gr", "members", **fields)
    assert status in (200, 400, 403, 404)
    assert told
    assert not [secret for secret in SECRET if secret in told]
