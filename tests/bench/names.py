"""A company of very many customers and hardly any sales, to measure what a key stroke costs among them."""

import csv
import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice, product
from pathlib import Path

from dashboard.access.person import Person, Role
from dashboard.access.scope import HandGrant, Scope, grant, operator
from dashboard.answers.members import search
from dashboard.answers.warehouse import Warehouse
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.intake.load import load
from dashboard.metrics import catalogue
from dashboard.progress import silent
from dashboard.settings import Settings

CUSTOMERS = 100_000
TERRITORIES = 500
# Typed one letter after the other, as people do; and one word that stands within names.
TEXTS = ("π", "πα", "παπ", "παπα", "παπαδο", "διανομη", "1234")
_FIRST = (
    "Παπαδόπουλος", "Μακεδονική", "Αφοί Καρρά", "Ηλιάνθη", "Οικονόμου", "Γεωργίου", "Café Étoile",
    "Ναυτιλιακή",
)  # fmt: skip
_TRADE = (
    "Διανομή", "Εμπορική", "Τρόφιμα", "Trading", "Ποτά", "Καλλυντικά", "Υλικά", "Φαρμακείο", "Μίνι Μάρκετ",
)  # fmt: skip
_FORM = ("Α.Ε.", "Ο.Ε.", "Ε.Π.Ε.", "Ι.Κ.Ε.")
_MAPPING = """
name = "names"
[source.c]
file = "customers.csv"
[source.t]
file = "territories.csv"
[source.a]
file = "alignments.csv"
[source.s]
file = "sales.csv"
[[table.customers]]
from = "c"
columns = { customer_id = "c.customer_id", name = "c.name" }
[[table.territories]]
from = "t"
columns = { territory_id = "t.territory_id", name = "t.name", level = "'territory'" }
[[table.alignments]]
from = "a"
columns = { customer_id = "a.customer_id", territory_id = "a.territory_id", valid_from = "a.valid_from" }
[[table.sales]]
from = "s"
[table.sales.columns]
line_id = "s.line_id"
order_date = "s.order_date"
customer_id = "s.customer_id"
net_amount = "s.net_amount"
"""


@contextmanager
def many_names(home: Path) -> Iterator[Shelf]:
    """The company, loaded like any other and opened for reading; its home is removed in the end."""
    settings, files = Settings(home=home, today=dt.date(2026, 10, 31)), files_of(home)
    files.mkdir(parents=True)
    _write_company(files)
    warehouse = Warehouse(settings.place, settings.memory_limit, settings.threads, settings.answer_seconds)
    try:
        load(files / "mapping.toml", settings, silent)
        with warehouse.reading() as shelf:
            yield shelf
    finally:
        warehouse.close()
        shutil.rmtree(home, ignore_errors=True)


def files_of(home: Path) -> Path:
    """Where its source files are."""
    return home / "files"


def _write_company(files: Path) -> None:
    names = islice(product(range(CUSTOMERS), _FIRST, _TRADE, _FORM), 0, None, 7)
    people = [
        (f"C{n:06}", f"{first} {trade} {at} {form}")
        for n, (at, first, trade, form) in enumerate(islice(names, CUSTOMERS))
    ]
    places = [f"T{n:03}" for n in range(TERRITORIES)]
    owned = [(key, places[n % TERRITORIES], "2020-01-01") for n, (key, _) in enumerate(people)]
    sold = [(str(n), "2026-10-01", key, str(n % 99_991 + 1)) for n, (key, _) in enumerate(people)]
    _write(files, "customers", ("customer_id", "name"), people)
    _write(files, "territories", ("territory_id", "name"), [(one, f"Περιοχή {one}") for one in places])
    _write(files, "alignments", ("customer_id", "territory_id", "valid_from"), owned)
    _write(files, "sales", ("line_id", "order_date", "customer_id", "net_amount"), sold)
    (files / "mapping.toml").write_text(_MAPPING, encoding="utf-8")


def stroke(shelf: Shelf, scope: Scope, text: str) -> Callable[[], object]:
    """The names that are offered once so much has been typed."""
    dimension = catalogue.dimension("customer", shelf.outline.levels)
    return lambda: search(text, dimension, scope, shelf)


def scopes(shelf: Shelf) -> dict[str, Scope]:
    """Who types: one who sees everything, and one who sees a territory."""
    rep, day = Person("1", "rep@bench.example", "Rep", Role.REP), shelf.manifest.today
    return {"everything": operator(), "one territory": grant(rep, shelf, [HandGrant("T001", day)], day)}


def _write(folder: Path, name: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)
