"""Contacts: how many, with whom, and against the plan."""

from dashboard.metrics.kinds import Direction, Distinct, Ratio, Sum
from dashboard.metrics.kpis.rows import count, days, rate, times

FIELD_DAYS = Sum("field_time", "days")
PLANNED = Sum("contact_plan", "planned")
KEPT = Sum("contact_plan", "kept")
REACHED = Distinct("contact_plan", "customer_id", only="reached")
TARGETS = Distinct("contact_plan", "customer_id", only="planned")
_MADE, _PLANS = "activities", "call_plans"

ROWS = (
    count("contacts", Sum("contact", "contacts"), _MADE),
    count("visits", Sum("contact", "contacts", only="visit"), _MADE),
    days("field_days", FIELD_DAYS, _MADE, "reps", direction=Direction.NEITHER),
    times(
        "visits_per_field_day",
        Ratio(Sum("contact", "contacts", only="field_visit"), FIELD_DAYS),
        _MADE,
        "reps",
        direction=Direction.NEITHER,
        empty_reason="note.no_field_day",
    ),
    count("planned_contacts", PLANNED, _PLANS, direction=Direction.NEITHER),
    count("kept_contacts", KEPT, _PLANS, _MADE),
    rate("reach", Ratio(REACHED, TARGETS), _PLANS, _MADE, empty_reason="note.no_plan"),
    times(
        "call_frequency",
        Ratio(Sum("contact_plan", "contacts", only="reached"), REACHED),
        _PLANS,
        _MADE,
        direction=Direction.NEITHER,
        empty_reason="note.none_reached",
    ),
    rate(
        "plan_adherence",
        Ratio(KEPT, PLANNED),
        _PLANS,
        _MADE,
        empty_reason="note.no_plan",
    ),
)
