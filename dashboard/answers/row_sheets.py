"""What is shown of one line behind a number, for the marts whose lines are told as they stand."""

from dataclasses import dataclass

from dashboard.answers.paid import MART

_TERRITORY = (
    "INNER JOIN territory AS territory_name ON territory_name.territory_id = line.territory_{alignment}"
)
_PERSON = "INNER JOIN rep AS rep_name ON rep_name.rep_id = line.rep_id\n    " + _TERRITORY
_PLACE = (
    "INNER JOIN customer AS customer_name ON customer_name.customer_id = line.customer_id\n    " + _PERSON
)
_FILE = "line.source_file, line.source_record"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of a mart's lines, the joins that name what they mention, and their order.

    `counted` is what tells lines apart where one counts on many days; then they stand together.
    `files` says whether they come from the records of a file.
    """

    columns: str
    order: str
    names: str = _PLACE
    counted: str = ""
    files: bool = True


def _deals(day: str) -> Sheet:
    return Sheet(
        "line.created_on, line.closed_on, line.expected_close, customer_name.label AS customer, "
        "line.stage, line.outcome, line.source, line.amount AS value, line.probability, line.cycle_days, "
        f"territory_name.label AS territory, rep_name.label AS rep, {_FILE}",
        f"{day} DESC, line.opportunity_id",
    )


def _held(columns: str, counted: str) -> Sheet:
    """Lines that hold for a while: the first and the last of their days that are counted."""
    return Sheet(
        "territory_name.label AS territory, rep_name.label AS rep, min(moment.held) AS period_start, "
        f"max(moment.held) AS period_end, {columns}",
        "period_start DESC, territory, rep",
        _PERSON,
        f"({counted}, line.from_day)",
        files=False,
    )


_FORESEEN = Sheet(
    "line.day AS foreseen_day, territory_name.label AS territory, line.amount AS amount",
    "line.day, territory",
    _TERRITORY,
    files=False,
)
SHEETS = {
    MART: Sheet(
        "line.day AS paid_on, rep_name.label AS rep, line.amount AS paid, territory_name.label AS territory",
        "line.day DESC, rep, line.rep_id",
        _PERSON,
        files=False,
    ),
    "deal_created": _deals("line.created_on"),
    "deal_closed": _deals("line.closed_on"),
    "deal_due": _deals("line.expected_close"),
    "deal_open": _deals("line.created_on"),
    "deal_promise": _deals("line.due_on"),
    "forecast_day": _FORESEEN,
    "foreseen_day": _FORESEEN,
    "quota_pace": Sheet(
        "line.day AS foreseen_day, territory_name.label AS territory, rep_name.label AS rep, "
        "CAST(line.amount AS DECIMAL(38, 4)) AS amount",
        "line.day, territory, rep",
        _PERSON,
        files=False,
    ),
    "contact": Sheet(
        "line.day AS contact_day, customer_name.label AS customer, line.kind AS contact_kind, line.result, "
        f"territory_name.label AS territory, rep_name.label AS rep, {_FILE}",
        "line.day DESC, line.activity_id",
    ),
    "contact_plan": Sheet(
        "line.from_day AS period_start, line.day AS period_end, customer_name.label AS customer, "
        "line.planned, line.contacts, line.kept, "
        f"territory_name.label AS territory, rep_name.label AS rep, {_FILE}",
        "line.day DESC, line.source_file, line.source_record",
    ),
    "field_time": _held(
        "sum(line.days) AS days, line.from_day AS since", "line.rep_id, line.territory_today"
    ),
    "territory_held": _held(
        "sum(line.days) AS days, sum(line.vacant) AS vacant_days, line.from_day AS since",
        "line.territory_today",
    ),
    "market": Sheet(
        "line.from_day AS period_start, line.day AS period_end, territory_name.label AS territory, "
        "line.category, line.amount AS market_amount, line.own_sales, line.amount_before, "
        f"line.own_sales_before, {_FILE}",
        "line.day DESC, line.market_id",
        _TERRITORY,
    ),
}
