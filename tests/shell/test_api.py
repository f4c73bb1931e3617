"""The API: who passes, what a token opens and what it keeps shut, and in which words it refuses."""

import datetime as dt
import io
import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from dashboard.access import people, tokens
from dashboard.access.person import Person, Role
from dashboard.access.scope import HandGrant
from dashboard.answers.lanes import TooLong
from dashboard.answers.statement import Statement
from dashboard.errors import Failed
from dashboard.records import accounts, views
from dashboard.records.tables import api_token
from dashboard.records.views import Content
from dashboard.shell.api import bearer, words
from dashboard.text import LANGUAGES
from tests.answers.built import Built
from tests.shell.conftest import House

# Sold in S, which the rep and the leader of N may not see; N has 60.0000 of it all.
SECRETS = ("South", '"S"', "90.0000", "150.0000", "boss@x.gr")
PATHS = ("/ask", "/measures", "/dimensions", "/members?dimension=customer", "/views", "/publication",
         "/openapi.json")  # fmt: skip
BY_REGION = {"measures": ["net_sales"], "by": ["region"], "period": "2026-01-01..2026-06-30"}
YEARS_AGO = dt.date(2020, 1, 1)


class Program:
    """Something that asks with a token."""

    def __init__(self, house: House, word: str, language: str = "") -> None:
        self._browser = house.server.test_client()
        self.headers = {"Authorization": f"Bearer {word}"}
        if language:
            self.headers["Accept-Language"] = language

    def get(self, path: str, **headers: str) -> TestResponse:
        return self._browser.get(f"/api/v1{path}", headers={**self.headers, **headers})

    def ask(self, asked: Any = None, **headers: str) -> TestResponse:
        return self._browser.post("/api/v1/ask", json=asked or BY_REGION, headers={**self.headers, **headers})


@pytest.fixture(autouse=True)
def named(shelf: Built) -> None:
    """What a sentence needs of a publication besides."""
    shelf.manifest.aliases = ""


def key_of(house: House, email: str) -> tuple[Person, str]:
    with house.records.reading() as connection:
        account = accounts.by_email(connection, email)
    assert account is not None
    return people.person_of(account), f"account:{account.id}:{account.session_epoch}"


def word_of(house: House, email: str = "rep@x.gr", *territories: str) -> str:
    person, key = key_of(house, email)
    return tokens.make(house.records, person, key, "Excel", 30, territories)


def program(house: House, email: str = "rep@x.gr", *territories: str, language: str = "") -> Program:
    return Program(house, word_of(house, email, *territories), language)


def told(answer: TestResponse, status: int) -> dict[str, Any]:
    """A problem as RFC 9457 has it."""
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json"), answer.text
    problem: dict[str, Any] = words.Problem.model_validate(answer.json).model_dump()
    assert problem["status"] == status
    assert problem["detail"]
    return problem


def rows(answer: TestResponse) -> Any:
    assert answer.status_code == 200, answer.text
    return answer.json["rows"]  # type: ignore[index]


