"""What became of each quota between two publications, and why, as one statement.

A quota is known by its holder and its period, for it has no key of its own. One that both have is
led in three steps from how its days stood in `a` to how they stand in `b`: its whole amount (spread
as `a` spreads), then the spread, then the places that it belongs to on a day.
"""

from dashboard.access.scope import Scope
from dashboard.answers.compiler_parts import quota_layer
from dashboard.answers.compiler_restated import Restating, by_cause, keyed, place, row_of
from dashboard.answers.door import quoted
from dashboard.answers.statement import Statement, Values
from dashboard.intake.manifest import Manifest
from dashboard.metrics.kinds import Sum

_HELD = ("rep_id", "territory_id", "period_start", "period_end")
LINE_COLUMNS = (
    "cause", "rep", "territory", "period_start", "period_end", "amount_before", "amount_after", "difference",
    "source_file", "source_record",
)  # fmt: skip


def compile_quota_causes(what: Restating, scope: Scope) -> Statement:
    """By row and cause: labels, the sum, how many quotas; then by cause alone. "before" is what `a` had."""
    values = Values()
    ctes = _steps(what, scope, values)
    return Statement("WITH\n" + ",\n".join(ctes) + "\n" + by_cause(what, "quota"), values.taken)


def compile_quota_lines(what: Restating, scope: Scope, cause: str, limit: int) -> Statement:
    """The quotas behind a cause ("" is any): the whole amount before and after, and the record."""
    values = Values()
    ctes = _steps(what, scope, values)
    wanted = f"AND move.cause = {values.put(cause, 'cause')}" if cause else ""
    listed = ", ".join(f"move.quota.{name}" for name in _HELD[2:])
    return Statement(
        "WITH\n"
        + ",\n".join(ctes)
        + f"""
SELECT
    move.cause, any_value(coalesce(rep_b.label, rep_a.label)) AS rep,
    any_value(coalesce(territory_b.label, territory_a.label)) AS territory,
    move.quota.period_start AS period_start, CAST(move.quota.period_end - 1 AS DATE) AS period_end,
    any_value(held_a.whole) AS amount_before, any_value(held_b.whole) AS amount_after,
    CAST(sum(move.amount) AS DECIMAL(38, 4)) AS difference,
    any_value(coalesce(held_b.source_file, held_a.source_file)) AS source_file,
    any_value(coalesce(held_b.source_record, held_a.source_record)) AS source_record
FROM move
LEFT JOIN held_a ON held_a.quota = move.quota
LEFT JOIN held_b ON held_b.quota = move.quota
LEFT JOIN a.rep AS rep_a ON rep_a.rep_id = move.quota.rep_id
LEFT JOIN b.rep AS rep_b ON rep_b.rep_id = move.quota.rep_id
LEFT JOIN a.territory AS territory_a ON territory_a.territory_id = move.quota.territory_id
LEFT JOIN b.territory AS territory_b ON territory_b.territory_id = move.quota.territory_id
WHERE move.cause != 'before' {wanted}
GROUP BY move.cause, move.quota, {listed}
ORDER BY move.cause, {listed}, rep, territory
LIMIT {values.put(limit, "limit")}""",
        values.taken,
    )


def _steps(what: Restating, scope: Scope, values: Values) -> list[str]:
    sides = (("a", what.a), ("b", what.b))
    return [
        *(place(side, what, scope, values) for side, _ in sides),
        *(_cells(side, manifest, what, values) for side, manifest in sides),
        *(_held(side) for side, _ in sides),
        *(_totals(side) for side, _ in sides),
        _worked(what),
        _spread(),
        _steps_of_cells(what),
        _moves(what),
    ]


