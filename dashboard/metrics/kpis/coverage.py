"""Whether everything is covered: territories by people and alike, and days by data."""

from dashboard.metrics.kinds import Direction, Each, Formula, Holds, Measure, Quantile, Ratio, Sum, Total
from dashboard.metrics.kpis.rows import days, rate, times

_WORKPLACES = Sum("workplace", "territories")
_TERRITORIES = ("territory",)
_PLACED = "note.no_workplace"


def _index(key: str, load: Formula, *needs: str) -> Measure:
    """What a territory has of it, by the mean of the territories that are asked about."""
    mean = Ratio(Total(load), Total(_WORKPLACES))
    return times(
        f"{key}_index",
        Ratio(Ratio(load, _WORKPLACES), mean),
        *needs,
        "territories",
        direction=Direction.NEITHER,
        alignment="today",
        empty_reason=_PLACED,
    )


def _balance(key: str, load: Formula, *needs: str) -> tuple[Measure, ...]:
    """How alike the territories are: how many lie near the mean, how far apart they lie, largest by least."""
    there = (Holds(_WORKPLACES, ">"),)
    more = {"alignment": "today", "empty_reason": _PLACED}
    return (
        rate(f"{key}_in_balance", Each(_TERRITORIES, "in_band", load, there), *needs, "territories", **more),
        rate(
            f"{key}_spread",
            Each(_TERRITORIES, "spread", load, there),
            *needs,
            "territories",
            direction=Direction.DOWN,
            **more,
        ),
        times(
            f"{key}_range",
            Ratio(
                Each(_TERRITORIES, "quantile", load, there, q=1),
                Each(_TERRITORIES, "quantile", load, there, q=0),
            ),
            *needs,
            "territories",
            direction=Direction.DOWN,
            alignment="today",
            empty_reason="note.nothing_at_one",
        ),
    )


WORKLOAD = Sum("contact_plan", "planned", only="at_workplace")
POTENTIAL = Sum("customer", "annual_potential", only="at_workplace")

ROWS = (
    rate(
        "vacancy",
        Ratio(Sum("territory_held", "vacant"), Sum("territory_held", "days")),
        "territories",
        "assignments",
        direction=Direction.DOWN,
        empty_reason="note.no_territory_day",
    ),
    _index("workload", WORKLOAD, "call_plans"),
    *_balance("workload", WORKLOAD, "call_plans"),
    _index("potential", POTENTIAL, "customers"),
    *_balance("potential", POTENTIAL, "customers"),
    days(
        "data_delay",
        Quantile("sales", "booked_days", 0.95),
        "sales",
        direction=Direction.DOWN,
        empty_reason="note.not_booked",
    ),
)
