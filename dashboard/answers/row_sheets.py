"""What is shown of one line behind a number, for the marts whose lines are told as they stand."""

from dataclasses import dataclass

_PLACES = """
    INNER JOIN customer AS customer_name ON customer_name.customer_id = line.customer_id
    INNER JOIN rep AS rep_name ON rep_name.rep_id = line.rep_id
    INNER JOIN territory AS territory_name ON territory_name.territory_id = line.territory_{alignment}"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of a mart's lines, the joins that name what they mention, and their order."""

    columns: str
    order: str
    names: str = _PLACES


def _deals(day: str) -> Sheet:
    return Sheet(
        "line.created_on, line.closed_on, line.expected_close, customer_name.label AS customer, line.stage, "
        "line.outcome, line.source, line.amount AS value, line.probability, line.cycle_days, "
        "territory_name.label AS territory, rep_name.label AS rep, line.source_file, line.source_record",
        f"{day} DESC, line.opportunity_id",
    )


SHEETS = {
    "deal_created": _deals("line.created_on"),
    "deal_closed": _deals("line.closed_on"),
    "deal_due": _deals("line.expected_close"),
    "deal_open": _deals("line.created_on"),
}
