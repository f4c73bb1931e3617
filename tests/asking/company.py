"""A small company with members of every kind, as people name them, and a reading in one line."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

from dashboard.answers.warehouse_shelf import Shelf
from dashboard.asking.reading import Reading
from dashboard.paths import DATA
from dashboard.settings import Company
from tests.answers.built import Built, Rows, built

DAY = dt.date(2026, 11, 12)
FIRST = dt.date(2022, 11, 13)

_TREE = {
    "Ελλάδα": {
        "Αττική": {
            "Βόρεια Προάστια": ["Μαρούσι-Κηφισιά", "Χαλάνδρι-Χολαργός"], "Νότια Προάστια": ["Γλυφάδα-Βούλα"],
        },
        "Κεντρική Μακεδονία": {"Θεσσαλονίκη Πόλη": ["Θεσσαλονίκη Κέντρο"]},
        "Δυτική Μακεδονία": {"Άξονας Δυτικά": ["Κοζάνη-Γρεβενά"]},
        "Ανατολική Μακεδονία και Θράκη": {"Θράκη": ["Ξάνθη-Κομοτηνή"]},
        "Θεσσαλία": {"Θεσσαλικός Κάμπος": ["Λάρισα-Τύρναβος"]},
        "Κρήτη": {"Δυτική Κρήτη": ["Χανιά-Σφακιά"]},
        "Δυτική Ελλάδα": {"Αχαΐα και Ηλεία": ["Πάτρα-Αίγιο"]},
        "Νότιο Αιγαίο": {"Κυκλάδες": ["Σύρος-Μύκονος"]},
    },
    "Κύπρος": {"Νήσος Κύπρος": {"Κύπρος Κέντρο": ["Λευκωσία-Λάρνακα"]}},
    "Βουλγαρία": {"Δυτική Βουλγαρία": {"Άξονας Στρυμόνα": ["Σόφια-Πέρνικ"]}},
    "Ρουμανία": {"Μουντένια": {"Κάτω Δούναβης": ["Βουκουρέστι-Πλοέστι"]}},
}  # fmt: skip
_REPS = (
    "Γιώργος Νικολάου", "Μαρία Παπαδοπούλου", "Ελένη Δημητρίου", "Κώστας Αντωνίου", "Νίκος Γεωργίου",
    "Νίκος Οικονόμου", "Άννα Σταθάκη",
)  # fmt: skip
_CUSTOMERS = (
    ("Παπαδόπουλος Α.Ε.", "Αθήνα", "Μεγάλοι πελάτες"), ("Μακεδονική Διανομή Α.Ε.", "Θεσσαλονίκη", "Μεσαίοι"),
    ("Αφοί Καρρά Ο.Ε.", "Χανιά", "Μικροί"), ("Ταβέρνα Ο Νικόλας", "Πάτρα", "Μικροί"),
    ("Μίνι Μάρκετ Σταθμός", "Ηράκλειο", "Μικροί"), ("Ξενοδοχείο Ροδιά", "Ρόδος", "Μεσαίοι"),
    ("Αγορά Λιμάνι", "Πειραιάς", "Μεσαίοι"), ("Φαρμακείο Υγεία", "Λευκωσία", "Μικροί"),
    ("Παντοπωλείο Πλάτανος", "Άγιος Νικόλαος", "Μικροί"),
)  # fmt: skip
_GOODS = (
    ("Ηλιάνθη Φέτα 400 g", "Ηλιάνθη", "Γαλακτοκομικά"), ("Θάλεια Κρέμα 50 ml", "Θάλεια", "Καλλυντικά"),
    ("Aquaris Φυσικό νερό 500 ml", "Aquaris", "Αναψυκτικά"), ("Nordiva Skyr", "Nordiva", "Γαλακτοκομικά"),
    ("Volta Pro 500", "Volta Pro", "Απορρυπαντικά"), ("Zenith Πίτσα", "Zenith", "Κατεψυγμένα"),
)  # fmt: skip
_CHANNELS = ("Σούπερ μάρκετ", "Χονδρική", "HoReCa", "Φαρμακεία", "E-shop")
_PERSONS = [f"R{n}" for n in range(1, len(_REPS) + 1)]


def rows() -> Rows:
    """The company's tables; each territory has a rep and a customer."""
    territories, leaves = _territories()
    customers = [
        {"customer_id": f"C{n:03}", "name": name, "city": city, "segment": segment}
        for n, (name, city, segment) in enumerate(_CUSTOMERS, 1)
    ]
    placed = [(customer["customer_id"], leaves[n % len(leaves)]) for n, customer in enumerate(customers)]
    return {
        "territories": territories,
        "reps": [
            {"rep_id": key, "name": name, "manager_id": None if key == "R7" else "R7"}
            for key, name in zip(_PERSONS, _REPS, strict=True)
        ],
        "assignments": [
            {"territory_id": leaf, "rep_id": _PERSONS[n % len(_PERSONS)], "role": "owner",
             "valid_from": FIRST, "valid_to": None}
            for n, leaf in enumerate(leaves)
        ],
        "customers": customers,
        "products": [
            {"product_id": f"P{n:03}", "name": name, "brand": brand, "category": category}
            for n, (name, brand, category) in enumerate(_GOODS, 1)
        ],
        "alignments": [
            {"customer_id": key, "territory_id": leaf, "valid_from": FIRST, "valid_to": None}
            for key, leaf in placed
        ],
        "sales": [
            {"line_id": str(n), "order_id": str(n), "order_date": DAY - dt.timedelta(days=n * 40),
             "customer_id": placed[n % len(placed)][0], "product_id": f"P{n % len(_GOODS) + 1:03}",
             "rep_id": _PERSONS[n % len(_PERSONS)], "channel": _CHANNELS[n % len(_CHANNELS)],
             "quantity": Decimal(1), "net_amount": Decimal(10 + n), "list_amount": Decimal(20 + n),
             "cost_amount": Decimal(5)}
            for n in range(28)
        ],
    }  # fmt: skip


