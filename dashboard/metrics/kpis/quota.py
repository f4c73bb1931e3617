"""Quota, attainment and pace."""

from dashboard.metrics.kinds import (
    AtLeastZero,
    Direction,
    Each,
    Holds,
    Minus,
    Number,
    OrZero,
    Over,
    Plus,
    Ratio,
    Sum,
    Whole,
    WorkingDays,
)
from dashboard.metrics.kpis.results import NET
from dashboard.metrics.kpis.rows import count, daily, money, rate, times

QUOTA = Sum("quota_day", "amount")
ATTAINMENT = Ratio(NET, QUOTA)
FORECAST = Sum("forecast_day", "amount")
LANDING = Plus(Over(NET, "year_to_date"), Over(FORECAST, "year"))
_SEASONAL = Sum("quota_pace", "amount")
_OF_PEOPLE = Sum("quota_layers", "amount", only="of_people")
_OF_TERRITORIES = Sum("quota_layers", "amount", only="of_territories")

_PEOPLE = ("rep",)
_WITH_QUOTA = (Holds(QUOTA, ">"),)
# There on every working day, past their first months, and not on leave for longer than the company allows.
_ELIGIBLE = (
    *_WITH_QUOTA,
    Holds(Sum("rep_standing", "unready"), "="),
    Holds(Sum("rep_standing", "slack"), ">="),
)
_AT_QUOTA = Each(_PEOPLE, "count", Number(1), (Holds(NET, ">=", QUOTA), *_ELIGIBLE))
_ALL_ELIGIBLE = Each(_PEOPLE, "count", Number(1), _ELIGIBLE)
_ALL_WITH_QUOTA = Each(_PEOPLE, "count", Number(1), _WITH_QUOTA)
_NEEDS = ("sales", "quotas", "reps")
_NOBODY = "note.no_people"
_REQUIRED = Ratio(
    AtLeastZero(Minus(Over(QUOTA, "year"), OrZero(Over(NET, "year_to_date")))), WorkingDays("left"), both=True
)
_RECENT = Ratio(Over(NET, "recent"), WorkingDays("recent"))

ROWS = (
    money("quota", QUOTA, "quotas", direction=Direction.NEITHER, empty_reason="note.no_quota"),
    rate("attainment", ATTAINMENT, "sales", "quotas", empty_reason="note.no_quota"),
    rate("share_of_full_quota", Ratio(NET, Whole(QUOTA)), "sales", "quotas", empty_reason="note.no_quota"),
    money("gap_to_quota", Minus(OrZero(NET), QUOTA), "sales", "quotas", empty_reason="note.no_quota"),
    money(
        "seasonal_quota",
        _SEASONAL,
        "sales",
        "quotas",
        direction=Direction.NEITHER,
        empty_reason="note.no_quota",
    ),
    rate("pace_index", Ratio(NET, _SEASONAL), "sales", "quotas", empty_reason="note.no_quota"),
    money("forecast", FORECAST, "sales", alignment="today"),
    money(
        "foreseen_sales",
        Sum("foreseen_day", "amount"),
        "sales",
        direction=Direction.NEITHER,
        alignment="today",
        empty_reason="note.no_forecast",
    ),
    money("landing", LANDING, "sales", alignment="today"),
    rate(
        "landing_attainment",
        Ratio(LANDING, Over(QUOTA, "year")),
        "sales",
        "quotas",
        alignment="today",
        empty_reason="note.no_quota",
    ),
    daily(
        "required_run_rate",
        _REQUIRED,
        "sales",
        "quotas",
        direction=Direction.DOWN,
        empty_reason="note.no_day_left",
    ),
    times(
        "required_to_recent",
        Ratio(_REQUIRED, _RECENT, above_zero=True, both=True),
        "sales",
        "quotas",
        direction=Direction.DOWN,
        empty_reason="note.no_day_left",
    ),
    count("reps_with_quota", _ALL_WITH_QUOTA, "quotas", "reps", direction=Direction.NEITHER),
    count("eligible_reps", _ALL_ELIGIBLE, "quotas", "reps", direction=Direction.NEITHER),
    rate("reps_at_quota", Ratio(_AT_QUOTA, _ALL_ELIGIBLE), *_NEEDS, empty_reason=_NOBODY, version=2),
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
