"""Quota, attainment and pace."""

from dashboard.metrics.kinds import Direction, Each, Holds, Minus, Number, OrZero, Ratio, Sum, Whole
from dashboard.metrics.kpis.results import NET
from dashboard.metrics.kpis.rows import count, money, rate

QUOTA = Sum("quota_day", "amount")
ATTAINMENT = Ratio(NET, QUOTA)
_OF_PEOPLE = Sum("quota_layers", "amount", only="of_people")
_OF_TERRITORIES = Sum("quota_layers", "amount", only="of_territories")

_PEOPLE = ("rep",)
_WITH_QUOTA = (Holds(QUOTA, ">"),)
_AT_QUOTA = Each(_PEOPLE, "count", Number(1), (Holds(NET, ">=", QUOTA), *_WITH_QUOTA))
_ALL_WITH_QUOTA = Each(_PEOPLE, "count", Number(1), _WITH_QUOTA)
_NEEDS = ("sales", "quotas", "reps")
_NOBODY = "note.no_people"

ROWS = (
    money("quota", QUOTA, "quotas", direction=Direction.NEITHER, empty_reason="note.no_quota"),
    rate("attainment", ATTAINMENT, "sales", "quotas", empty_reason="note.no_quota"),
    rate("share_of_full_quota", Ratio(NET, Whole(QUOTA)), "sales", "quotas", empty_reason="note.no_quota"),
    money("gap_to_quota", Minus(OrZero(NET), QUOTA), "sales", "quotas", empty_reason="note.no_quota"),
    count("reps_with_quota", _ALL_WITH_QUOTA, "quotas", "reps", direction=Direction.NEITHER),
    rate("reps_at_quota", Ratio(_AT_QUOTA, _ALL_WITH_QUOTA), *_NEEDS, empty_reason=_NOBODY),
    rate(
        "attainment_median",
        Each(_PEOPLE, "quantile", ATTAINMENT, _WITH_QUOTA),
        *_NEEDS,
        empty_reason=_NOBODY,
    ),
    rate(
        "attainment_p10",
        Each(_PEOPLE, "quantile", ATTAINMENT, _WITH_QUOTA, q=0.1),
        *_NEEDS,
        empty_reason=_NOBODY,
    ),
    rate(
        "attainment_p90",
        Each(_PEOPLE, "quantile", ATTAINMENT, _WITH_QUOTA, q=0.9),
        *_NEEDS,
        empty_reason=_NOBODY,
    ),
    rate(
        "attainment_spread",
        Each(_PEOPLE, "spread", ATTAINMENT, _WITH_QUOTA),
        *_NEEDS,
        direction=Direction.DOWN,
        empty_reason="note.no_spread",
    ),
    rate(
        "over_assignment",
        Ratio(Minus(_OF_PEOPLE, _OF_TERRITORIES), _OF_TERRITORIES, above_zero=True, both=True),
        "quotas",
        "reps",
        direction=Direction.NEITHER,
        empty_reason="note.one_layer",
    ),
)
