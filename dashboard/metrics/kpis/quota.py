"""Quota, attainment and pace."""

from dashboard.metrics.kinds import Direction, Ratio, Sum, Whole
from dashboard.metrics.kpis.results import NET
from dashboard.metrics.kpis.rows import money, rate

QUOTA = Sum("quota_day", "amount")

ROWS = (
    money("quota", QUOTA, "quotas", direction=Direction.NEITHER, empty_reason="note.no_quota"),
    rate("attainment", Ratio(NET, QUOTA), "sales", "quotas", empty_reason="note.no_quota"),
    rate("share_of_full_quota", Ratio(NET, Whole(QUOTA)), "sales", "quotas", empty_reason="note.no_quota"),
)
