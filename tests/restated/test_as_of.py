"""A page as of an earlier publication: its numbers, its mark on the page, and the rights of today."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard import __main__ as commands
from dashboard.app import create_app
from dashboard.errors import NotUnderstood
from dashboard.intake.moment import as_of
from dashboard.shell.gate import TOKEN_COOKIE, TOKEN_HEADER
from dashboard.text import LANGUAGES, say
from tests.publication.firm import quick
from tests.restated.conftest import Shop
from tests.restated.ledger import Ledger

EVE, NORA = "eve@ledger.example", "nora@ledger.example"
YEARS = "period=2025-01-01..2025-03-31"


@pytest.fixture
def dated(shop: Shop) -> Shop:
    """The base is of 10 November 2026, the next of the 12th, the tree of the 20th; the last is served."""
    for one, day in ((shop.base, "10"), (shop.lines, "12"), (shop.tree, "20"), (shop.spread, "21")):
        file = shop.home.publications / f"{one.id}.json"
        told = json.loads(file.read_text())
        file.write_text(json.dumps({**told, "created_at": f"2026-11-{day}T23:59:59Z"}))
    return shop


@pytest.fixture
def server(dated: Shop) -> Flask:
    made: Flask = create_app(quick(dated.home)).server
    return made


def browser(server: Flask, email: str) -> FlaskClient:
    found = server.test_client()
    token = found.get("/sign-in").text.split('name="csrf_token" value="')[1].split('"')[0]
    assert found.post("/sign-in/demo", data={"email": email, "csrf_token": token}).status_code == 303
    found.get("/")
    return found


def screen(browser: FlaskClient, search: str) -> str:
    """A screen's components as text."""
    cookie = browser.get_cookie(TOKEN_COOKIE)
    asked = {"path": "/", "search": f"?{search}", "width": 1280}
    body: dict[str, Any] = {
        "output": "screen.children",
        "outputs": {"id": "screen", "property": "children"},
        "inputs": [{"id": "asked", "property": "data", "value": asked}],
        "changedPropIds": ["asked.data"],
    }
    answer = browser.post(
        "/_dash-update-component", json=body, headers={TOKEN_HEADER: cookie.value if cookie else ""}
    )
    assert answer.status_code == 200
    return json.dumps(answer.json, ensure_ascii=False)


def hrefs(screen: str) -> list[str]:
    return [one for one in re.findall(r'"href": "([^"]*)"', screen) if "?" in one]


class TestMoment:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("2026-11-10", "base"), ("2026-11-11", "base"), ("2026-11-12", "lines"), ("2026-11-19", "lines"),
            ("2026-11-20", "tree"), ("2199-12-31", "spread"),
        ],
    )  # fmt: skip
    def test_a_day_is_the_last_publication_made_by_then(self, dated: Shop, text: str, expected: str) -> None:
        assert as_of(dated.home, text).id == getattr(dated, expected).id

    @pytest.mark.parametrize(
        "text", ["2026-11-09", "2026-02-30", "2026-11-10.99", "../current", "", "x" * 500]
    )
    def test_what_is_none_is_a_sentence(self, dated: Shop, text: str) -> None:
        with pytest.raises(NotUnderstood):
            as_of(dated.home, text)

    def test_the_command_line_takes_days_too(self, dated: Shop, capsys: pytest.CaptureFixture[str]) -> None:
        for text, amount in (("2026-11-11", dated.base), ("2026-11-12", dated.lines)):
            words = [
                "ask",
                "--measure",
                "net_sales",
                "--period",
                "2023-06-01..2023-06-30",
                "--format",
                "json",
            ]
            assert commands.main([*words, "--publication", text]) == 0
            told = json.loads(capsys.readouterr().out)
            assert told["publication"] == amount.id
            assert Decimal(told["totals"][0]) == (0 if amount is dated.base else Decimal("6.5"))


