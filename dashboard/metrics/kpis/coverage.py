"""Whether everything is covered: territories by people, and days by data."""

from dashboard.metrics.kinds import Direction, Quantile, Ratio, Sum
from dashboard.metrics.kpis.rows import days, rate

ROWS = (
    rate(
        "vacancy",
        Ratio(Sum("territory_held", "vacant"), Sum("territory_held", "days")),
        "territories",
        "assignments",
        direction=Direction.DOWN,
        empty_reason="note.no_territory_day",
    ),
    days(
        "data_delay",
        Quantile("sales", "booked_days", 0.95),
        "sales",
        direction=Direction.DOWN,
        empty_reason="note.not_booked",
    ),
)
