"""The months of a year added up one after the other: where it stands, and where it lands."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from dashboard.figures.bullet import Landing
from dashboard.figures.columns import Month

_NOTHING = Decimal(0)


def cumulate(months: Iterable[Month]) -> tuple[Month, ...]:
    """Each month with all before it. Where one of them has no prior year, their sum has none either.

    A month that has not begun stands on what is sold so far; its band is all that is still unsure.
    """
    found: list[Month] = []
    so_far = Month("", 0, _NOTHING, _NOTHING, None, _NOTHING)
    ahead = Landing(_NOTHING, _NOTHING, _NOTHING)
    for month in months:
        so_far = replace(
            so_far,
            actual=(so_far.actual or _NOTHING) + (month.actual or _NOTHING),
            prior=_sum(so_far.prior, month.prior),
            quota=so_far.quota if month.quota is None else (so_far.quota or _NOTHING) + month.quota,
            variance=so_far.variance if month.actual is None else _sum(so_far.variance, month.variance),
        )
        if month.landing:
            ahead = _further(ahead, month.landing, month.actual or _NOTHING)
        found.append(_with_all_before(month, so_far, ahead))
    return tuple(found)


def _with_all_before(month: Month, so_far: Month, ahead: Landing) -> Month:
    known = month.actual is not None
    return replace(
        month,
        actual=so_far.actual if known or month.landing else None,
        prior=so_far.prior,
        quota=so_far.quota,
        variance=so_far.variance if known else None,
        landing=_on(so_far.actual or _NOTHING, ahead) if month.landing else None,
        begun=known,
    )


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def _further(ahead: Landing, landing: Landing, sold: Decimal) -> Landing:
    """What is still to come, with what this month adds to it."""
    return Landing(
        ahead.low + landing.low - sold,
        ahead.middle + landing.middle - sold,
        ahead.high + landing.high - sold,
    )


def _on(sold: Decimal, ahead: Landing) -> Landing:
    return Landing(sold + ahead.low, sold + ahead.middle, sold + ahead.high)