# Who passes


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer ", "Bearer nonsense", "Basic cmVwOng=", "Bearer é"]
)
def test_without_a_token_that_opens_there_is_nothing(house: House, path: str, authorization: str) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    answer = house.server.test_client().get(f"/api/v1{path}", headers=headers)
    told(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "net_sales" not in answer.text


def test_a_signed_in_browser_is_no_program(house: House) -> None:
    browser = house.browser("boss@x.gr")
    for path in PATHS:
        told(browser.get(f"/api/v1{path}"), 401)
    told(browser.post("/api/v1/ask", json=BY_REGION), 401)


def test_a_token_opens_nothing_but_the_api(house: House) -> None:
    asking = house.server.test_client()
    headers = {"Authorization": f"Bearer {word_of(house, 'boss@x.gr')}"}
    for path in ("/", "/tokens", "/download/xlsx?page=/", "/api/v2/ask", "/exports", "/preferences"):
        answer = asking.get(path, headers=headers)
        assert answer.status_code in (303, 401), path


@pytest.mark.parametrize("name", ["access_token", "token", "measures", "x"])
def test_a_token_in_an_address_is_refused(house: House, name: str) -> None:
    word = word_of(house)
    for asking in (house.server.test_client(), program(house)):
        path = "/ask" if isinstance(asking, Program) else "/api/v1/ask"
        answer = asking.get(f"{path}?{name}={word}")
        assert told(answer, 400)["type"] == "urn:metron:api.token_in_address"
        assert word not in answer.text


def expire(house: House) -> None:
    with house.records.writing() as connection:
        connection.execute(sa.update(api_token).values(expires_at=dt.datetime.now(dt.UTC)))


def take_back(house: House) -> None:
    person, _ = key_of(house, "rep@x.gr")
    assert tokens.revoke(house.records, person, tokens.of_person(house.records, person)[0].id)


def lock(house: House) -> None:
    people.set_active(house.records, "rep@x.gr", active=False)


def unlock(house: House) -> None:
    lock(house)
    people.set_active(house.records, "rep@x.gr", active=True)


def renew(house: House) -> None:
    people.reset(house.records, "rep@x.gr")


@pytest.mark.parametrize("change", [expire, take_back, lock, unlock, renew])
def test_a_token_is_lost_at_once(house: House, change: Callable[[House], None]) -> None:
    asking = program(house)
    assert asking.ask().status_code == 200
    change(house)
    told(asking.ask(), 401)
    told(asking.get("/measures"), 401)


def test_a_token_whose_owner_has_no_territory_any_more_is_denied(house: House) -> None:
    asking = program(house)
    people.take(house.records, "rep@x.gr", HandGrant("N", dt.date(2026, 6, 30)))
    assert told(asking.ask(), 403)["type"] == "urn:metron:access.no_territory"
    told(asking.get("/members?dimension=customer"), 403)


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "/nowhere", 404), ("GET", "/", 404), ("POST", "/nowhere", 405), ("DELETE", "/ask", 405),
    ("PUT", "/measures", 405), ("POST", "/measures", 405), ("GET", "/views/1", 404),
])  # fmt: skip
def test_there_is_nothing_else(house: House, method: str, path: str, status: int) -> None:
    asking = program(house)
    answer = house.server.test_client().open(f"/api/v1{path}", method=method, headers=asking.headers)
    assert told(answer, 404 if answer.status_code == 404 else status)
    if answer.status_code == 405:
        assert answer.headers["Allow"]


# What a token opens


@pytest.mark.parametrize("email", ["rep@x.gr", "leader@x.gr"])
def test_somebody_elses_territory_stays_shut(house: House, email: str) -> None:
    asking = program(house, email)
    assert rows(asking.ask()) == [["North", "60.0000"]]
    for asked in (
        {**BY_REGION, "by": ["customer"]},
        {**BY_REGION, "by": ["territory"], "subtotals": True, "against": "quota"},
        {"words": "net sales by region this year"},
        {"measures": ["quota", "attainment", "active_customers"], "by": ["region", "fiscal_month"]},
    ):
        answer = asking.ask(asked)
        assert answer.status_code == 200, answer.text
        assert not [secret for secret in SECRETS if secret in answer.text], asked
    for form in ("csv", "arrow"):
        data = asking.ask({**BY_REGION, "format": form}).data
        assert b"North" in data
        assert b"South" not in data
    members = asking.get("/members?dimension=region")
    assert members.json == {"members": [{"key": "N", "label": "North"}]}
    assert asking.get("/members?dimension=customer&text=s").json == {"members": []}
    for path in ("/measures", "/dimensions", "/publication"):
        answer = asking.get(path)
        assert answer.status_code == 200
        assert not [secret for secret in SECRETS if secret in answer.text]


@pytest.mark.parametrize("asked", [
    {**BY_REGION, "where": ["territory = S"]}, {**BY_REGION, "where": ["territory = South"]},
    {**BY_REGION, "where": ["customer = s"]}, {**BY_REGION, "where": ["region in (N, S)"]},
    {"words": "net sales in South this year"},
])  # fmt: skip
def test_what_is_not_ones_own_is_not_known(house: House, asked: dict[str, Any]) -> None:
    answer = program(house).ask(asked)
    told(answer, 422)
    assert "90.0000" not in answer.text
    assert program(house, "boss@x.gr").ask(asked).status_code == 200