def _territories() -> tuple[list[dict[str, object]], list[str]]:
    found: list[dict[str, object]] = []
    leaves: list[str] = []

    def add(name: str, level: str, parent: str | None) -> str:
        key = f"T{len(found) + 1:02}"
        found.append({"territory_id": key, "name": name, "level": level, "parent_id": parent})
        return key

    for country, regions in _TREE.items():
        top = add(country, "country", None)
        for region, districts in regions.items():
            middle = add(region, "region", top)
            for district, names in districts.items():
                low = add(district, "district", middle)
                leaves += [add(name, "territory", low) for name in names]
    return found, leaves


# What the demo company has besides: the tables that measures need, of which no line is read here.
_TABLES = frozenset({
    "sales", "customers", "products", "territories", "reps", "assignments", "alignments", "quotas",
    "opportunities", "opportunity_events", "activities", "call_plans", "absences", "price_floors",
})  # fmt: skip


def made() -> Shelf:
    """The company as a shelf that can be asked, with the demo's other words for its members."""
    one = built(rows(), Company(), DAY)
    aliases = (DATA / "demo" / "aliases.toml").read_text(encoding="utf-8")
    manifest = SimpleNamespace(
        id="asking", through=DAY, created_at=dt.datetime(2026, 11, 13), aliases=aliases
    )
    outline = replace(one.outline, tables=_TABLES, first=FIRST)
    return cast(Shelf, Built(one.connection, outline, manifest))


def told(reading: Reading) -> set[str]:
    """A reading in the notation of `sentences`, its parts in no order."""
    labels = {(dimension, key): label for dimension, key, label in reading.labels}
    parts = [",".join(reading.measures) or "-"]
    parts += [f"by {','.join(reading.by)}"] if reading.by else []
    for one in reading.where:
        names = "+".join(labels[one.dimension, key] for key in one.members)
        parts.append(f"{one.dimension}{'!=' if one.exclude else '='}{names}")
    parts += [f"{one.column}{one.sign}{one.value.normalize():f}" for one in reading.bounds]
    parts += [f"@{reading.period}"] if reading.period else []
    parts += [f"vs {reading.against.removesuffix('_working')}"] if reading.against else []
    if reading.top:
        top = reading.top
        within = f" per {top.per}" if top.per else ""
        rest = " with others" if top.others else ""
        parts.append(
            f"{'top' if top.descending else 'bottom'} {top.n} {top.of} by {top.column}{within}{rest}"
        )
    parts += [f"sort {'-' if one.descending else ''}{one.key}" for one in reading.order]
    parts += [f"show {reading.show}"] if reading.show != "value" else []
    parts += [f"as {reading.chart}"] if reading.chart else []
    return {*parts, *(f"?{one.kind}:{one.words}" for one in reading.doubts)}


def meant(notation: str) -> set[str]:
    """The parts of a line of notation."""
    return set(notation.split(" | "))
