"""A small company whose people are led at two levels, share lines in a team and across, come, go and move.

The land C has the regions A and B. Ann leads A, Bo leads B and, told twice, the place B1 in it; Top leads
all. a1 and x share A1 (60 % and 40 %). a2 works A2 until 15 May, then B2; h is hired for A2 on 20 May; b1
works B1. The place A3 and its owner a3 belong to A until 9 June, then to B.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from tests.answers.built import Rows

TODAY = dt.date(2026, 7, 31)
LEADERS = ("ann", "bo", "top")
_EVER = dt.date(2020, 1, 1)
_MOVED, _HIRED, _TURNED = dt.date(2026, 5, 16), dt.date(2026, 5, 20), dt.date(2026, 6, 10)
# Line, day, customer, product, net, cost, order.
_LINES = (
    ("1", dt.date(2026, 5, 4), "c1", "p", "100", "60", "o1"),  # a1 60, x 40: one line of Ann's
    ("2", dt.date(2026, 5, 5), "c1", "q", "40", "10", "o1"),
    ("3", dt.date(2026, 5, 15), "c2", "p", "50", "40", "o2"),  # a2's last day with Ann
    ("4", dt.date(2026, 5, 16), "d2", "p", "70", "30", "o3"),  # a2's first day with Bo
    ("5", dt.date(2026, 5, 17), "c2", "p", "9", "9", "o4"),  # nobody works A2
    ("6", dt.date(2026, 5, 21), "c2", "q", "30", "15", "o5"),  # h
    ("7", dt.date(2026, 5, 22), "d1", "p", "80", "20", "o6"),  # told: a1 a quarter, b1 three
    ("8", dt.date(2026, 5, 23), "d1", "q", "60", "50", "o7"),  # told: all a1's
    ("9", dt.date(2026, 6, 9), "c3", "p", "20", "5", "o8"),  # A3 is Ann's
    ("10", dt.date(2026, 6, 10), "c3", "p", "25", "5", "o9"),  # A3 is Bo's
    ("11", dt.date(2026, 6, 11), "c1", "p", "-10", "-6", "o1"),
    ("12", dt.date(2026, 7, 1), "d1", "p", "11", "7", "o10"),
)
_OWN = (("c1", "A1"), ("c2", "A2"), ("c3", "A3"), ("d1", "B1"), ("d2", "B2"))


def _works(rep: str, node: str, role: str = "owner", share: str | None = None, **days: Any) -> dict[str, Any]:
    return {
        "rep_id": rep, "territory_id": node, "role": role, "share": Decimal(share) if share else None,
        "valid_from": _EVER, "valid_to": None, **days,
    }  # fmt: skip


def _place(key: str, above: str | None, level: str, **days: Any) -> dict[str, Any]:
    return {
        "territory_id": key, "name": key, "parent_id": above, "level": level, "valid_from": None,
        "valid_to": None, **days,
    }  # fmt: skip


def led_company(**more: list[dict[str, Any]]) -> Rows:
    """Its rows."""
    rows: Rows = {
        "territories": [
            _place("C", None, "country"), _place("A", "C", "region"), _place("B", "C", "region"),
            _place("A1", "A", "place"), _place("A2", "A", "place"), _place("B1", "B", "place"),
            _place("B2", "B", "place"), _place("A3", "A", "place", valid_to=_TURNED),
            _place("A3", "B", "place", valid_from=_TURNED),
        ],
        "customers": [
            {"customer_id": key, "name": key, "segment": "big" if key == "c1" else "small"} for key, _ in _OWN
        ],
        "products": [
            {"product_id": key, "name": key, "category": name}
            for key, name in (("p", "food"), ("q", "drinks"))
        ],
        "alignments": [{"customer_id": key, "territory_id": node, "valid_from": _EVER} for key, node in _OWN],
        "reps": [
            {"rep_id": key, "name": key, "email": f"{key}@x.gr", "manager_id": None}
            for key in ("a1", "a2", "a3", "b1", "h", "x", *LEADERS)
        ],
        "assignments": [
            _works("a1", "A1", share="0.6"), _works("x", "A1", share="0.4"), _works("a3", "A3"),
            _works("a2", "A2", valid_to=_MOVED), _works("a2", "B2", valid_from=_MOVED),
            _works("h", "A2", valid_from=_HIRED), _works("b1", "B1"), _works("ann", "A", "manager"),
            _works("bo", "B", "manager"), _works("bo", "B1", "manager", valid_from=dt.date(2026, 1, 1)),
            _works("top", "C", "manager"),
        ],
        "sales": [
            {"line_id": key, "order_date": day, "customer_id": customer, "product_id": product,
             "net_amount": Decimal(net), "cost_amount": Decimal(cost), "order_id": order,
             "quantity": Decimal(-1 if net.startswith("-") else 1)}
            for key, day, customer, product, net, cost, order in _LINES
        ],
        "credits": [
            {"line_id": line, "rep_id": rep, "share": Decimal(share), "reason": "agreed"}
            for line, rep, share in (("7", "a1", "0.25"), ("7", "b1", "0.75"), ("8", "a1", "1"))
        ],
    }  # fmt: skip
    return {**rows, **more}
