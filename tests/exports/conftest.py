"""A company of names that would break a careless writer, and its pages as they leave."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from dashboard.access.scope import operator
from dashboard.exports.sheet import Document
from dashboard.pages.address import Address
from dashboard.pages.document import page_document, tile_document
from dashboard.pages.leadership import LEADERSHIP
from dashboard.pages.page import Page
from dashboard.pages.territory import TERRITORY
from dashboard.pages.view import View
from dashboard.text import Language
from tests.answers.built import Built
from tests.pages.test_leadership import DAY, company, look, shelf_of

# Markup of Typst, formulas of a spreadsheet, and letters that few fonts have.
HOSTILE = (
    "=1+1", "+2", "-3", "@SUM(A1)", '#panic("x") $x$ *b* _i_ @ref <label> \\ "q" `c` //', "// all",
    "[a](b) ]", "שלום 🎉", "x" * 120, "A & B < C",
)  # fmt: skip
MADE = dt.date(2026, 11, 13)


def sale(key: str, on: dt.date, customer: str, amount: str, product: str = "p") -> dict[str, Any]:
    return {"line_id": key, "order_date": on, "customer_id": customer, "product_id": product,
            "quantity": Decimal(2), "net_amount": Decimal(amount)}  # fmt: skip


def hostile() -> dict[str, list[dict[str, Any]]]:
    """Two territories of customers with these names, who bought in both years; a product went, one came."""
    customers = [{"customer_id": f"c{n}", "name": name} for n, name in enumerate(HOSTILE)]
    sales = [sale("first", dt.date(2025, 1, 2), "c0", "10.10"), sale("last", DAY, "c0", "-20.25")]
    for n in range(len(HOSTILE)):
        now, then = f"{12345 + 1111 * n}.67", f"{13000 + 1000 * n}.05"
        sales.append(sale(f"now{n}", dt.date(2026, 3, 2 + n), f"c{n}", now))
        sales.append(sale(f"then{n}", dt.date(2025, 3, 3 + n), f"c{n}", then, "q" if n % 2 else "p"))
    given = company(
        customers=customers,
        products=[{"product_id": "p", "name": "P", "category": "food"},
                  {"product_id": "q", "name": "Q", "category": HOSTILE[4]}],
        alignments=[
            {"customer_id": f"c{n}", "territory_id": "NS"[n % 2], "valid_from": dt.date(2020, 1, 1)}
            for n in range(len(HOSTILE))
        ],
        sales=sales,
        reps=[{"rep_id": "r", "name": "R"}],
        assignments=[
            {"rep_id": "r", "territory_id": "N", "role": "owner", "valid_from": dt.date(2020, 1, 1)}
        ],
    )  # fmt: skip
    for quota in given["quotas"]:
        quota["amount"] *= 900
    return given


@pytest.fixture(scope="session")
def shelf() -> Iterator[Built]:
    with shelf_of(hostile(), ideas=True) as made:
        yield made


PAGES = {"leadership": LEADERSHIP, "territory": TERRITORY}


def view_of(
    shelf: Any, language: Language = "en", page: Page = LEADERSHIP, at: str = "C", **chosen: Any
) -> View:
    view = look(shelf, language)
    # Some companies have no such territory: then the page is of all that there is.
    there = Address(page.path, at=at if at in view.tree.nodes else "", **chosen)
    return View(view.person, operator(), view.shelf, there, language, 1280, DAY)


def document_of(shelf: Any, language: Language = "en", page: Page = LEADERSHIP, **chosen: Any) -> Document:
    return page_document(page, view_of(shelf, language, page, **chosen), MADE)


def tile_of(shelf: Any, tile: str, language: Language = "en", page: Page = LEADERSHIP) -> Document:
    return tile_document(page, view_of(shelf, language, page), MADE, tile)
