"""The same answers from the same rows, in plain Python: loops and fractions, no SQL.

Written from the definitions (what is credited, what is today, how a quota is spread, which days
stand against which), not from the queries, so that the two can disagree.
"""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from dashboard.metrics.comparison import Comparison
from dashboard.metrics.question import Question
from tests.answers.recomputed_days import ONE, Days
from tests.answers.worlds import World

UNKNOWN = "?"
ALWAYS, NEVER = dt.date(1, 1, 1), dt.date(9999, 12, 31)
PRIOR_YEAR = Comparison("prior_year_working", "prior_year_working")
Path = tuple[tuple[str, str], ...]  # (node, level), from the top
Key = tuple[Any, ...]


def holds(row: dict[str, Any], day: dt.date) -> bool:
    return (row["valid_from"] or ALWAYS) <= day < (row["valid_to"] or NEVER)


def rounded(value: Fraction) -> Decimal:
    """Four decimals, half away from zero."""
    whole = Decimal(value.numerator * 10**12 // value.denominator) / 10**12
    if value * 10**12 != value.numerator * 10**12 // value.denominator:
        whole += Decimal(1) / 10**14  # a fraction that is not finished is above what was cut off
    return whole.quantize(Decimal("0.0001"), ROUND_HALF_UP)


@dataclass
class Line:
    """One line of a mart: what it measures, and where and when it stands."""

    day: dt.date | None
    keys: dict[str, str]
    paths: dict[str, Path]
    values: dict[str, Any] = field(default_factory=dict)


@dataclass
class Recomputed:
    """A world, and answers about it."""

    world: World

    @cached_property
    def days(self) -> Days:
        return Days(self.world.company)

    # territories

    @cached_property
    def versions(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in sorted(self.world.given["territories"], key=lambda row: row["valid_from"] or ALWAYS):
            found[row["territory_id"]].append(row)
        return found

    def form(self, node: str, day: dt.date) -> dict[str, Any]:
        """The version of that day, else the latest before it, else the first."""
        rows = self.versions[node]
        now = [row for row in rows if holds(row, day)]
        before = [row for row in rows if (row["valid_from"] or ALWAYS) <= day]
        return (now or before[-1:] or rows[:1])[0]

    def path(self, node: str | None, day: dt.date) -> Path:
        if node not in self.versions:
            return ((UNKNOWN, ""),)
        up = [node]
        while (above := self.form(up[-1], day)["parent_id"]) is not None:
            up.append(above)
        seen: Counter[str] = Counter()
        found = []
        for n, one in enumerate(reversed(up), 1):
            level = self.form(one, day)["level"]
            name = re.sub(r"\W+", "_", level.lower()) if level else f"level_{n}"
            seen[name] += 1
            found.append((one, name if seen[name] == 1 else f"{name}_{seen[name]}"))
        return tuple(found)

    def paths(self, credited: str | None, today: str | None, day: dt.date) -> dict[str, Path]:
        return {"credited": self.path(credited, day), "today": self.path(today, self.world.today)}

    def owner(self, customer: str | None, day: dt.date) -> str | None:
        rows = [row for row in self.world.given.get("alignments", []) if row["customer_id"] == customer]
        return next((row["territory_id"] for row in rows if holds(row, day)), None)

    def person(self, node: str | None, day: dt.date) -> str | None:
        owners = [
            row
            for row in self.world.given["assignments"]
            if row["territory_id"] == node and row["role"] == "owner" and holds(row, day)
        ]
        first = sorted(
            owners,
            key=lambda row: (
                -(1 if row["share"] is None else row["share"]),
                row["valid_from"],
                row["rep_id"],
            ),
        )
        return first[0]["rep_id"] if first else None

    def known(self, table: str, key: str, value: str | None) -> str:
        return value if value in [row[key] for row in self.world.given[table]] else UNKNOWN  # type: ignore[return-value]

    # the marts

    @cached_property
    def sales(self) -> list[Line]:
        return [self.sale(row) for row in self.world.given["sales"]]

    def sale(self, row: dict[str, Any]) -> Line:
        aligned = "alignments" in self.world.given
        day = row["order_date"]
        by_document = self.world.company.credit_by == "document"
        credited = row["territory_id"] if by_document or not aligned else self.owner(row["customer_id"], day)
        rep = row["rep_id"] if by_document else self.person(credited, day)
        customer = self.known("customers", "customer_id", row["customer_id"])
        today = (
            credited
            if not aligned
            else None
            if customer == UNKNOWN
            else self.owner(customer, self.world.today)
        )
        product = self.known("products", "product_id", row["product_id"])
        keys = {
            "customer": customer,
            "product": product,
            "rep": self.known("reps", "rep_id", rep),
            "channel": row["channel"] or UNKNOWN,
            **self.described("customers", "customer_id", customer, ("segment", "city")),
            **self.described("products", "product_id", product, ("brand", "category")),
        }
        paths = self.paths(credited, today, day)
        keys["quota_period"] = self.quota_period(keys["rep"], paths["credited"], day)
        values = {
            "quantity": row["quantity"],
            "net_amount": self.converted(row["net_amount"], row, day),
            "cost_amount": self.converted(row["cost_amount"], row, day),
            "order_id": row["order_id"],
        }
        return Line(day, keys, paths, values)

    def described(self, table: str, key: str, member: str, columns: Iterable[str]) -> dict[str, str]:
        found = next((row for row in self.world.given[table] if row[key] == member), {})
        return {column: found.get(column) or UNKNOWN for column in columns}

    def converted(self, amount: Decimal | None, row: dict[str, Any], day: dt.date) -> Decimal | None:
        if amount is None or row["currency"] in (None, "EUR"):
            return amount
        rates = sorted(
            (rate["rate_date"], rate["rate"])
            for rate in self.world.given["fx_rates"]
            if rate["rate_date"] <= day
        )
        return (amount * rates[-1][1]).quantize(Decimal("0.0001"), ROUND_HALF_UP)

    def layer(self, quota: dict[str, Any]) -> str:
        if quota["rep_id"] is not None:
            return "rep"
        for lower in self.world.given["quotas"]:
            if lower["territory_id"] in (None, quota["territory_id"]) or lower["measure"] != quota["measure"]:
                continue
            day = max(lower["period_start"], quota["period_start"])
            while day < min(lower["period_end"], quota["period_end"]):
                if quota["territory_id"] in [node for node, _ in self.path(lower["territory_id"], day)]:
                    return "plan"
                day += ONE
        return "territory"

    @cached_property
    def layered(self) -> list[tuple[str, dict[str, Any]]]:
        return [(self.layer(quota), quota) for quota in self.world.given["quotas"]]

    def quota_period(self, rep: str, path: Path, day: dt.date) -> str:
        """Of the nearest holder that has a quota on this day, the shortest one, then the latest."""
        given = [quota for quota in self.world.given["quotas"] if quota["measure"] == "net_sales"]
        territories = any(quota["rep_id"] is None for quota in given)
        holders = [node for node, _ in reversed(path)] if territories else [rep]
        for holder in holders:
            found = [
                (
                    quota["period_end"] - quota["period_start"],
                    -quota["period_start"].toordinal(),
                    quota["period_start"],
                )
                for layer, quota in self.layered
                if quota["measure"] == "net_sales"
                and layer == ("territory" if territories else "rep")
                and holder == (quota["territory_id"] if territories else quota["rep_id"])
                and quota["period_start"] <= day < quota["period_end"]
            ]
            if found:
                return str(min(found)[2])
        return UNKNOWN

    @cached_property
    def quota_days(self) -> list[Line]:
        found = []
        for layer, quota in self.layered:
            for day, units in self.spread(quota):
                for node, rep, part in self.placed(layer, quota, day, units):
                    keys = {
                        "rep": self.known("reps", "rep_id", rep),
                        "quota_period": str(quota["period_start"]),
                    }
                    values = {"amount": Fraction(part, 10**10), "layer": layer, "measure": quota["measure"]}
                    found.append(Line(day, keys, self.paths(node, node, day), values))
        return found

    def spread(self, quota: dict[str, Any]) -> list[tuple[dt.date, int]]:
        """Days and units of 1e-10: what is due through a day, less what was due through the one before."""
        days = [
            quota["period_start"] + n * ONE for n in range((quota["period_end"] - quota["period_start"]).days)
        ]
        rule = self.world.company.quota_spread
        weights = [
            1
            if rule == "calendar_days"
            else self.days.working(day)
            * (
                1
                if rule == "working_days"
                else round(self.world.company.seasonal_weights[str(day.month)] * 10**6)
            )
            for day in days
        ]
        return list(zip(days, shares(int(quota["amount"] * 10**10), weights), strict=True))

    def placed(
        self, layer: str, quota: dict[str, Any], day: dt.date, units: int
    ) -> list[tuple[str | None, str | None, int]]:
        if layer != "rep":
            return [(quota["territory_id"], self.person(quota["territory_id"], day), units)]
        worked = sorted(
            (row["territory_id"], 1 if row["share"] is None else row["share"])
            for row in self.world.given["assignments"]
            if row["rep_id"] == quota["rep_id"] and row["role"] == "owner" and holds(row, day)
        )
        if not worked:
            return [(None, quota["rep_id"], units)]
        parts = shares(units, [int(share * 10**6) for _, share in worked])
        return [(node, quota["rep_id"], part) for (node, _), part in zip(worked, parts, strict=True)]

    @cached_property
    def customers(self) -> list[Line]:
        aligned = "alignments" in self.world.given
        return [
            Line(
                None,
                {
                    "customer": row["customer_id"],
                    "segment": row["segment"] or UNKNOWN,
                    "city": row["city"] or UNKNOWN,
                },
                self.paths(
                    None, self.owner(row["customer_id"], self.world.today) if aligned else None, ALWAYS
                ),
                {"annual_potential": row["annual_potential"]},
            )
            for row in self.world.given["customers"]
        ]

    # questions

    def answer(self, question: Question, scope: frozenset[str] | None) -> "Table":
        return Table(self, question, scope)


def shares(units: int, weights: list[int]) -> list[int]:
    """Units in proportion to the weights (alike where none has any), whole, and adding up."""
    if not any(weights):
        weights = [1] * len(weights)
    due, before = [], 0
    for n in range(len(weights)):
        through = units * sum(weights[: n + 1]) // sum(weights)
        due.append(through - before)
        before = through
    return due


@dataclass
class Table:
    """The rows and the total of one question."""

    company: Recomputed
    question: Question
    scope: frozenset[str] | None

    def seen(self, line: Line, alignment: str) -> bool:
        return self.scope is None or bool(self.scope & {node for node, _ in line.paths[alignment]})

    def key(self, line: Line, dimension: str, alignment: str) -> Any:
        if dimension in ("day", "fiscal_week", "fiscal_month", "fiscal_quarter", "fiscal_year"):
            assert line.day is not None
            return self.company.days.time(dimension, line.day)
        if dimension == "territory":
            return line.paths[alignment][-1][0]
        if dimension in line.keys or dimension in ("customer", "product", "channel", "rep"):
            return line.keys[dimension]
        return next((node for node, level in line.paths[alignment] if level == dimension), UNKNOWN)

    def meets(self, line: Line, alignment: str, carried: Callable[[str], bool]) -> bool:
        for condition in self.question.where:
            if not carried(condition.dimension):
                continue
            if condition.dimension == "territory":
                hit = bool(set(condition.members) & {node for node, _ in line.paths[alignment]})
            else:
                hit = str(self.key(line, condition.dimension, alignment)) in condition.members
            if hit == condition.exclude:
                return False
        return True

    def select(
        self,
        lines: list[Line],
        alignment: str,
        carried: Callable[[str], bool],
        by: Iterable[str],
        within: Callable[[dt.date], bool] | None,
    ) -> dict[Key | None, list[Line]]:
        """Lines by the question's keys, all of them under None."""
        found: dict[Key | None, list[Line]] = defaultdict(list)
        for line in lines:
            if within and not within(line.day):  # type: ignore[arg-type]
                continue
            if self.seen(line, alignment) and self.meets(line, alignment, carried):
                found[tuple(self.key(line, one, alignment) for one in by)].append(line)
                found[None].append(line)
        return found

    def sales(
        self, within: Callable[[dt.date], bool], lines: list[Line] | None = None
    ) -> dict[Any, list[Line]]:
        lines = self.company.sales if lines is None else lines
        return self.select(lines, self.question.alignment, lambda _: True, self.question.by, within)

    @cached_property
    def now(self) -> dict[Any, list[Line]]:
        return self.sales(self.in_period)

    @cached_property
    def prior(self) -> dict[Any, list[Line]]:
        against = self.question.against
        return self.moved(against if against and "year" in against.name else PRIOR_YEAR)

    @cached_property
    def compared(self) -> dict[Any, list[Line]]:
        return self.moved(self.question.against) if self.question.against else {}

    def moved(self, comparison: Comparison) -> dict[Any, list[Line]]:
        """Sales under the names of the days that they stand against."""
        found = []
        for line in self.company.sales:
            assert line.day is not None
            day = self.company.days.against(comparison, self.question.period, line.day)
            if day is not None:
                found.append(Line(day, line.keys, line.paths, line.values))
        return self.sales(self.in_period, found)

    @property
    def with_quota(self) -> bool:
        return self.question.against is not None and self.question.against.name == "quota"

    @cached_property
    def trailing(self) -> dict[Any, list[Line]]:
        end = min(self.question.period.end, self.through)
        leap = (end + ONE).month == 2 and (end + ONE).day == 29
        after = end + ONE
        start = after.replace(year=after.year - 1, day=28 if leap else after.day)
        return self.sales(lambda day: start <= day <= end)

    @cached_property
    def through(self) -> dt.date:
        days = [line.day for line in self.company.sales if line.day and line.day <= self.company.world.today]
        return max(days, default=self.company.world.today)

    def in_period(self, day: dt.date) -> bool:
        return self.question.period.start <= day <= self.question.period.end

    def quota_lines(self) -> list[Line]:
        layers = {layer for layer, _ in self.company.layered}
        people = "rep" in self.question.by or any(one.dimension == "rep" for one in self.question.where)
        wanted = "rep" if "rep" in layers and (people or "territory" not in layers) else "territory"
        return [
            line
            for line in self.company.quota_days
            if line.values["layer"] == wanted and line.values["measure"] == "net_sales"
        ]

    @cached_property
    def quota(self) -> dict[Any, list[Line]]:
        return self.select(
            self.quota_lines(), self.question.alignment, self.quota_carries, self.question.by, self.in_period
        )

    @staticmethod
    def quota_carries(dimension: str) -> bool:
        return dimension not in ("customer", "segment", "city", "product", "brand", "category", "channel")

    @cached_property
    def customers(self) -> dict[Any, list[Line]]:
        kinds = ("rep", "product", "brand", "category", "channel", "quota_period", "day", "fiscal_week",
                 "fiscal_month", "fiscal_quarter", "fiscal_year")  # fmt: skip
        return self.select(
            self.company.customers, "today", lambda one: one not in kinds, self.question.by, None
        )

    def keys(self, *parts: dict[Any, list[Line]]) -> set[Key]:
        return {key for part in parts for key in part if key is not None}

    def parts(self, measure: str) -> tuple[dict[Any, list[Line]], ...]:
        return {
            "quota": lambda: (self.quota,),
            "attainment": lambda: (self.now, self.quota),
            "growth": lambda: (self.now, self.prior),
            "potential": lambda: (self.customers,),
            "share_of_wallet": lambda: (self.trailing, self.customers),
        }.get(measure, lambda: (self.now,))()

    def rows(self) -> dict[Key | None, tuple[Any, ...]]:
        """Every row by its keys; the total under None."""
        keys = self.keys(*(part for measure in self.question.measures for part in self.parts(measure)))
        # The latest day alone has nothing of other days beside it, and so no rows of theirs.
        if self.question.against and self.question.measures != ("last_order",):
            keys |= self.keys(self.quota if self.with_quota else self.compared)
        return {key: self.row(key) for key in [*keys, None]}

    def row(self, key: Key | None) -> tuple[Any, ...]:
        found = [self.value(measure, key) for measure in self.question.measures]
        if self.question.against:
            found += [self.beside(measure, key) for measure in self.question.measures]
        return tuple(found)

    def beside(self, measure: str, key: Key | None) -> Any:
        if self.with_quota:
            return self.value("quota", key) if measure == "net_sales" else None
        # The latest day of other days says nothing, and growth is compared already.
        if measure in ("last_order", "growth"):
            return None
        return plain(measure, self.compared.get(key, []))

    def value(self, measure: str, key: Key | None) -> Any:
        now = self.now.get(key, [])
        if measure == "quota":
            return rounded(total(self.quota[key], "amount")) if self.quota.get(key) else None
        if measure == "attainment":
            return ratio(total(now, "net_amount"), total(self.quota.get(key, []), "amount"))
        if measure == "growth":
            before = total(self.prior.get(key, []), "net_amount")
            return ratio(total(now, "net_amount") - before, before) if before > 0 else None
        if measure == "potential":
            known = [
                line for line in self.customers.get(key, []) if line.values["annual_potential"] is not None
            ]
            return rounded(total(known, "annual_potential")) if known else None
        if measure == "share_of_wallet":
            sold = total(self.trailing.get(key, []), "net_amount")
            return ratio(sold, total(self.customers.get(key, []), "annual_potential"))
        return plain(measure, now)


def total(lines: Iterable[Line], column: str) -> Fraction:
    return sum(
        (Fraction(line.values[column]) for line in lines if line.values[column] is not None), Fraction()
    )


def ratio(over: Fraction, under: Fraction) -> float | None:
    return float(over) / float(under) if under else None


def plain(measure: str, lines: list[Line]) -> Any:
    """A measure of sales lines alone."""
    net = total(lines, "net_amount")
    costed = [line for line in lines if line.values["cost_amount"] is not None]
    margin = total(costed, "net_amount") - total(costed, "cost_amount")
    orders = {line.values["order_id"] for line in lines} - {None}
    bought = [
        line
        for line in lines
        if line.keys["customer"] != UNKNOWN
        and (line.values["net_amount"] if line.values["quantity"] is None else line.values["quantity"]) > 0
    ]
    return {
        "net_sales": lambda: rounded(net),
        "units": lambda: Decimal(total(lines, "quantity").numerator) / total(lines, "quantity").denominator,
        "orders": lambda: len(orders),
        "average_order": lambda: rounded(net / len(orders)) if orders else None,
        "active_customers": lambda: len({line.keys["customer"] for line in bought}),
        "gross_margin": lambda: rounded(margin) if costed else None,
        "gross_margin_rate": lambda: ratio(margin, total(costed, "net_amount")),
        "last_order": lambda: max((line.day for line in bought if line.day), default=None),
    }[measure]()
