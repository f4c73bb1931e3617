"""The figures and the table of the leadership page, with invented values, for the gallery."""

from decimal import Decimal
from typing import Any

from dashboard.figures.distribution import Distribution
from dashboard.figures.waterfall import Side, Step, waterfall
from dashboard.pages.distribution import classify
from dashboard.pages.specimens import THOUSAND, K
from dashboard.parts import html
from dashboard.parts.bridge import bridge_panel, distribution_panel
from dashboard.parts.panel import Panel, panel
from dashboard.parts.variance import Shown, VarianceLine, variance_table
from dashboard.text import Language, formats, say

_EFFECTS = ("volume_effect", "price_effect", "mix_effect", "new_item_effect", "lost_item_effect")
# Actual, quota, prior year and landing; the last ones have less and less.
_LINES: tuple[tuple[int | None, ...], ...] = (
    (4310, 4720, 4290, 91),
    (3120, 3290, 3060, 95),
    (5470, 5180, 4960, 106),
    (240, None, 0, None),
    (-30, 0, 20, None),
    (None, 900, None, 12),
)
_REACHED = (0.71, 0.88, 0.93, 0.97, 0.99, 1, 1.03, 1.04, 1.06, 1.31)


def summary(language: Language, phone: bool) -> list[Any]:
    """Variances with and without a plan, bridges above and below zero, and a distribution."""
    bridges = [(1180, 940, -210, 1860, -1260), (-400, 120, 0, 90, -650)]
    return [
        _table(language, phone, planned=True),
        _table(language, phone, planned=False),
        html.Div(
            [_bridge(language, steps, 342 if phone else 540) for steps in bridges], className="gallery-pair"
        ),
        html.Div([_spread(language, 342 if phone else 436)], className="gallery-column"),
    ]


def _money(amount: int | None) -> Decimal | None:
    return None if amount is None else amount * THOUSAND


def _table(language: Language, phone: bool, *, planned: bool) -> Any:
    lines = [
        VarianceLine(
            say(language, f"gallery.category_{at % 5}"), "/" if at < 3 else "",
            _money(actual), _money(quota), _money(prior), None if lands is None else Decimal(lands) / 100,
            at + 1, 6 - at, Decimal(at) / 6, at,
        )
        for at, (actual, quota, prior, lands) in enumerate(_LINES)
    ]  # fmt: skip
    total = VarianceLine(
        say(language, "ask.total"), "", _money(13110), _money(14090), _money(12330), Decimal("0.93"),
        at_quota=Decimal("0.5"), people=15,
    )  # fmt: skip
    title = say(language, "leadership.missed" if planned else "leadership.moved")
    shown = Shown(planned, planned, planned, phone)
    return panel(language, Panel(title), [variance_table(language, title, lines, total, K, shown)])


def _bridge(language: Language, changes: tuple[int, ...], width: int) -> Any:
    def told(amount: int) -> str:
        return formats.signed_money(language, amount * THOUSAND, K)

    steps = [
        Step(say(language, f"leadership.{key}"), amount * THOUSAND, told(amount))
        for key, amount in zip(_EFFECTS, changes, strict=True)
    ]
    sides = [
        Side(say(language, f"leadership.side_{name}"), formats.money(language, amount * THOUSAND, K))
        for name, amount in (("before", 46110), ("now", 46110 + sum(changes)))
    ]
    total = (say(language, "leadership.whole_change"), told(sum(changes)))
    title = say(language, "leadership.bridge")
    return bridge_panel(language, Panel(title), waterfall(steps, total, sides, title), (width, 200))


def _spread(language: Language, width: int) -> Any:
    title = say(language, "measure.attainment.name")
    classes = classify(Decimal(str(one)) for one in _REACHED)
    spec = Distribution(classes, say(language, "leadership.quota_line"), title)
    return distribution_panel(language, Panel(title), spec, width, ())
