"""What became of each sales line between two publications, and why, as one statement.

A line that both have is led from how it stood in `a` to how it stands in `b` in three steps, and
each step is a cause: its own record (as `a` would have placed and converted it), then the rate,
then where it belongs. What the steps add and take is all that differs; a line's money stands in a
row only while the person may see the line there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.access.scope import Scope
from dashboard.answers.compiler_limits import opened
from dashboard.answers.compiler_parts import value
from dashboard.answers.door import literal, quoted
from dashboard.answers.statement import Statement, Values
from dashboard.intake.manifest import Manifest
from dashboard.metrics.kinds import Dimension, Formula, Minus, Sum
from dashboard.metrics.question import Question

# A line's own record, in this order; a difference in any of it is a correction.
_OWN = (
    "order_date", "order_id", "customer_id", "product_id", "channel", "quantity", "currency",
    "net_in_currency",
)  # fmt: skip
_CUSTOMER = "LEFT JOIN a.customer AS customer ON customer.customer_id = rated.b.customer_id"
_OWNER = (
    "LEFT JOIN a.alignment AS owner ON owner.customer_id = rated.b.customer_id "
    "AND rated.b.order_date >= owner.from_day AND rated.b.order_date < owner.to_day"
)
_PATH = (
    "LEFT JOIN a.territory_path AS path ON path.territory_id = {}.territory_id "
    "AND rated.b.order_date >= path.from_day AND rated.b.order_date < path.to_day"
)
_SHOWN = ("order_date", "customer", "product", "territory")
LINE_COLUMNS = (
    "cause", "line_id", *(f"{name}_{when}" for name in (*_SHOWN, "amount") for when in ("before", "after")),
    "difference", "source_file", "source_record",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Restating:
    """What is compared: a question, by what, which publications, and which places moved between them."""

    asked: Question
    by: tuple[Dimension, ...]
    formula: Formula
    a: Manifest
    b: Manifest
    moved: tuple[int, ...] = ()

    @property
    def keys(self) -> list[str]:
        """The names of the keys of a row."""
        return [f"k{n}" for n in range(1, len(self.by) + 1)]

    @property
    def places(self) -> dict[str, Dimension]:
        """The keys that say where."""
        return {key: one for key, one in zip(self.keys, self.by, strict=True) if one.group == "territory"}

    @property
    def timed(self) -> bool:
        """Whether a key says when."""
        return len(self.places) < len(self.by)


def compile_moved(what: Restating, scope: Scope) -> Statement:
    """The paths that both publications know and that stand elsewhere, or are seen otherwise, in `b`."""
    values = Values()
    known = ["seen", *what.places]
    before, after = (row_of(side, known) for side in ("before", "after"))
    return Statement(
        f"WITH {place('a', what, scope, values)},\n{place('b', what, scope, values)}\n"
        "SELECT before.path_id FROM place_a AS before\n"
        "INNER JOIN place_b AS after USING (path_id, territory_id)\n"
        f"WHERE {before} IS DISTINCT FROM {after} ORDER BY path_id",
        values.taken,
    )


def compile_causes(what: Restating, scope: Scope) -> Statement:
    """By row and cause: labels, the sum, how many lines; then by cause alone, the keys empty."""
    values = Values()
    ctes = [*_steps(what, scope, values), _moves(what)]
    return Statement("WITH\n" + ",\n".join(ctes) + "\n" + by_cause(what, "line_id"), values.taken)


def compile_lines(what: Restating, scope: Scope, cause: str, limit: int) -> Statement:
    """The lines behind a cause ("" is any): before and after, and the record they came from."""
    values = Values()
    ctes = [*_steps(what, scope, values), _moves(what)]
    ctes.append(
        "change AS (SELECT cause, line_id, sum(amount) AS difference FROM move GROUP BY cause, line_id)"
    )
    wanted = f"WHERE change.cause = {values.put(cause, 'cause')}" if cause else ""
    return Statement(
        "WITH\n"
        + ",\n".join(ctes)
        + f"""