def test_a_narrowed_token_opens_less_and_does_not_say_how_much_less(house: House) -> None:
    people.give(house.records, "leader@x.gr", HandGrant("S", YEARS_AGO))
    whole, less = program(house, "leader@x.gr"), program(house, "leader@x.gr", "N")
    assert rows(whole.ask()) == [["North", "60.0000"], ["South", "90.0000"]]
    assert sorted(whole.ask().json["statement"]["paths"].values()) == ["North", "South"]  # type: ignore[index]
    answer = less.ask()
    assert rows(answer) == [["North", "60.0000"]]
    assert answer.json["statement"] is None  # type: ignore[index]
    assert not [secret for secret in SECRETS if secret in answer.text]
    assert less.get("/members?dimension=region").json == {"members": [{"key": "N", "label": "North"}]}
    told(less.ask({**BY_REGION, "where": ["territory = S"]}), 422)
    assert rows(program(house, "boss@x.gr", "N").ask()) == [["North", "60.0000"]]


def test_names_are_found_within_the_narrower_limit_whoever_asked_before(house: House) -> None:
    sentence = {"words": "net sales in South this year"}
    assert program(house, "boss@x.gr").ask(sentence).status_code == 200
    less = program(house, "boss@x.gr", "N")
    # Found by the names of another scope, it would be refused by its key, which is not one's to know.
    problem = told(less.ask(sentence), 422)
    assert problem["type"] == "urn:metron:api.doubts"
    assert problem["doubts"][0]["words"] == "South"
    assert less.ask({"words": "net sales in North this year"}).status_code == 200


def test_a_narrowed_token_never_outlives_what_its_owner_has(house: House) -> None:
    people.give(house.records, "leader@x.gr", HandGrant("S", YEARS_AGO))
    south = program(house, "leader@x.gr", "S")
    assert rows(south.ask()) == [["South", "90.0000"]]
    people.take(house.records, "leader@x.gr", HandGrant("S", dt.date(2026, 6, 30)))
    assert told(south.ask(), 403)["type"] == "urn:metron:access.narrowed_away"
    told(south.get("/members?dimension=customer"), 403)
    # What was never the owner's is not opened by a row of the table either.
    assert told(program(house, "rep@x.gr", "S").ask(), 403)["type"] == "urn:metron:access.narrowed_away"


def test_a_role_that_is_changed_changes_the_token(house: House) -> None:
    asking = program(house, "boss@x.gr")
    assert len(rows(asking.ask())) == 2
    with house.records.writing() as connection:
        table = sa.Table("person", sa.MetaData(), autoload_with=connection)
        connection.execute(sa.update(table).where(table.c.email == "boss@x.gr").values(role=str(Role.REP)))
    told(asking.ask(), 403)


# What is said


def test_an_answer_is_the_command_lines(house: House) -> None:
    answer = program(house).ask({**BY_REGION, "against": "prior_year_working", "shows": ["difference"]})
    found = words.Answered.model_validate(answer.json)
    assert [column.key for column in found.columns] == [
        "region", "net_sales", "net_sales.prior", "net_sales.difference"
    ]  # fmt: skip
    assert found.rows == [["North", "60.0000", "70.0000", "-10.0000"]]
    assert found.totals == [None, "60.0000", "70.0000", "-10.0000"]
    assert (found.row_count, found.as_of) == (1, "2026-06-30")
    assert found.statement is not None
    [path] = re.findall(r"line\.path_credited IN \(\$(path\d)\)", found.statement.sql)
    assert path in found.statement.parameters
    assert found.statement.paths == {path: "North"}
    assert answer.headers["Metron-Publication"] == found.publication
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_an_address_asks_the_same(house: House) -> None:
    asking = program(house, "boss@x.gr")
    query = (
        "?measures=net_sales&measures=orders&by=region&period=2026-01-01..2026-06-30&sort=-net_sales&limit=1"
    )
    asked = {**BY_REGION, "measures": ["net_sales", "orders"], "sort": ["-net_sales"], "limit": 1}
    assert asking.get(f"/ask{query}").json == asking.ask(asked).json
    assert asking.get(f"/ask{query}&format=csv").text == "region,net_sales,orders\nSouth,90.0000,0\n"


