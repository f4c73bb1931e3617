"""The rules of ideas: what each needs, its parameters, how sure it is, and what it asks one to do.

How a rule finds its customers is a file of `queries/ideas`; its words are under `ideas.<key>` in the texts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Step = Literal["call", "visit", "offer", "price", "replan", "deal", "look", "sell", "earn_margin", "win"]
# By what it is judged whether an idea came true: see `queries/reports/idea_outcomes.sql`.
Hit = Literal["order", "more", "product", "category", "price", "contact", "fewer", "deal"]
ALL = "offer"  # the parameters of how ideas are offered, whatever their rule


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that a company may set otherwise: from 0 to `most`, of days and counts a `whole` one."""

    default: float
    most: float = 1_000_000
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `confidence` is how much of an idea's value is likely, `effort` what it costs to follow it.

    An idea is worth its value times the confidence; ideas are ranked by that, divided by the effort
    (1: a call, 2: a visit or an offer, 3: several).
    """

    key: str
    number: str
    needs: tuple[str, ...]
    confidence: float
    effort: int
    step: Step
    hit: Hit | None
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    of_territory: bool = False


def _share(default: float) -> Parameter:
    return Parameter(default, 1)


def _count(default: float, most: float = 1_000_000) -> Parameter:
    return Parameter(default, most, whole=True)


# Whoever works the territory of a customer is told: of these, rules about customers find nobody without.
PLACED = ("territories", "alignments")
_SOLD = ("sales", "customers")
_ITEMS = (*_SOLD, "products")
_PEERS = _count(20)

RULES = {
    rule.key: rule
    for rule in (
        Rule(
            "overdue_order", "I1", _SOLD, 0.7, 1, "call", "order",
            {"orders": _count(5), "days": _count(90), "spreads": Parameter(3), "chance": _share(0.5)},
        ),
        Rule(
            "lapsed_customer", "I2", _SOLD, 0.5, 2, "visit", "order",
            {"days": _count(365), "chance": _share(0.2)},
        ),
        Rule(
            "shrinking_customer", "I3", _SOLD, 0.6, 2, "visit", "more",
            {"fall": _share(0.3), "deviations": Parameter(2)},
        ),
        Rule(
            "lost_item", "I4", _ITEMS, 0.6, 1, "call", "product",
            {"days": _count(60), "months": _count(4, 6)},
        ),
        Rule(
            "under_penetrated", "I5", _SOLD, 0.1, 3, "visit", "more",
            {"share_percentile": _share(0.25), "potential_percentile": _share(0.5), "peers": _PEERS},
        ),
        Rule(
            "cross_sell_gap", "I6", _ITEMS, 0.15, 2, "offer", "category",
            {"likely": _share(0.4), "lift": Parameter(1.5), "support": _PEERS},
        ),
        Rule(
            "second_order_missing", "I7", _SOLD, 0.6, 1, "call", "order",
            {"percentile": _share(0.75), "days": _count(270), "chance": _share(0.5), "peers": _PEERS},
        ),
        Rule(
            "price_erosion", "I8", _ITEMS, 0.5, 2, "price", "price",
            {"price_index": Parameter(0.97), "peers": _PEERS},
        ),
        Rule(
            "discount_outlier", "I9", (*_ITEMS, "price_agreements"), 0.5, 2, "price", "price",
            {"percentile": _share(0.1), "gap": _share(0.05), "items": _count(3), "peers": _PEERS},
        ),
        Rule(
            "coverage_gap", "I10", (*_SOLD, "call_plans", "activities"), 0.4, 2, "visit", "contact",
            {"potential_percentile": _share(0.5), "intervals": Parameter(1.5), "chance": _share(0.05)},
        ),
        Rule(
            "over_served", "I11", (*_SOLD, "call_plans", "activities"), 0.3, 1, "replan", "fewer",
            {"potential_percentile": _share(0.25), "times": Parameter(1.3), "chance": _share(0.25)},
        ),
        Rule(
            "quiet_quote", "I12", (*_SOLD, "opportunities", "opportunity_events"), 0.5, 1, "deal", "deal",
            {"percentile": _share(0.75), "days": _count(14), "deals": _PEERS},
        ),
        Rule(
            "slipping_deal", "I13", (*_SOLD, "opportunities", "opportunity_events"), 0.4, 1, "deal", "deal",
            {"times": _count(2), "days": _count(0)},
        ),
        Rule(
            "agreement_ends", "I14", (*_ITEMS, "price_agreements"), 0.3, 2, "offer", "more",
            {"days": _count(90), "renewal_days": _count(90)},
        ),
        Rule(
            "behind_pace", "I15", ("sales", "quotas", "territories"), 0.05, 3, "look", "more",
            {"attainment": Parameter(0.9), "rate": Parameter(1.15)}, of_territory=True,
        ),
    )
}  # fmt: skip

# Of one person's own pay, and shown to nobody else. They are no files: each is a step that a pay run found
# by the engine that pays (`pay.ahead`), and is offered while it can still be reached. What comes of them is
# seen on the statement: none is held back, and none is judged by what a customer does.
_RATE = Parameter(1.15)
PAY_RULES = {
    rule.key: rule
    for rule in (
        Rule("next_tier", "I16", (), 0.6, 2, "sell", None, {"rate": _RATE}),
        Rule("gate_at_risk", "I17", (), 0.5, 2, "sell", None),
        Rule("factor_in_reach", "I18", (), 0.4, 2, "earn_margin", None, {"rate": _RATE}),
        Rule("spiff_ending", "I19", (), 0.5, 2, "win", None, {"days": _count(21)}),
    )
}

# How ideas are offered. `minimum_share` is of what a territory in the middle sells in a year: an idea
# whose value times confidence is less is not worth anybody's minute; `pay_share` says the same of pay, as a
# share of a year's target pay.
OFFER = {
    "at_most": _count(5, 20),
    "per_account": _count(2, 20),
    "minimum_share": _share(0.005),
    "cooldown_days": _count(30),
    "snooze_days": _count(14),
    "held_out": _share(0.1),
    "outcome_days": _count(60),
    "of_pay": _count(2, 20),
    "pay_share": _share(0.005),
}
PARAMETERS: Mapping[str, Mapping[str, Parameter]] = {
    ALL: OFFER,
    **{rule.key: rule.parameters for rule in (*RULES.values(), *PAY_RULES.values())},
}


def offered(own: Mapping[str, float]) -> dict[str, float]:
    """The parameters of how ideas are offered, with the company's own in place of the defaults."""
    return {name: own.get(f"{ALL}.{name}", one.default) for name, one in OFFER.items()}
