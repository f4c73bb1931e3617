"""Downloads: behind the gate, within the scope, with the page's own address, and refused in a sentence."""

import io
from urllib.parse import quote, unquote

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from dashboard.errors import Failed
from dashboard.shell.downloads import disposition
from tests.shell.conftest import SECRET, House

FORMS = ("pdf", "xlsx", "pptx")


def test_nobody_passes_without_signing_in(house: House) -> None:
    answer = house.server.test_client().get("/download/xlsx?page=/leadership")
    assert answer.status_code in (303, 401)
    assert not answer.data.startswith(b"PK")


@pytest.mark.parametrize("form", FORMS)
def test_a_page_is_fetched_and_kept_by_nobody(house: House, form: str) -> None:
    answer = house.browser("boss@x.gr").get(f"/download/{form}?page=/leadership&at=C")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data[:4] == (b"%PDF" if form == "pdf" else b"PK\x03\x04")
    name = unquote(answer.headers["Content-Disposition"].partition("UTF-8''")[2])
    assert name == f"Leadership, Land 2026-06-30.{form}"


@pytest.mark.parametrize("email", ["rep@x.gr", "leader@x.gr"])
@pytest.mark.parametrize("address", [
    "xlsx?page=/&at=S", "pdf?page=/&at=S", "csv?page=/&tile=below&at=S", "png?page=/&tile=trend&at=S",
    "xlsx?page=/&at=C", "xlsx?page=/explore&at=S", "csv?page=/explore&tile=result&rows=customer&at=C",
])  # fmt: skip
def test_someone_elses_territory_is_refused_and_no_number_told(
    house: House, email: str, address: str
) -> None:
    answer = house.browser(email).get(f"/download/{address}")
    assert (answer.status_code, answer.mimetype) == (403, "text/plain")
    assert not [secret for secret in SECRET if secret in answer.text]


def test_a_page_holds_what_its_reader_may_see(house: House) -> None:
    book = load_workbook(io.BytesIO(house.browser("leader@x.gr").get("/download/xlsx?page=/leadership").data))
    cells = [str(cell.value) for page in book for row in page.iter_rows() for cell in row if cell.value]
    assert "North" in " ".join(cells)
    assert "60" in cells
    assert not [secret for secret in SECRET if secret in cells]


def test_what_is_explored_leaves_with_the_rights_of_its_reader(house: House) -> None:
    address = "/download/csv?page=/explore&tile=result&rows=customer&measure=net_sales&columns=none"
    assert [line.split(",")[0] for line in house.browser("boss@x.gr").get(address).text.splitlines()[1:]] == [
        "s", "n",
    ]  # fmt: skip
    mine = house.browser("rep@x.gr").get(address).text
    assert "n" in [line.split(",")[0] for line in mine.splitlines()]
    assert not [secret for secret in SECRET if secret in mine]


def test_a_file_that_has_no_numbers_says_why(house: House) -> None:
    address = "/download/csv?page=/explore&tile=result&measure=nonsense&rows=customer"
    assert "There is no measure «nonsense»" in house.browser("boss@x.gr").get(address).text


def test_a_page_of_another_role_is_refused(house: House) -> None:
    answer = house.browser("rep@x.gr").get("/download/pdf?page=/leadership")
    assert answer.status_code == 403


@pytest.mark.parametrize(("address", "status"), [
    ("pdf?page=/nowhere", 404), ("exe?page=/", 404), ("pptx?page=/", 404), ("csv?page=/", 404),
    ("csv?page=/&tile=nothing", 404), ("pdf?page=/&tile=trend", 404), ("pdf?page=/&period=never", 400),
    ("xlsx?page=/&where=colour+%3D+red", 400), ("pdf?page=/&where=" + "x" * 9000, 400),
])  # fmt: skip
@pytest.mark.parametrize("language", ["en", "el"])
def test_a_wrong_address_gets_a_sentence(house: House, address: str, status: int, language: str) -> None:
    answer = house.browser("boss@x.gr", language).get(f"/download/{address}")
    assert (answer.status_code, answer.mimetype) == (status, "text/plain")
    assert answer.text.endswith((".", ";", "?"))
    assert "Traceback" not in answer.text
    assert "Content-Disposition" not in answer.headers


@pytest.mark.parametrize("limit", ["category = Αναψυκτικά", quote("category = Αναψυκτικά")])
def test_an_address_is_read_in_greek_too(house: House, limit: str) -> None:
    answer = house.browser("boss@x.gr").get(f"/download/pdf?page=/&where={limit}")
    assert answer.status_code == 400
    assert "Αναψυκτικά" in answer.text


def test_what_breaks_is_told_with_its_number_alone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> bytes:
        raise RuntimeError("secret inner words")

    monkeypatch.setattr("dashboard.exports.paper.write_paper", broken)
    answer = house.browser("boss@x.gr").get("/download/pdf?page=/")
    assert answer.status_code == 500
    assert "secret" not in answer.text


def test_what_takes_too_long_is_a_failure(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(_: object) -> bytes:
        raise Failed("ask.too_long", seconds=30)

    monkeypatch.setattr("dashboard.exports.paper.write_paper", slow)
    answer = house.browser("boss@x.gr").get("/download/pdf?page=/")
    assert (answer.status_code, "30" in answer.text) == (500, True)


def test_it_is_in_the_readers_language_and_of_what_they_chose(house: House) -> None:
    answer = house.browser("boss@x.gr", "el").get(
        "/download/pdf?page=/leadership&at=N&period=2026-03-01..2026-03-31"
    )
    text = PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
    assert "31 Μαρ 2026" in text
    assert "North" in text
    assert "Διοίκηση" in unquote(answer.headers["Content-Disposition"])


@pytest.mark.parametrize(
    "name", ['a"; filename="b', "../../x", "a\r\nSet-Cookie: x=1", "Περιοχή/Α", "x" * 300, "..."]
)
def test_a_file_name_is_only_a_name(name: str) -> None:
    header = disposition(name, "pdf")
    assert "\r" not in header
    assert "\n" not in header
    plain = unquote(header.partition("UTF-8''")[2])
    assert plain.endswith(".pdf")
    assert len(plain) < 100
    assert not set(plain[:-4]) & set('"/\\:;')
    assert header.count('"') == 2
    header.encode("latin-1")