def test_arrow_is_exact_and_says_its_types_without_rows(house: House) -> None:
    accept = {"Accept": "application/vnd.apache.arrow.stream"}
    asked = {
        "measures": ["net_sales", "attainment", "orders"],
        "by": ["region", "day"],
        "sort": ["day", "region"],
    }
    asking = program(house, "boss@x.gr")
    answer = asking.ask({**asked, "period": "2026-01-01..2026-06-30"}, **accept)
    assert answer.mimetype == accept["Accept"]
    table = pa.ipc.open_stream(io.BytesIO(answer.data)).read_all()
    assert table.schema.field("net_sales").type == pa.decimal128(38, 4)
    assert table.schema.field("day").type == pa.date32()
    sold = [one for one in table.to_pylist() if one["net_sales"]]
    assert [(one["region"], one["net_sales"]) for one in sold] == [
        ("North", Decimal(50)), ("South", Decimal(90)), ("North", Decimal(10))
    ]  # fmt: skip
    assert table.schema.metadata[b"as_of"] == b"2026-06-30"
    empty = asking.ask({**asked, "period": "2026-01-01..2026-06-30", "limit": 0}, **accept)
    assert pa.ipc.open_stream(io.BytesIO(empty.data)).read_all().schema.types == table.schema.types


def test_rows_beyond_the_limit_are_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = program(house, "boss@x.gr")
    assert asking.ask({**BY_REGION, "limit": words.MOST_ROWS + 1}).status_code == 422
    assert "2 rows" not in str(asking.ask({**BY_REGION, "limit": 1}).json)
    monkeypatch.setattr("dashboard.shell.api.forms.MOST_ROWS", 1)
    answer = asking.ask({**BY_REGION, "limit": 1}).json
    assert answer is not None
    assert (len(answer["rows"]), answer["row_count"]) == (1, 2)
    assert "There are 2 rows" in answer["notes"][-1]
    told(asking.ask({**BY_REGION, "by": ["region", "territory", "customer"], "subtotals": True}), 422)


def test_a_sentence_says_how_it_was_understood(house: House) -> None:
    answer = program(house, language="el").ask({"words": "καθαρές πωλήσεις ανά region φέτος", "limit": 5})
    found = words.Answered.model_validate(answer.json)
    assert found.rows == [["North", "60.0000"]]
    assert found.understood
    assert "Καθαρές πωλήσεις" in found.understood[0]
    assert program(house).get("/ask?words=net+sales+by+region+this+year").json["rows"] == found.rows  # type: ignore[index]


def test_a_doubt_is_asked_back_and_nothing_guessed(house: House) -> None:
    problem = told(program(house).ask({"words": "net sales by region xyzzyq this year"}), 422)
    (doubt,) = problem["doubts"]
    assert (doubt["kind"], doubt["words"]) == ("unknown_word", "xyzzyq")
    assert "xyzzyq" in doubt["detail"]
    offered = told(program(house).ask({"words": "by region this year"}), 422)["doubts"][0]["offers"]
    assert offered
    assert program(house).ask({"words": offered[0]["words"]}).status_code == 200
    told(program(house).ask({"words": "net sales this year", "measures": ["orders"]}), 422)


@pytest.mark.parametrize("email", ["rep@x.gr", "leader@x.gr", "boss@x.gr"])
@pytest.mark.parametrize("asked", [
    {"measures": ["payout"]}, {"measures": ["net_sales", "payout_rate"], "by": ["rep"]},
    {"words": "payout by rep this year"},
])  # fmt: skip
def test_a_program_is_told_nobodys_pay(house: House, email: str, asked: dict[str, Any]) -> None:
    problem = told(program(house, email).ask(asked), 403)
    assert problem["detail"].startswith("This asks for pay")


def test_what_can_be_asked_is_listed(house: House) -> None:
    asking = program(house)
    measures = {one.key: one for one in words.Measures.model_validate(asking.get("/measures").json).measures}
    assert measures["net_sales"].unit == "EUR"
    assert measures["net_sales"].available
    assert not measures["contacts"].available
    known = [one.key for one in words.Dimensions.model_validate(asking.get("/dimensions").json).dimensions]
    assert {"region", "customer", "day"} <= set(known)
    told(asking.get("/members?dimension=colour"), 422)
    told(asking.get("/members"), 422)
    assert words.Publication.model_validate(asking.get("/publication").json).as_of == "2026-06-30"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("asked", "field"), [
    ({"measure": ["net_sales"]}, "measures"), ({"measures": "net_sales"}, "measures"),
    ({"measures": ["net_sales"], "limit": "1"}, "limit"), ({"measures": ["net_sales"], "limit": -1}, "0"),
    ({"measures": ["x"] * 21}, "20"), ({"where": ["x" * 2001]}, "2000"), ([], ""), ("x", ""), (7, ""),
])  # fmt: skip
def test_what_is_wrong_is_named(house: House, language: str, asked: Any, field: str) -> None:
    answer = program(house, language=language).ask(asked) if asked != [] else _posted(house, "[]", language)
    problem = told(answer, 422)
    assert field in problem["errors"][0]["detail"]
    assert answer.headers["Content-Language"] == language
    greek = bool(re.search("[α-ω]", problem["detail"]))
    assert greek is (language == "el")
    assert "pydantic" not in answer.text