class TestScreen:
    def test_numbers_and_mark_are_those_of_then(self, server: Flask, dated: Shop) -> None:
        eve = browser(server, EVE)
        now, then = screen(eve, YEARS), screen(eve, f"{YEARS}&as_of=2026-11-12")
        assert "As it stood on" not in now
        assert "As it stood on" in then
        assert "12 Nov 2026" in then
        assert then == screen(eve, f"{YEARS}&as_of=2026-11-12")
        # 99.99 for 31.27 in the meantime, and 7.00 of a new day.
        assert now != then
        sheet = screen(eve, f"{YEARS}&as_of=2026-11-12&see=how:net_sales")
        assert dated.lines.id in sheet
        assert "99.99" in screen(eve, f"{YEARS}&as_of={dated.lines.id}&see=rows:net_sales")
        assert "99.99" not in screen(eve, f"{YEARS}&see=rows:net_sales")

    def test_every_link_carries_it_but_the_one_that_takes_it_away(self, server: Flask) -> None:
        links = hrefs(screen(browser(server, EVE), f"{YEARS}&as_of=2026-11-12"))
        without = [link for link in links if "as_of=2026-11-12" not in link]
        assert len(links) > 20
        assert without == [f"/?{YEARS}"]

    def test_a_forged_one_is_a_sentence_and_no_number(self, server: Flask) -> None:
        eve = browser(server, EVE)
        for text in ("2026-11-12.99", "2026-11-1", "1999-01-01", "..%2Fcurrent", "%00", "2026-13-01"):
            told = screen(eve, f"{YEARS}&as_of={text}")
            assert "state empty" in told, text
            assert "net_sales" not in told, text
            assert say("en", "screen.home") in told, text
            assert "As it stood on" not in told, text

    def test_of_none_that_can_be_opened_too(self, server: Flask, dated: Shop) -> None:
        eve = browser(server, EVE)
        core = next(one for one in dated.base.segments if one.relation == "core")
        (dated.home.segments / core.file).write_bytes(b"nothing")
        assert "state failed" in screen(eve, "as_of=2026-11-10")
        assert "state failed" not in screen(eve, YEARS)

    def test_two_people_at_once_on_different_ones(self, server: Flask) -> None:
        searches = [f"{YEARS}&as_of=2026-11-{day}" for day in (10, 12, 20)]
        people = [browser(server, EVE) for _ in searches]
        expected = [screen(*one) for one in zip(people, searches, strict=True)]
        assert len(set(expected)) == len(searches)

        def look(reader: int) -> list[bool]:
            places = [(reader + turn) % len(searches) for turn in range(4)]
            return [screen(people[reader], searches[at]) == expected[at] for at in places]

        with ThreadPoolExecutor(len(people)) as pool:
            assert all(same for seen in pool.map(look, range(len(people))) for same in seen)


class TestRights:
    def test_they_are_those_of_today(self, ledger: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
        ledger.drop("assignments", rep_id="r1")
        before = ledger.load()
        ledger.add("territories", territory_id="N3", name="North 3", parent_id="N", level="area")
        ledger.add("assignments", rep_id="r1", territory_id="N", role="manager", valid_from="2020-01-01")
        ledger.load()
        words = ["ask", "--measure", "net_sales", "--by", "area", "--as", NORA, "--format", "json"]
        assert commands.main([*words, "--publication", before.id]) == 0
        told = json.loads(capsys.readouterr().out)
        assert [row[0] for row in told["rows"]] == ["North 1", "North 2"]
        assert told["publication"] == before.id
        # Only what was not there then is left of them: nothing opens, and nobody sees everything.
        ledger.row("assignments", rep_id="r1")["territory_id"] = "N3"
        ledger.load()
        assert commands.main([*words, "--publication", before.id]) == 3
        assert capsys.readouterr().err.strip() == say("en", "access.not_then")
        server = create_app(quick(ledger.home)).server
        told = screen(browser(server, NORA), f"as_of={before.id}")
        assert say("en", "access.not_then") in told
        assert "state denied" in told

    def test_the_mark_is_in_both_languages(self) -> None:
        assert len({say(language, "screen.as_of") for language in LANGUAGES}) == len(LANGUAGES)