def _cells(side: str, manifest: Manifest, what: Restating, values: Values) -> str:
    """One CTE: what of each quota stands at each place of each day."""
    if not isinstance(what.formula, Sum):
        raise TypeError(f"{what.formula} does not add up")
    layer = values.put(quota_layer(what.asked, manifest.outline, people=False), "layer")
    keys, joins = keyed(what, side, "line.day")
    start, end = values.put(what.asked.period.start, "from"), values.put(what.asked.period.end, "to")
    held = ", ".join(f"{name} := held.{name}" for name in _HELD)
    return f"""cell_{side} AS (
    SELECT struct_pack({held}) AS quota, line.day, line.territory_{what.asked.alignment} AS territory_id,
        {", ".join(keys)}, place.seen AND line.day BETWEEN {start} AND {end} AS seen,
        CAST(sum(line.{quoted(what.formula.column)}) AS DECIMAL(38, 10)) AS amount
    FROM {side}.quota_day AS line
    INNER JOIN {side}.quota AS held ON held.quota_id = line.quota_id
    INNER JOIN place_{side} AS place ON place.path_id = line.path_{what.asked.alignment}
    {joins}
    WHERE line.layer = {layer} AND line.measure = 'net_sales'
    GROUP BY ALL
)"""


def _held(side: str) -> str:
    """One CTE: the quotas as given, those of one holder and period together, each seen somewhere."""
    held = ", ".join(f"{name} := held.{name}" for name in _HELD)
    return f"""held_{side} AS (
    SELECT struct_pack({held}) AS quota, sum(held.amount) AS whole,
        min(held.source_file) AS source_file, min(held.source_record) AS source_record
    FROM {side}.quota AS held
    WHERE held.measure = 'net_sales' AND held.layer != 'product'
        AND struct_pack({held}) IN (SELECT quota FROM cell_{side} WHERE seen)
    GROUP BY quota
)"""


def _totals(side: str) -> str:
    """One CTE: each day of each quota, wherever it belongs, with the whole and what is reached by then."""
    return f"""total_{side} AS (
    SELECT quota, day, sum(amount) AS amount, count(*) AS places,
        sum(sum(amount)) OVER (PARTITION BY quota) AS whole,
        sum(sum(amount)) OVER (PARTITION BY quota ORDER BY day) AS reached
    FROM cell_{side}
    GROUP BY quota, day
)"""


def _worked(what: Restating) -> str:
    """One CTE: whether a quota is spread by another rule, or over days that are worked otherwise."""
    before, after = what.a.company, what.b.company
    rule = before.quota_spread != after.quota_spread or (
        after.quota_spread == "seasonal" and before.seasonal_weights != after.seasonal_weights
    )
    return f"""worked AS (
    SELECT total.quota, {str(rule).upper()} OR bool_or(a.working IS DISTINCT FROM b.working) AS respread
    FROM total_a AS total
    LEFT JOIN a.calendar AS a ON a.day = total.day
    LEFT JOIN b.calendar AS b ON b.day = total.day
    GROUP BY total.quota
)"""


def _spread() -> str:
    """One CTE: each day that both have, with what `a` would have made of the whole amount of `b`."""
    return f"""guessed AS (
    SELECT quota, day, a.amount AS before, b.amount AS after,
        a.places AS places_before, b.places AS places_after,
        a.whole AS whole_before, b.whole AS whole_after,
        CASE WHEN worked.respread THEN {_scaled("b.whole", "a.reached", "a.whole")} END AS reached
    FROM total_a AS a
    INNER JOIN total_b AS b USING (quota, day)
    INNER JOIN worked USING (quota)
),
spread AS (
    SELECT quota, day, before, after, places_before, places_after,
        CASE
            WHEN whole_before = whole_after THEN before
            WHEN reached IS NULL THEN after
            ELSE reached - lag(reached, 1, 0) OVER (PARTITION BY quota ORDER BY day)
        END AS changed
    FROM guessed
)"""