def _posted(
    house: House, text: str | bytes, language: str = "", kind: str = "application/json"
) -> TestResponse:
    asking = program(house, language=language)
    return house.server.test_client().post(
        "/api/v1/ask", data=text, content_type=kind, headers=asking.headers
    )


@pytest.mark.parametrize(("text", "kind", "status"), [
    ("{", "application/json", 400), (b"\xff", "application/json", 400), ("", "application/json", 400),
    ("[" * 30_000, "application/json", 400), ("{}", "text/plain", 415),
    ("measures=net_sales", "application/x-www-form-urlencoded", 415),
    (json.dumps({"words": "x" * 70_000}), "application/json", 413),
    ('{"measures": ["net_sales"], "measures": ["\\ud800"]}', "application/json", 422),
    ('{"measures": ["net_sales"], "limit": 1e999}', "application/json", 422),
    ('{"measures": ["net_sales"], "limit": NaN}', "application/json", 422),
])  # fmt: skip
def test_a_body_that_is_no_question_is_refused(
    house: House, text: str | bytes, kind: str, status: int
) -> None:
    told(_posted(house, text, kind=kind), status)


@pytest.mark.parametrize(("query", "status"), [
    ("measures=net_sales&limit=1&limit=2", 422), ("measure=net_sales", 422),
    ("measures=net_sales&limit=x", 422),
    ("measures=net_sales&format=xml", 422), ("measures=nothing", 422), ("", 422), ("words=", 422),
    ("measures=net_sales&period=never", 422), ("measures=net_sales&by=colour", 422),
])  # fmt: skip
def test_an_address_that_is_no_question_is_refused(house: House, query: str, status: int) -> None:
    told(program(house).get(f"/ask?{query}"), status)
    told(program(house).get("/measures?text=x"), 422)


def test_a_form_that_nobody_has_is_refused(house: House) -> None:
    told(program(house).ask(Accept="image/png"), 406)
    assert program(house).ask(Accept="text/csv").mimetype == "text/csv"
    assert program(house).ask(Accept="text/*;q=0.5, */*;q=0.1").mimetype == "text/csv"
    assert program(house).ask(Accept="*/*").mimetype == "application/json"


# How often, how long


def test_too_often_is_refused_with_when_to_try_again(house: House) -> None:
    with house.server.app_context():
        house.server.extensions[bearer._PLACE] = bearer.Turns(bearer.understood("3 per minute", "api_limit"))
    asking, other = program(house), program(house)
    for _ in range(3):
        assert asking.get("/publication").status_code == 200
    answer = asking.get("/publication")
    told(answer, 429)
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert other.get("/publication").status_code == 200


def test_only_so_many_run_at_once_and_each_gives_its_turn_back(house: House) -> None:
    asking = program(house)
    turns = house.server.extensions[bearer._PLACE]
    for _ in range(3 * bearer.AT_ONCE):
        assert asking.get("/publication").status_code == 200
        told(asking.get("/nowhere"), 404)
        told(asking.ask({"measures": ["x"]}), 422)
    (token,) = tokens.of_person(house.records, key_of(house, "rep@x.gr")[0])
    for _ in range(bearer.AT_ONCE):
        turns.take(token.id)
    answer = asking.get("/publication")
    assert told(answer, 429)["type"] == "urn:metron:api.at_once"
    assert answer.headers["Retry-After"] == "1"
    turns.give_back(token.id)
    assert asking.get("/publication").status_code == 200


