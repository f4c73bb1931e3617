"""Words that look or sound like others, and mean something else."""

import pytest

from dashboard.access.scope import operator
from dashboard.answers.warehouse_shelf import Shelf
from dashboard.asking.read import read
from tests.asking.company import meant, told

TRAPS = {
    "one letter apart: territory": ("πωλήσεις ανά περιοχή", "net_sales | by territory"),
    "one letter apart: region": ("πωλήσεις ανά περιφέρεια", "net_sales | by region"),
    "an area of sales is a territory": ("πωλήσεις ανά περιοχή πωλήσεων", "net_sales | by territory"),
    "a city": ("πωλήσεις ανά πόλη", "net_sales | by city"),
    "much, that sounds like a city": ("θέλω πολύ τις πωλήσεις", "net_sales"),
    "a city in Latin letters, after by": ("poliseis ana poli", "net_sales | by city"),
    "category of customer: segment": ("πωλήσεις ανά κατηγορία πελάτη", "net_sales | by segment"),
    "category of customers, inflected": ("τζίρος ανά κατηγορίες πελατών", "net_sales | by segment"),
    "category of product": ("πωλήσεις ανά κατηγορία", "net_sales | by category"),
    "margin in money": ("μικτό κέρδος φέτος", "gross_margin | @this_year"),
    "margin as a rate": ("μικτό περιθώριο φέτος", "gross_margin_rate | @this_year"),
    "margin, bare": ("περιθώριο", "gross_margin_rate"),
    "gross written the other way": ("μεικτό κέρδος", "gross_margin"),
    "orders are counted": ("παραγγελίες", "orders"),
    "the average of orders": ("μέση παραγγελία", "average_order"),
    "medium customers, that look like average": ("πωλήσεις μεσαίων πελατών", "net_sales | segment=Μεσαίοι"),
    "the last quarter is complete": ("πωλήσεις τελευταίο τρίμηνο", "net_sales | @last_quarter"),
    "three last months are complete": (
        "πωλήσεις τελευταίοι 3 μήνες", "net_sales | @2026-08-01..2026-10-31",
    ),
    "market share is not share of wallet": ("μερίδιο στον πελάτη", "share_of_wallet"),
    "share alone is of the total": (
        "μερίδιο κάθε πωλητή", "net_sales | by rep | show share_of_total",
    ),
    "visits are not calls by phone": ("επισκέψεις", "visits"),
    "growth is a measure": ("ανάπτυξη", "growth | vs prior_year"),
    "any other change is shown": (
        "μεταβολή παραγγελιών", "orders | vs prior_year | show difference_pct",
    ),
    "a quarter by its Latin T": ("T1 2026 πωλήσεις", "net_sales | @2026-01-01..2026-03-31"),
    "a quarter by its Greek Τ": ("Τ1 2026 πωλήσεις", "net_sales | @2026-01-01..2026-03-31"),
    "a quarter by letter and mark": ("Α΄ τρίμηνο 2026 πωλήσεις", "net_sales | @2026-01-01..2026-03-31"),
    "a half by letter and mark": ("Β' εξάμηνο 2025 πωλήσεις", "net_sales | @2025-07-01..2025-12-31"),
    "a fiscal year": ("χρήση 2025 πωλήσεις", "net_sales | @2025-01-01..2025-12-31"),
    "last year spelt both ways": ("πωλήσεις πέρυσι", "net_sales | @last_year"),
    "may is a month": ("sales in May", "net_sales | @2026-05-01..2026-05-31"),
    "a number of years is no year": ("customers over 2000 sales", "net_sales | by customer | net_sales>2000"),
    "a kind is a product": ("πωλήσεις ανά είδος", "net_sales | by product"),
    "a sector of the tree": ("πωλήσεις ανά τομέα", "net_sales | by district"),
    "actual beside plan": ("απολογιστικά ανά μήνα", "net_sales | by fiscal_month"),
    "from the beginning of the year": ("πωλήσεις από την αρχή του χρόνου", "net_sales | @ytd"),
    "a thousand with a point": ("πελάτες με τζίρο >20.000", "net_sales | by customer | net_sales>20000"),
    "a tenth with a comma": (
        "πελάτες με τζίρο πάνω από 1,5 εκ.", "net_sales | by customer | net_sales>1500000",
    ),
    "who is a rep": ("ποιος είναι κάτω από 90% του στόχου", "attainment | by rep | attainment<0.9"),
    "a target that stands beside": ("πωλήσεις και στόχος ανά πωλητή", "net_sales,quota | by rep"),
    "a target that is compared with": ("πωλήσεις έναντι στόχου", "net_sales | vs quota"),
    "a name in the genitive": ("πωλήσεις Θεσσαλονίκης", "net_sales | city=Θεσσαλονίκη"),
    "a name that two bear": ("τζίρος Νίκου", "net_sales | ?ambiguous_member:Νίκου"),
    "a name said in full": ("τζίρος Νίκου Οικονόμου", "net_sales | rep=Νίκος Οικονόμου"),
    "a word of several names": ("έκπτωση στον νότο", "discount_rate | ?ambiguous_member:νότο"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "notation"), TRAPS.values(), ids=TRAPS)
def test_a_trap_is_not_stepped_into(text: str, notation: str, shelf: Shelf) -> None:
    assert told(read(text, operator(), shelf)) == meant(notation)


def test_pay_is_asked_by_all_its_names(shelf: Shelf) -> None:
    for word in ("bonus", "payout", "commission", "προμήθειες", "μπόνους", "πριμ", "μεταβλητή αμοιβή"):
        assert told(read(f"{word} ανά πωλητή", operator(), shelf)) == {"payout", "by rep"}
