"""Deals: what was won, what is open and what it may come to."""

from dashboard.metrics.kinds import Direction, Minus, OrZero, Quantile, Ratio, Sum
from dashboard.metrics.kpis.quota import QUOTA
from dashboard.metrics.kpis.results import NET
from dashboard.metrics.kpis.rows import count, days, money, per_day, rate, times

_DEALS = "opportunities"
CREATED = Sum("deal_created", "deals")
WON = Sum("deal_closed", "deals", only="won")
LOST = Sum("deal_closed", "deals", only="lost")
DECIDED = Sum("deal_closed", "deals", only="decided")
WON_AMOUNT = Sum("deal_closed", "amount", only="won")
WON_VALUED = Sum("deal_closed", "valued", only="won")
DECIDED_AMOUNT = Sum("deal_closed", "amount", only="decided")
CYCLE = Quantile("deal_closed", "cycle_days", 0.5, only="won")
OPEN = Sum("deal_open", "deals")
DUE_AMOUNT = Sum("deal_due", "amount")
# A deal that says where it came from began as a lead.
LEADS = Sum("deal_created", "deals", only="lead")

ROWS = (
    count("created_deals", CREATED, _DEALS),
    money("created_amount", Sum("deal_created", "amount"), _DEALS),
    count("won_deals", WON, _DEALS),
    money("won_amount", WON_AMOUNT, _DEALS),
    count("lost_deals", LOST, _DEALS, direction=Direction.DOWN),
    money("lost_amount", Sum("deal_closed", "amount", only="lost"), _DEALS, direction=Direction.DOWN),
    rate("win_rate", Ratio(WON, DECIDED), _DEALS, empty_reason="note.none_decided"),
    rate("win_rate_value", Ratio(WON_AMOUNT, DECIDED_AMOUNT), _DEALS, empty_reason="note.none_decided"),
    money("average_deal", Ratio(WON_AMOUNT, WON_VALUED), _DEALS, empty_reason="note.none_won"),
    days("sales_cycle", CYCLE, _DEALS, direction=Direction.DOWN, empty_reason="note.none_won"),
    count("open_deals", OPEN, _DEALS, alignment="today"),
    money("open_pipeline", Sum("deal_open", "amount"), _DEALS, alignment="today"),
    money("due_pipeline", DUE_AMOUNT, _DEALS, alignment="today"),
    money(
        "weighted_pipeline",
        Sum("deal_open", "weighted", whole=True),
        _DEALS,
        alignment="today",
        empty_reason="note.closed_since",
    ),
    times(
        "coverage_ratio",
        Ratio(DUE_AMOUNT, Minus(QUOTA, OrZero(NET)), above_zero=True),
        _DEALS,
        "quotas",
        "sales",
        alignment="today",
        empty_reason="note.covered",
    ),
    rate(
        "slippage",
        Ratio(Sum("deal_promise", "amount", only="slipped"), Sum("deal_promise", "amount")),
        _DEALS,
        "opportunity_events",
        direction=Direction.DOWN,
        alignment="today",
        empty_reason="note.none_due",
    ),
    count("leads", LEADS, _DEALS),
    rate(
        "lead_conversion",
        Ratio(Sum("deal_created", "deals", only="lead_won"), LEADS),
        _DEALS,
        empty_reason="note.no_lead",
    ),
    days(
        "lead_response",
        Quantile("deal_created", "response_days", 0.5, only="lead"),
        _DEALS,
        "opportunity_events",
        direction=Direction.DOWN,
        empty_reason="note.no_response",
    ),
    # A product is a division by the inverse: open deals × win rate × average deal ÷ cycle.
    per_day(
        "pipeline_velocity",
        Ratio(Ratio(OPEN, Ratio(Ratio(DECIDED, WON), Ratio(WON_AMOUNT, WON_VALUED))), CYCLE),
        _DEALS,
        alignment="today",
        empty_reason="note.none_won",
    ),
)