@pytest.mark.parametrize(("error", "status", "said"), [
    (TooLong("ask.too_long", seconds="30"), 422, "territory"), (Failed("ask.too_many_wait"), 503, "waiting"),
    (ZeroDivisionError("secret"), 500, "or send"), (Failed("load.answer_too_large", limit="4GB"), 500, "4GB"),
])  # fmt: skip
def test_what_takes_too_long_or_breaks_ends_with_advice(
    house: House, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, said: str
) -> None:
    kept = Built.read

    def read(shelf: Built, statement: Statement) -> Any:
        if statement.relations:
            raise error
        return kept(shelf, statement)

    asking = program(house, "boss@x.gr")
    monkeypatch.setattr(Built, "read", read)
    answer = asking.ask()
    assert said in told(answer, status)["detail"]
    assert "secret" not in answer.text
    assert ("Retry-After" in answer.headers) is (status == 503)


# Whatever is asked, it is answered or refused


ODD = st.one_of(
    st.text(max_size=40),
    st.sampled_from([
        "net_sales", "region", "customer", "day", "-net_sales", "ytd", "all", "2026-01-01..2026-02-31",
        "rank", "territory = N", "top 3 customer", "net_sales > 1", "quota", "\x00", "'", "$1",
        "net_sales:rank",
        "customer in (')", "2199-12-31..1900-01-01", "forecast", "κορυφαίοι 5 πελάτες φέτος",
    ]),
)  # fmt: skip
LISTS = ("measures", "by", "across", "where", "shows", "bounds", "sort")
ASKED = st.fixed_dictionaries({}, optional={
    **{name: st.lists(ODD, max_size=3) for name in LISTS},
    **dict.fromkeys(("period", "against", "top", "words"), ODD),
    "alignment": st.sampled_from(["", "today", "credited", "x"]),
    "incomplete": st.sampled_from(["in", "out"]),
    "limit": st.integers(-1, 200_000), "offset": st.integers(-1, 2**70), "subtotals": st.booleans(),
    "format": st.sampled_from(["json", "csv", "arrow"]),
})  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(asked=ASKED, by_address=st.booleans())
def test_nothing_that_is_asked_breaks_it(open_house: House, asked: dict[str, Any], by_address: bool) -> None:
    asking = open_house.asking  # type: ignore[attr-defined]
    if by_address:
        answer = open_house.server.test_client().get(
            "/api/v1/ask", query_string=asked, headers=asking.headers
        )
    else:
        answer = asking.ask(asked)
    assert answer.status_code in (200, 400, 422), (asked, answer.text)
    if answer.status_code != 200:
        told(answer, answer.status_code)
    assert b"South" not in answer.data.replace(
        json.dumps(asked, ensure_ascii=False).encode("utf-8", "replace"), b""
    )


@pytest.fixture
def open_house(house: House) -> House:
    """With a program that may ask as often as it likes."""
    house.server.extensions[bearer._PLACE] = bearer.Turns([])
    house.asking = program(house)  # type: ignore[attr-defined]
    return house


def test_a_saved_view_is_answered_with_the_rights_of_whoever_asks(house: House) -> None:
    address = "/explore?rows=customer&columns=none&measure=net_sales"
    with house.records.writing() as connection:
        shared = views.add(connection, "boss@x.gr", "Boss", Content("Customers", "", "all", address))
        own = views.add(connection, "boss@x.gr", "Boss", Content("Mine", "", "mine", address))
        other = views.add(connection, "boss@x.gr", "Boss", Content("Page", "", "all", "/leadership"))
        beyond = views.add(connection, "boss@x.gr", "Boss", Content("South", "", "all", f"{address}&at=S"))
    boss, rep = program(house, "boss@x.gr"), program(house, "rep@x.gr")
    assert [one["name"] for one in rep.get("/views").json["views"]] == ["Customers", "Page", "South"]  # type: ignore[index]
    whole = boss.get(f"/view?view={shared}").json
    assert [row[:2] for row in whole["rows"]] == [["s", "90.0000"], ["n", "60.0000"]]  # type: ignore[index]
    mine = rep.get(f"/view?view={shared}")
    assert [row[:2] for row in mine.json["rows"]] == [["n", "60.0000"]]  # type: ignore[index]
    assert not [secret for secret in SECRETS if secret in mine.text]
    lost = rep.get(f"/view?view={beyond}")
    assert [row[0] for row in lost.json["rows"]] == ["n"]  # type: ignore[index]
    assert lost.json["understood"]  # type: ignore[index]
    assert rep.get(f"/view?view={shared}&format=csv").text.splitlines()[1].startswith("n,60.0000")
    for id, status in ((own, 404), (10**6, 404), (other, 422)):
        told(rep.get(f"/view?view={id}"), status)