SELECT
    change.cause, change.line_id, {_sides()},
    change.difference,
    CASE WHEN state.b.placed THEN state.b.source_file ELSE state.a.source_file END AS source_file,
    CASE WHEN state.b.placed THEN state.b.source_record ELSE state.a.source_record END AS source_record
FROM change
INNER JOIN state ON coalesce(state.b.line_id, state.a.line_id) = change.line_id
{_names()}
{wanted}
ORDER BY change.cause, coalesce(state.b.order_date, state.a.order_date), change.line_id
LIMIT {values.put(limit, "limit")}""",
        values.taken,
    )


def by_cause(what: Restating, counted: str) -> str:
    """SELECT of a CTE `move` put together: keys, labels, cause, amount, how many, and the depth."""
    keys, width = what.keys, len(what.by)
    # The unknown member stands last, whatever the alphabet.
    order = ", ".join(
        f"found.{key} = '?', l{n} COLLATE el, found.{key}" if key in what.places else f"found.{key}"
        for n, key in enumerate(keys, 1)
    )
    labels, joins = [], []
    for n, (key, one) in enumerate(zip(keys, what.by, strict=True), 1):
        if one.group == "territory":
            joins += [
                f"LEFT JOIN {side}.territory AS {side}_{key} ON {side}_{key}.territory_id = found.{key}"
                for side in "ba"
            ]
        names = f"b_{key}.label, a_{key}.label, " if one.group == "territory" else ""
        labels.append(f"coalesce({names}CAST(found.{key} AS TEXT)) AS l{n}")
    listed = ", ".join(keys)
    return f"""SELECT {", ".join(f"found.{key}" for key in keys)}, {", ".join(labels)},
    found.cause, found.amount, found.lines, found.depth
