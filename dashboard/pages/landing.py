"""Where the fiscal year lands, with its band: for a view of whole territories, in the year in progress."""

from dataclasses import dataclass
from decimal import Decimal

from dashboard.answers.reports import report
from dashboard.metrics.catalogue import dimension
from dashboard.pages.view import View

_CENT = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Band:
    """What was sold by what had been foreseen, in four back-tests of five; how often it held, of how many."""

    low: Decimal
    high: Decimal
    coverage: float | None
    tests: int

    def around(self, landing: Decimal, sold: Decimal) -> tuple[Decimal, Decimal]:
        """The band of a landing; nothing that is sold is unsold again."""
        low, high = (max(landing * ratio, sold).quantize(_CENT) for ratio in (self.low, self.high))
        return low, high


def foresees(view: View) -> bool:
    """Whether a forecast may stand here: it knows territories and days, and no other limit."""
    through = view.outline.through
    limits = (dimension(one.dimension, view.outline.levels) for one in view.limits)
    running = view.fiscal_year.start <= through < view.fiscal_year.end
    return (
        running
        and not view.customer
        and view.has("landing")
        and all(one.group == "territory" for one in limits)
    )


def band_of(view: View) -> Band | None:
    """The band of what is looked at; None where nothing could be tested."""
    level = view.node.level if view.node else "" if view.scope.everything else view.tree.tops[0].level
    found = report("landing_band", view.shelf, level=level)
    if not found:
        return None
    low, high, coverage, tests = found[0]
    return Band(
        Decimal(str(low)),
        Decimal(str(high)),
        None if coverage is None else float(str(coverage)),
        int(str(tests)),
    )
