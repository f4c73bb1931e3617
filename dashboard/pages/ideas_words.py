"""Ideas in words: what changed, why it was raised, and what its rule says, with the company's parameters."""

from collections.abc import Mapping
from decimal import Decimal

from dashboard.answers.ideas import Found
from dashboard.metrics.ideas import RULES, Rule
from dashboard.pages.view import View
from dashboard.text import dates, formats, has, say
from dashboard.text.formats import Form

# What each rule's numbers are: measured, usual, bound, amount, counted.
_KINDS = {
    "overdue_order": ("days", "days", "days", "", ""),
    "lapsed_customer": ("days", "money", "days", "", ""),
    "shrinking_customer": ("change", "money", "change", "", ""),
    "lost_item": ("days", "", "days", "", "number"),
    "under_penetrated": ("share", "share", "share", "money", "number"),
    "cross_sell_gap": ("share", "factor", "share", "", "number"),
    "second_order_missing": ("days", "days", "days", "", "number"),
    "price_erosion": ("share", "", "factor", "", "items"),
    "discount_outlier": ("share", "", "share", "", "items"),
    "coverage_gap": ("days", "days", "days", "", ""),
    "over_served": ("contacts", "contacts", "contacts", "", ""),
    "quiet_quote": ("days", "days", "days", "money", ""),
    "slipping_deal": ("times", "days", "times", "money", ""),
    "agreement_ends": ("days", "", "days", "", "items"),
    "behind_pace": ("share", "money", "share", "money", "days"),
}
_COUNTED = ("days", "items", "contacts", "times")
_SHARES = (
    "chance",
    "fall",
    "gap",
    "likely",
    "share_percentile",
    "potential_percentile",
    "percentile",
    "attainment",
)


def title(view: View, found: Found) -> str:
    """What changed, with whom."""
    return say(view.language, f"ideas.title.{found.rule}", **_told(view, found))


def reason(view: View, found: Found) -> str:
    """Why it was raised: the inputs of its rule and the limit."""
    key = f"ideas.why.{found.rule}"
    never = f"{key}_never"
    return say(view.language, never if found.since is None and has(never) else key, **_told(view, found))


def rule_words(view: View, rule: Rule) -> str:
    """The rule with its parameters, and how much of a value it counts."""
    language, own = view.language, view.shelf.manifest.company.ideas
    told = {
        name: _parameter(view, name, own.get(f"{rule.key}.{name}", one.default))
        for name, one in rule.parameters.items()
    }
    return say(
        language,
        "ideas.rule_told",
        number=rule.number,
        name=say(language, f"ideas.name.{rule.key}"),
        told=say(language, f"ideas.told.{rule.key}", **told),
        confidence=formats.percent(language, rule.confidence, 0),
    )


def rule_number(view: View, rule: str) -> str:
    """The rule by its number: Rule I3."""
    return say(view.language, "ideas.rule", number=RULES[rule].number)


def _parameter(view: View, name: str, value: float) -> str:
    if name in _SHARES:
        return formats.percent(view.language, value, 0)
    return formats.number(view.language, value, 0 if value == int(value) else 2)


def _told(view: View, found: Found) -> Mapping[str, str]:
    values = (found.measured, found.usual, found.bound, found.amount, found.counted)
    names = ("measured", "usual", "bound", "amount", "counted")
    told = {
        name: _number(view, kind, value)
        for name, kind, value in zip(names, _KINDS[found.rule], values, strict=True)
    }
    node = view.tree.nodes.get(found.territory_today)
    return told | {
        "customer": found.customer or "",
        "territory": node.label if node else found.territory_today,
        "subject": found.subject_name or "",
        "beside": found.beside_name or "",
        "since": formats.ABSENT if found.since is None else dates.day(view.language, found.since),
    }


def _number(view: View, kind: str, value: Decimal | int | None) -> str:
    language = view.language
    if value is None or not kind:
        return formats.ABSENT
    if kind in _COUNTED:
        whole = int(Decimal(value).to_integral_value())
        return say(language, f"ideas.{kind}", n=whole, count=formats.number(language, whole))
    if kind == "money":
        return formats.money_with_unit(language, Decimal(value), Form(0, 0), view.currency)
    if kind == "change":
        return formats.signed_percent(language, value, 0)
    if kind == "share":
        return formats.percent(language, value, 0)
    return formats.number(language, value, 2 if kind == "factor" else 0)