FROM (
    SELECT {listed}, cause, sum(amount) AS amount, count(DISTINCT {counted}) AS lines,
        CAST({width} - {" - ".join(f"grouping({key})" for key in keys)} AS INTEGER) AS depth
    FROM move GROUP BY GROUPING SETS (({listed}, cause), (cause))
) AS found
{chr(10).join(joins)}
ORDER BY depth DESC, {order}, cause"""


def place(side: str, what: Restating, scope: Scope, values: Values) -> str:
    """One CTE: where each path of a publication lies among the rows, and whether the person sees it."""
    seen, joins = "TRUE", []
    if not scope.everything:
        seen = f"path.path_id IN ({opened(scope, values, side)})"
    keys = []
    for key, one in what.places.items():
        if not one.level:
            keys.append(f"path.territory_id AS {key}")
            continue
        joins.append(
            f"LEFT JOIN {side}.territory_tree AS at_{key} ON at_{key}.path_id = path.path_id "
            f"AND at_{key}.level = {literal(one.level)}"
        )
        keys.append(f"coalesce(at_{key}.ancestor_id, '?') AS {key}")
    select = ", ".join(["path.path_id", "path.territory_id", *keys, f"{seen} AS seen"])
    source = f"FROM {side}.territory_path AS path\n    {' '.join(joins)}"
    return f"place_{side} AS (\n    SELECT {select}\n    {source}\n)"


def keyed(what: Restating, side: str, day: str) -> tuple[list[str], str]:
    """The keys of a row in the words of one publication, and the joins that they need."""
    keys = [
        f"place.{key} AS {key}" if key in what.places else f"calendar.{quoted(one.key)} AS {key}"
        for key, one in zip(what.keys, what.by, strict=True)
    ]
    joins = f"INNER JOIN {side}.calendar AS calendar ON calendar.day = {day}" if what.timed else ""
    return keys, joins


def row_of(table: str, columns: Sequence[str]) -> str:
    """Columns of a table as one value that can be compared."""
    return f"row({', '.join(f'{table}.{column}' for column in columns)})"


def _steps(what: Restating, scope: Scope, values: Values) -> list[str]:
    lines = [_lines(side, what, values) for side in "ab"]
    places = [place(side, what, scope, values) for side in "ab"]
    return [*places, *lines, _pairs(what), _rated(what, values), _states(what)]


def _lines(side: str, what: Restating, values: Values) -> str:
    """One CTE: the lines of one publication that the other does not hold in the same segment."""
    path, source = f"path_{what.asked.alignment}", f"{side}.sales"
    if what.moved:
        moved = values.put(list(what.moved), "moved")
        source = (
            f"(FROM {source} UNION ALL FROM shared.sales WHERE {path} IN (SELECT unnest({moved}::INTEGER[])))"
        )
    keys, joins = keyed(what, side, "line.order_date")
    start, end = values.put(what.asked.period.start, "from"), values.put(what.asked.period.end, "to")
    own = ", ".join(f"line.{column}" for column in ("line_id", *_OWN, "source_file", "source_record"))
    return f"""line_{side} AS (
    SELECT {own}, line.territory_{what.asked.alignment} AS territory_id, line.{path} AS path_id,
        {_value(what.formula)} AS amount, {", ".join(keys)}, place.seen AS placed,
        line.order_date BETWEEN {start} AND {end} AS timely,
        placed AND timely AS seen
    FROM {source} AS line
    INNER JOIN place_{side} AS place ON place.path_id = line.{path}
    {joins}
)"""


def _value(formula: Formula) -> str:
    """What one line named `line` gives to a measure that adds up."""
    if isinstance(formula, Minus):
        return f"{_value(formula.left)} - {_value(formula.right)}"
    if not isinstance(formula, Sum):
        raise TypeError(f"{formula} does not add up")
    return f"coalesce({value(formula)}, 0)"


def _pairs(what: Restating) -> str:
    """One CTE: the lines that are not the same in both, each with both its sides."""
    differ = f"{row_of('a', _OWN)} IS DISTINCT FROM {row_of('b', _OWN)}"
    rest = ["amount", "seen", "territory_id", *what.keys]
    return f"""pair AS (
    SELECT a, b, {differ} AS recorded
    FROM line_a AS a
    FULL JOIN line_b AS b ON b.line_id = a.line_id
    WHERE (a.seen OR b.seen) AND ({differ} OR {row_of("a", rest)} IS DISTINCT FROM {row_of("b", rest)})
)"""


def _rated(what: Restating, values: Values) -> str:
    """One CTE: the pairs with the rates that either publication has for the line as `b` has it."""
    own = values.put(what.b.company.currency, "currency")
    rates = [
        f"CASE WHEN pair.b.currency = {own} THEN 1 ELSE CAST(rate_{side}.rate AS DECIMAL(20, 8)) END "
        f"AS {side}_rate"
        for side in "ab"
    ]
    joins = "\n    ".join(
        f"ASOF LEFT JOIN {side}.fx_rates AS rate_{side} "
        f"ON rate_{side}.currency = pair.b.currency AND rate_{side}.rate_date <= pair.b.order_date"
        for side in "ab"
    )
    return f"""rated AS (
    SELECT pair.a, pair.b, {", ".join(rates)},
        pair.recorded OR (pair.a.amount IS DISTINCT FROM pair.b.amount AND a_rate IS NOT DISTINCT FROM b_rate)
            AS corrected
    FROM pair
    {joins}
)"""


def _states(what: Restating) -> str:
    """One CTE: beside both sides, `m`: the record of `b`, placed and converted as `a` would have."""
    amount = "rated.b.amount"
    if what.formula == Sum("sales", "net_amount"):
        amount = f"coalesce(CAST(rated.b.net_in_currency * rated.a_rate AS DECIMAL(18, 4)), {amount})"
    path, joins = _path_in_a(what)
    keys = [
        f"coalesce(place.{key}, rated.b.{key})" if key in what.places else f"rated.b.{key}"
        for key in what.keys
    ]
    made = [f"{key} := {text}" for key, text in zip(what.keys, keys, strict=True)]
    made.append("seen := coalesce(place.seen, rated.b.placed) AND rated.b.timely")
    made.append(f"amount := CASE WHEN rated.corrected THEN {amount} ELSE rated.a.amount END")
    return f"""state AS (
    SELECT rated.a, rated.b, rated.corrected, struct_pack({", ".join(made)}) AS m
    FROM rated
    {joins}
    LEFT JOIN place_a AS place ON place.path_id = {path}
)"""


def _path_in_a(what: Restating) -> tuple[str, str]:
    """Where `a` would have placed the record of `b`: the path (NULL: it cannot tell), and the joins."""
    same, aligned = "rated.a.path_id", "alignments" in what.a.tables
    if what.asked.alignment == "today":
        if not aligned:
            return same, ""
        found, joins = "customer.path_today", [_CUSTOMER]
    elif what.a.company.credit_by == "document" or not aligned:
        found, joins = "coalesce(path.path_id, 0)", [_PATH.format("rated.a")]
    else:
        found = "CASE WHEN customer.customer_id IS NOT NULL THEN coalesce(path.path_id, 0) END"
        joins = [_CUSTOMER, _OWNER, _PATH.format("owner")]
    changed = "row(rated.a.customer_id, rated.a.order_date) != row(rated.b.customer_id, rated.b.order_date)"
    return f"CASE WHEN {changed} THEN {found} ELSE {same} END", "\n    ".join(joins)


def _moves(what: Restating) -> str:
    """One CTE: what each line adds to a row or takes from it, and by which cause."""
    days = f"b.order_date > DATE '{what.a.through}'"
    gone = f"a.order_date > DATE '{what.b.through}' AND DATE '{what.a.through}' > DATE '{what.b.through}'"
    both = "a.line_id IS NOT NULL AND b.line_id IS NOT NULL"
    elsewhere = ["seen", *what.keys]
    moved = f"{both} AND {row_of('m', elsewhere)} IS DISTINCT FROM {row_of('b', elsewhere)}"
    moves = [
        (f"CASE WHEN {days} THEN 'new_days' ELSE 'late_lines' END", "b", "b.amount", "a.line_id IS NULL"),
        (f"CASE WHEN {gone} THEN 'new_days' ELSE 'removed_lines' END", "a", "-a.amount", "b.line_id IS NULL"),
        ("'corrections'", "a", "-a.amount", f"{both} AND corrected"),
        ("'corrections'", "m", "m.amount", f"{both} AND corrected"),
        ("'currency'", "m", "b.amount - m.amount", f"{both} AND b.amount != m.amount"),
        ("'alignment'", "m", "-b.amount", moved),
        ("'alignment'", "b", "b.amount", moved),
    ]
    selects = [
        f"SELECT {cause} AS cause, coalesce(b.line_id, a.line_id) AS line_id, "
        f"{', '.join(f'{side}.{key} AS {key}' for key in what.keys)}, {amount} AS amount\n"
        f"    FROM state WHERE {limit} AND {side}.seen"
        for cause, side, amount, limit in moves
    ]
    return "move AS (\n    " + "\n    UNION ALL\n    ".join(selects) + "\n)"


def _sides() -> str:
    """What a listed line was and is; a side outside the person's scope stays empty."""
    columns = []
    for name, column in zip((*_SHOWN, "amount"), ("order_date", "", "", "", "amount"), strict=True):
        for side, when in (("a", "before"), ("b", "after")):
            shown = f"state.{side}.{column}" if column else f"{name}_{side}.label"
            columns.append(f"CASE WHEN state.{side}.placed THEN {shown} END AS {name}_{when}")
    return ", ".join(columns)


def _names() -> str:
    return "\n".join(
        f"LEFT JOIN {side}.{name} AS {name}_{side} ON {name}_{side}.{name}_id = state.{side}.{name}_id"
        for name in _SHOWN[1:]
        for side in "ab"
    )
