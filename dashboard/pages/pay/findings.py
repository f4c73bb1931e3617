"""One measure of plan health in words: its name, its value or why there is none, its guide, its verdict."""

from collections.abc import Mapping
from types import MappingProxyType

from dashboard.access.crowd import FEWEST
from dashboard.pages.pay.words import component_name
from dashboard.pages.view import View
from dashboard.parts.plan_health import Line
from dashboard.pay.finding import Finding
from dashboard.pay.plan import Plan
from dashboard.text import formats, has, say

# The questions, in the order in which one asks them, and the measures that answer each.
GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "performance": ("pearson", "spearman", "inversions"),
        "reached": ("threshold", "at_quota", "excellence"),
        "spread": (
            "best", "last", "middle", "capped", "guaranteed", "nothing", "top_share", "bunching",
        ),
        "fairness": (
            "with_baseline", "with_potential", "with_quota", "with_tenure", "with_growth", "with_gain",
            "size_medians", "size_chance", "managers",
        ),
        "sight": ("own_weight", "mix", "alike"),
        "operations": ("retro", "manual"),
    }
)  # fmt: skip
_COEFFICIENTS = ("pearson", "spearman", "size_chance", "managers")
_COUNTS = ("inversions", "published")
_LOOKS = {"good": "good", "look": "warn", "act": "bad"}


def line(view: View, one: Finding, plan: Plan) -> Line:
    """The measure as the table takes it."""
    language = view.language
    name = say(language, f"health.m_{one.key}")
    if one.of:
        name = say(
            language, "health.of_component", measure=name, component=component_name(view, plan, one.of)
        )
    guide = say(language, f"health.g_{one.key}") if has(f"health.g_{one.key}") else ""
    n = formats.number(language, one.n) if one.n else ""
    if one.value is None:
        why = say(language, f"health.why_{one.why}", fewest=FEWEST)
        return Line(name, why, n, guide, quiet=True)
    verdict = say(language, f"health.verdict_{one.verdict}") if one.verdict else ""
    return Line(name, value(view, one.key, one.value), n, guide, verdict, _LOOKS.get(one.verdict, ""))


def value(view: View, key: str, number: float) -> str:
    """The value of a measure as it is written."""
    language = view.language
    if key in _COEFFICIENTS or key.startswith("with_"):
        return formats.number(language, number, 2)
    if key in _COUNTS:
        return formats.number(language, number)
    if key == "disputes":
        return formats.number(language, number, 1)
    if key == "bunching":
        return say(language, "health.times", n=formats.number(language, number, 1))
    if key == "size_medians":
        return say(language, "health.points", n=formats.number(language, number * 100, 1))
    return formats.percent(language, number)
