"""A company of everything that breaks pages: no panel fails, is too wide or lies over another."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.served import Served, at_home, run, serving
from tests.browser.visit import Visit, new_window, sign_in_first

EMAIL, PASSWORD = "boss@odd.example", "correct horse battery staple"
LONG = (
    "Ανώνυμη Εταιρεία Εισαγωγών Εξαγωγών και Αντιπροσωπειών Τροφίμων Ποτών "
    "Καλλυντικών Πελοποννήσου και Ιονίων Νήσων ΑΕΒΕ"
)
HEBREW, EMOJI = "אזור הדרום והמרכז", "🎉 Fête 👩‍👩‍👧‍👦 & <b>bold</b> 🚚"
# Many customers; one with a long name; more returned than sold; no quota; a quota and nothing else; nothing.
PLACES = {
    "many": "Many", "one": LONG, "returns": HEBREW, "free": EMOJI, "quota": "A quota and no sale",
    "empty": "Nothing",
}  # fmt: skip
MAPPING = """
name = "Odd"
{sources}
[[table.sales]]
from = "sales"
[table.sales.columns]
line_id = "line"
order_id = "line"
order_date = "CAST(day AS DATE)"
customer_id = "customer"
product_id = "product"
quantity = "1"
net_amount = "CAST(amount AS DECIMAL(18,2))"
cost_amount = "CAST(amount AS DECIMAL(18,2)) * 0.6"
[[table.customers]]
from = "customers"
[table.customers.columns]
customer_id = "code"
name = "name"
[[table.products]]
from = "products"
[table.products.columns]
product_id = "code"
name = "name"
category = "name"
[[table.territories]]
from = "territories"
[table.territories.columns]
territory_id = "code"
name = "name"
parent_id = "parent"
level = "level"
[[table.alignments]]
from = "customers"
[table.alignments.columns]
customer_id = "code"
territory_id = "territory"
valid_from = "DATE '2024-01-01'"
[[table.quotas]]
from = "quotas"
[table.quotas.columns]
territory_id = "territory"
measure = "'net_sales'"
period_start = "DATE '2026-01-01'"
period_end = "DATE '2027-01-01'"
amount = "CAST(amount AS DECIMAL(18,2))"
"""
# Every pair of words that lie over each other, as far as they can be seen.
OVERLAPS = """() => {
  const seen = (box, clip) => ({
    left: Math.max(box.left, clip.left), right: Math.min(box.right, clip.right),
    top: Math.max(box.top, clip.top), bottom: Math.min(box.bottom, clip.bottom) });
  const words = [];
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim(), inside = walker.currentNode.parentElement;
    if (!text || !inside.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (inside.closest(".unseen, .table-side, title, details:not([open]) > :not(summary)")) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    for (const rect of range.getClientRects()) {
      let box = rect;
      for (let one = inside; one; one = one.parentElement)
        if (getComputedStyle(one).overflow !== "visible") box = seen(box, one.getBoundingClientRect());
      if (box.right - box.left > 3 && box.bottom - box.top > 3) words.push({ text, box, inside });
    }
  }
  const found = [];
  words.forEach((one, at) => words.slice(at + 1).forEach((other) => {
    if (one.inside.contains(other.inside) || other.inside.contains(one.inside)) return;
    const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
    const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
    if (wide > 2 && high > 4) found.push(`${one.text} | ${other.text}`);
  }));
  return found;
}"""


def _write(file: Path, heads: str, rows: Iterable[tuple[object, ...]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(heads.split())
        writer.writerows(rows)


def _company(folder: Path) -> Path:
    customers = [(f"m{n}", f"Customer {n:05d}", "many") for n in range(10_000)]
    customers += [
        ("o", LONG, "one"),
        ("r1", EMOJI, "returns"),
        ("r2", HEBREW, "returns"),
        ("f", "x" * 120, "free"),
    ]
    sales: list[tuple[object, ...]] = []
    for code, _, territory in customers:
        for year, day in (("2025", "03-03"), ("2026", "03-03"), ("2026", "11-12")):
            amount = -900_000.25 if territory == "returns" and year == "2026" else 1_000.5
            sales.append(
                (f"{code}-{year}-{day}", f"{year}-{day}", code, "p1" if day == "03-03" else "p2", amount)
            )
    tree = [("all", LONG, "", "country"), *((key, name, "all", "territory") for key, name in PLACES.items())]
    files = {
        "sales": ("line day customer product amount", sales),
        "customers": ("code name territory", customers),
        "products": ("code name", [("p1", LONG), ("p2", f"{HEBREW} {EMOJI}")]),
        "territories": ("code name parent level", tree),
        "quotas": (
            "territory amount",
            [("many", 3e7), ("one", 1), ("returns", 5_000), ("quota", 123_456_789.12)],
        ),
    }
    for name, (heads, rows) in files.items():
        _write(folder / f"{name}.csv", heads, rows)
    sources = "\n".join(f'[source.{name}]\nfile = "{name}.csv"' for name in files)
    mapping = folder / "mapping.toml"
    mapping.write_text(MAPPING.format(sources=sources), encoding="utf-8")
    return mapping


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, str]]:
    """The company, served, and the password of its executive."""
    home, folder = tmp_path_factory.mktemp("odd-home"), tmp_path_factory.mktemp("odd")
    run("load", str(_company(folder)), environment=at_home(home))
    with serving(home) as served:
        yield served, served.open_account(EMAIL, "executive")


@pytest.fixture(scope="module")
def inside(odd: tuple[Served, str], browser: Browser) -> Iterator[Page]:
    """The window of somebody who has signed in."""
    served, password = odd
    page = new_window(browser, reduced_motion="reduce")
    sign_in_first(page, served.address, EMAIL, password, PASSWORD)
    yield page
    page.context.close()


@pytest.mark.parametrize(("language", "width"), [("el", 390), ("en", 1280)])
def test_whatever_a_company_holds_every_page_stands(
    odd: tuple[Served, str], inside: Page, language: str, width: int
) -> None:
    address = odd[0].address
    inside.context.add_cookies([{"name": "metron_language", "value": language, "url": address}])
    there = Visit(inside, address)
    there.page.set_viewport_size({"width": width, "height": 900})
    wrong = []
    pages = ["/", "/leadership", "/customer?of=o", "/customer?of=r1", "/customer?of=f"]
    there.open("/glossary")
    for path in [*pages, *(f"{one}?at={key}" for one in ("/", "/leadership") for key in PLACES)]:
        there.follow(path)
        failed = there.page.locator("main .state.failed").all_inner_texts()
        beyond = there.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        wrong += [
            f"{path}: {one}" for one in (*failed, *there.page.evaluate(OVERLAPS), *["too wide"] * beyond)
        ]
    assert not wrong, "\n".join(wrong)
    assert not there.complaints