def _steps_of_cells(what: Restating) -> str:
    """One CTE: the cells of `a`, each with its amount after the first step and after the second.

    Where the places share a day as before, the second amount is that of `b`; else the day of `b` is
    shared as `a` shared it, the last place taking what is left.
    """
    same = row_of("a", ["seen", *what.keys])
    share = "CAST({0}.amount AS DOUBLE) / nullif(spread.{1}, 0)"
    shares = f"abs({share.format('b', 'after')} - {share.format('a', 'before')})"
    return f"""beside AS (
    SELECT a.*, spread.before, spread.after, spread.changed, b.amount AS there,
        {same} IS NOT DISTINCT FROM {row_of("b", ["seen", *what.keys])} AS stays,
        bool_and(b.amount IS NOT NULL AND coalesce({shares} < 0.000001, TRUE)) OVER day_of_quota
            AND spread.places_before = spread.places_after AS steady,
        a.territory_id = max(a.territory_id) OVER day_of_quota AS last
    FROM spread
    INNER JOIN cell_a AS a USING (quota, day)
    LEFT JOIN cell_b AS b ON b.quota = a.quota AND b.day = a.day AND b.territory_id = a.territory_id
    WINDOW day_of_quota AS (PARTITION BY a.quota, a.day)
),
shared AS (
    SELECT *, coalesce({_scaled("after", "amount", "before")}, 0) AS part
    FROM beside
),
step AS (
    SELECT *,
        CASE
            WHEN before = after THEN amount
            WHEN steady THEN there
            WHEN last THEN after - (sum(part) OVER (PARTITION BY quota, day) - part)
            ELSE part
        END AS spread_as_b,
        CASE
            WHEN changed = before THEN amount
            WHEN changed = after THEN spread_as_b
            ELSE coalesce({_scaled("changed", "amount", "before")}, 0)
        END AS spread_as_a
    FROM shared
)"""


def _scaled(amount: str, part: str, whole: str) -> str:
    """`amount` times `part` by `whole`, in whole ten-thousandths: no float holds money. NULL by nothing."""
    units = [f"CAST({one} * 10000 AS HUGEINT)" for one in (amount, part, whole)]
    return (
        f"CAST(CAST({units[0]} * {units[1]} // nullif({units[2]}, 0) AS DECIMAL(34, 0)) * 0.0001 "
        "AS DECIMAL(38, 10))"
    )


def _moves(what: Restating) -> str:
    """One CTE: what each cell adds to a row or takes from it, and by which cause."""
    keys = ", ".join(what.keys)
    same = f"{row_of('step', ['seen', *what.keys])} IS NOT DISTINCT FROM {row_of('b', ['seen', *what.keys])}"
    alone = (
        "NOT EXISTS (SELECT 1 FROM total_{0} AS other "
        "WHERE other.quota = cell_{1}.quota AND other.day = cell_{1}.day)"
    )
    moves = [
        ("before", "amount", "cell_a", "TRUE"),
        ("quota_added", "amount", "cell_b", alone.format("a", "b")),
        ("quota_removed", "-amount", "cell_a", alone.format("b", "a")),
        ("quota_changed", "spread_as_a - amount", "step", "spread_as_a != amount"),
        ("quota_spread", "spread_as_b - spread_as_a", "step", "spread_as_b != spread_as_a"),
        ("alignment", "-spread_as_b", "step", "NOT (stays AND there IS NOT DISTINCT FROM spread_as_b)"),
        ("alignment", "amount", "arrived", "TRUE"),
    ]
    selects = [
        f"SELECT '{cause}' AS cause, quota, {keys}, {amount} AS amount FROM {source} WHERE {limit} AND seen"
        for cause, amount, source, limit in moves
    ]
    return f"""arrived AS (
    SELECT b.*
    FROM cell_b AS b
    INNER JOIN spread USING (quota, day)
    LEFT JOIN step ON step.quota = b.quota AND step.day = b.day AND step.territory_id = b.territory_id
    WHERE NOT coalesce({same} AND step.spread_as_b = b.amount, FALSE)
),
move AS (
    {(chr(10) + "    UNION ALL" + chr(10) + "    ").join(selects)}
)"""
