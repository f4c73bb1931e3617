"""Pay: what the ledger of incentive pay holds, for those who may know it."""

from dashboard.metrics.kinds import Direction, Ratio, Sum
from dashboard.metrics.kpis.results import NET
from dashboard.metrics.kpis.rows import money, rate

PAYOUT = Sum("paid", "amount")

ROWS = (
    money("payout", PAYOUT, "sales", "reps", direction=Direction.NEITHER, empty_reason="note.no_payout"),
    rate(
        "payout_rate",
        Ratio(PAYOUT, NET, above_zero=True, both=True),
        "sales",
        "reps",
        direction=Direction.DOWN,
        empty_reason="note.no_payout",
    ),
)
