"""What members put together come to, in plain Python: from the definitions, with loops and fractions.

`Folded` answers for one row (or, under None, for the total) of a question; what a row's members
are is read off its lines, never off another row.
"""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from tests.answers.recomputed import ONE, UNKNOWN, Line, Recomputed, Table, rounded, total

Rows = dict[Any, list[Line]]
Members = dict[tuple[str, ...], list[Line]]


def months_back(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = [31, 29 if year % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month]
    return dt.date(year, month + 1, min(day.day, last))


def by(dimensions: Iterable[str], lines: Iterable[Line]) -> Members:
    """Lines by member; the unknown is none."""
    found: Members = defaultdict(list)
    for line in lines:
        member = tuple(line.keys[one] for one in dimensions)
        if UNKNOWN not in member:
            found[member].append(line)
    return found


def buyers(lines: Iterable[Line]) -> set[str]:
    """Customers with a purchase."""
    return {line.keys["customer"] for line in lines if bought(line)}


def bought(line: Line) -> bool:
    amount = line.values["net_amount"] if line.values["quantity"] is None else line.values["quantity"]
    return line.keys["customer"] != UNKNOWN and amount > 0


def over(top: Fraction | int, bottom: Fraction | int) -> float | None:
    return float(Fraction(top) / Fraction(bottom)) if bottom > 0 else None


@dataclass
class Folded:
    """One question's values by row, from the lines of a world; `earlier`: of the year before instead."""

    company: Recomputed
    table: Table
    earlier: bool = False

    # the lines of a row

    def now(self, key: Any) -> list[Line]:
        return self.prior(key) if self.earlier else self.table.now.get(key, [])

    def prior(self, key: Any) -> list[Line]:
        return self.table.prior.get(key, [])

    def within(self, start: dt.date, end: dt.date) -> Rows:
        return self.table.sales(lambda day: start <= day <= end)

    @cached_property
    def spans(self) -> dict[str, Rows]:
        start, end, through = (
            self.table.question.period.start,
            self.table.question.period.end,
            self.table.through,
        )
        known = max(min(end, through), start - ONE)
        first = months_back(known + ONE, 12)
        return {
            "opening": self.within(months_back(start, 12), start - ONE),
            "earlier": self.within(months_back(start, 24), start - ONE),
            "window": self.within(min(first, start), end),
            "full_months": self.full_months(min(end, through)),
        }

    def full_months(self, known: dt.date) -> Rows:
        days = self.company.days
        year, month = days.month(known)
        last = 12 * year + month - (days.month_days(year, month)[-1] > known)
        first, end = (days.month_days(*divmod(one, 12)) for one in (last - 11, last))
        return self.within(first[0], end[-1])

    def span(self, name: str, key: Any) -> list[Line]:
        return self.spans[name].get(key, [])

    @cached_property
    def quotas_of_people(self) -> Rows:
        layers = {layer for layer, _ in self.company.layered}
        wanted = "rep" if "rep" in layers else "territory"
        lines = [
            line
            for line in self.company.quota_days
            if line.values["layer"] == wanted and line.values["measure"] == "net_sales"
        ]
        question = self.table.question
        return self.table.select(
            lines, question.alignment, self.table.quota_carries, question.by, self.table.in_period
        )

    # people

    def attainments(self, key: Any) -> list[Fraction]:
        sold = by(["rep"], self.now(key))
        found = []
        for person, lines in by(["rep"], self.quotas_of_people.get(key, [])).items():
            quota = total(lines, "amount")
            if quota > 0:
                found.append(total(sold.get(person, []), "net_amount") / quota)
        return sorted(found)

    def quantile(self, key: Any, q: float) -> float | None:
        found = self.attainments(key)
        if not found:
            return None
        place = q * (len(found) - 1)
        low, part = math.floor(place), place - math.floor(place)
        high = min(low + 1, len(found) - 1)
        return float(found[low]) * (1 - part) + float(found[high]) * part

    def spread(self, key: Any) -> float | None:
        found = self.attainments(key)
        mean = sum(found, Fraction()) / len(found) if found else Fraction()
        if mean <= 0:
            return None
        return math.sqrt(sum((one - mean) ** 2 for one in found) / len(found)) / float(mean)

    def at_quota(self, key: Any) -> float | None:
        found = self.attainments(key)
        return over(sum(one >= 1 for one in found), len(found))

    # customers

    def sizes(self, key: Any) -> list[Fraction]:
        sums = (total(lines, "net_amount") for lines in by(["customer"], self.now(key)).values())
        return sorted((one for one in sums if one > 0), reverse=True)

    def people(self, key: Any) -> dict[str, int]:
        """The bridge of customers."""
        now, opening, earlier, window = (
            buyers(lines)
            for lines in (self.now(key), *(self.span(one, key) for one in ("opening", "earlier", "window")))
        )
        return {
            "active_customers": len(now),
            "opening_customers": len(opening),
            "new_customers": len(now - earlier),
            "reactivated_customers": len((now & earlier) - opening),
            "retained_customers": len(now & opening),
            "lost_customers": len(opening - window),
            "closing_customers": len(window),
        }

    def retention(self, key: Any) -> float | None:
        opening = buyers(self.span("opening", key))
        return over(len(opening & buyers(self.span("window", key))), len(opening))

    def revenue(self, key: Any) -> float | None:
        opening = buyers(self.span("opening", key))
        then, now = (
            total([line for line in lines if line.keys["customer"] in opening], "net_amount")
            for lines in (self.span("opening", key), self.table.trailing.get(key, []))
        )
        return over(now, then)

    def breadth(self, key: Any) -> float | None:
        pairs = by(["customer", "category"], [line for line in self.now(key) if bought(line)])
        return over(len(pairs), len(buyers(self.now(key))))

    # items

    def kept(self, key: Any, dimensions: list[str]) -> list[tuple[Fraction, Fraction, Fraction, Fraction]]:
        """Volume and amount of now and of the year before, of each item with a price in both."""
        now, prior = by(dimensions, self.now(key)), by(dimensions, self.prior(key))
        found = [
            tuple(
                total([line for line in lines if line.values["quantity"] is not None], column)
                for lines in (now[item], prior[item])
                for column in ("quantity", "net_amount")
            )
            for item in now.keys() & prior.keys()
        ]
        return [one for one in found if one[0] > 0 and one[2] > 0]  # type: ignore[misc]

    def bridge(self, key: Any) -> dict[str, Decimal]:
        kept = self.kept(key, ["product"])
        price = sum((rounded_less(s1, s0 * v1 / v0) for v1, s1, v0, s0 in kept), Decimal(0))
        volumes = [sum((one[n] for one in kept), Fraction()) for n in range(4)]
        volume = rounded_half((volumes[0] - volumes[2]) * volumes[3] / volumes[2]) if kept else Decimal(0)
        now, prior = by(["product"], self.now(key)), by(["product"], self.prior(key))
        new = sum((total(now[item], "net_amount") for item in now.keys() - prior.keys()), Fraction())
        lost = sum((total(prior[item], "net_amount") for item in prior.keys() - now.keys()), Fraction())
        change = total(self.now(key), "net_amount") - total(self.prior(key), "net_amount")
        found = {
            "price_effect": price,
            "volume_effect": volume,
            "new_item_effect": rounded_half(new),
            "lost_item_effect": rounded_half(-lost),
        }
        return {**found, "mix_effect": rounded_half(change) - sum(found.values())}

    def index(self, key: Any) -> float | None:
        kept = self.kept(key, ["customer", "product"])
        before = sum((Fraction(rounded_half(s0 * v1 / v0)) for v1, _, v0, s0 in kept), Fraction())
        return over(sum((one[1] for one in kept), Fraction()), before)

    # everything

    def value(self, measure: str, key: Any) -> Any:
        net = total(self.now(key), "net_amount")
        values: dict[str, Callable[[], Any]] = {
            "reps_at_quota": lambda: self.at_quota(key),
            "attainment_median": lambda: self.quantile(key, 0.5),
            "attainment_p10": lambda: self.quantile(key, 0.1),
            "attainment_p90": lambda: self.quantile(key, 0.9),
            "attainment_spread": lambda: self.spread(key),
            "concentration_top10": lambda: over(sum(self.sizes(key)[:10]), sum(self.sizes(key))),
            "concentration_hhi": lambda: over(
                sum(one**2 for one in self.sizes(key)), sum(self.sizes(key)) ** 2
            ),
            "customer_retention": lambda: self.retention(key),
            "net_revenue_retention": lambda: self.revenue(key),
            "breadth": lambda: self.breadth(key),
            "price_index": lambda: self.index(key),
            "moving_annual_total": lambda: rounded_half(total(self.span("full_months", key), "net_amount")),
            "mix_share": lambda: over(net, total(self.now(None), "net_amount")),
            "growth_contribution": lambda: over(
                net - total(self.prior(key), "net_amount"), total(self.prior(None), "net_amount")
            ),
        }
        if measure in values:
            return values[measure]()
        return {**self.people(key), **self.bridge(key)}[measure]


def rounded_half(value: Fraction) -> Decimal:
    """Four decimals, half away from zero, below zero too."""
    return rounded(value) if value >= 0 else -rounded(-value)


def rounded_less(whole: Fraction, part: Fraction) -> Decimal:
    """What is left of an amount, the other part being rounded."""
    return rounded_half(whole) - rounded_half(part)
