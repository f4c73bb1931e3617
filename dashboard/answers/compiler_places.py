"""The statements of the map: where the customers of a question stand, and the outlines around them."""

from collections.abc import Sequence

from dashboard.access.scope import Scope
from dashboard.answers.compiler_limits import among, opened
from dashboard.answers.statement import Statement, Values

MOST_MARKS = 150  # on one map: more would hide each other
NAMED = 6  # customers of one mark whose keys are told
# The largest customer is the first, who has no amount comes last: no list of all of a mark has to be sorted.
_PLACE = "{'amount': -amount, 'customer': customer_id}"
# Into how many squares the longer side of a map may be divided; the first are never too many. The
# customers of one person are told apart as far as can be, those of many only where they stand apart.
_GRAINS = (8, 12, 16, 24, 32, 80)
_OF_MANY, _MANY = 32, 100
_MARGIN = 0.5  # of the longer side, around the outlines: who stands farther out is on no map
_LEAST = 0.02  # degrees that a map shows at least
HERE, BEYOND, NOWHERE = "here", "beyond", "nowhere"


def compile_outlines(nodes: Sequence[str], scope: Scope) -> Statement:
    """Territory, how made, and the corners of each ring of these territories, as far as they are in scope."""
    values = Values()
    return Statement(
        f"""SELECT territory_id, made, list(latitude ORDER BY place), list(longitude ORDER BY place)
FROM territory_outline
WHERE {_outlined(nodes, scope, values)}
GROUP BY territory_id, made, polygon, ring
ORDER BY territory_id, polygon, ring""",
        values.taken,
    )


def compile_places(
    found: Statement,
    nodes: Sequence[str],
    below_them: Sequence[str],
    scope: Scope,
    *,
    compared: bool,
) -> Statement:
    """What the customers of an answer come to, put together by where they stand on the map of these nodes.

    `found` is the statement of an amount by customer, under the same scope, `compared` with another
    or not. Rows are the marks of the map, the largest first, then all who stand `BEYOND` it and all
    who stand `NOWHERE`: together all customers of the answer. `below_them` are where marks may lead.
    """
    values = Values(dict(found.parameters))
    before = "answer.p1" if compared else "NULL"
    return Statement(
        f"""WITH answer AS (
{found.sql}
),
placed AS (
    SELECT
        answer.k1 AS customer_id, answer.l1 AS label, answer.m1 AS amount,
        CAST({before} AS DECIMAL(38, 4)) AS before,
        place.latitude, place.longitude, place.city, place.path_today
    FROM answer
    LEFT JOIN customer_place AS place ON place.customer_id = answer.k1
    WHERE answer.depth = 1
),
{_land(nodes, scope, values)},
{_squares(values)},
{_marked(below_them, values)}
SELECT
    stands,
    count(*) AS customers,
    arg_min(customer_id, {_PLACE}, {NAMED}) AS keys,
    arg_min(label, {_PLACE}, {NAMED}) AS labels,
    CAST(sum(amount) AS DECIMAL(38, 4)) AS amount,
    CAST(sum(before) AS DECIMAL(38, 4)) AS before,
    avg(CAST(latitude AS DOUBLE)) AS latitude,
    avg(CAST(longitude AS DOUBLE)) AS longitude,
    CASE WHEN min(city) = max(city) THEN min(city) END AS city,
    mode(child) AS child
FROM marked
GROUP BY stands, across, down
ORDER BY stands = '{HERE}' DESC, stands, amount DESC NULLS LAST, keys[1]""",
        values.taken,
        found.relations,
        found.scan,
    )


def _land(nodes: Sequence[str], scope: Scope, values: Values) -> str:
    """CTEs: the degrees that the outlines take, else most customers, and who stands there."""
    return f"""edge AS (
    SELECT min(latitude) AS south, max(latitude) AS north, min(longitude) AS west, max(longitude) AS east
    FROM territory_outline
    WHERE {_outlined(nodes, scope, values)}
    HAVING count(*) > 0
    UNION ALL
    SELECT
        quantile_disc(latitude, 0.05), quantile_disc(latitude, 0.95),
        quantile_disc(longitude, 0.05), quantile_disc(longitude, 0.95)
    FROM placed
),
land AS (
    SELECT *, greatest(east - west, north - south, {_LEAST}) * {_MARGIN} AS margin FROM edge LIMIT 1
),
standing AS (
    SELECT
        placed.*,
        CASE
            WHEN latitude IS NULL THEN '{NOWHERE}'
            WHEN
                latitude BETWEEN south - margin AND north + margin
                AND longitude BETWEEN west - margin AND east + margin THEN '{HERE}'
            ELSE '{BEYOND}'
        END AS stands
    FROM placed, land
)"""


def _squares(values: Values) -> str:
    """CTEs: where these customers are, and the finest grid there with no more marks than a map may have."""
    grains, most = ", ".join(str(one) for one in _GRAINS), values.put(MOST_MARKS, "most")
    return f"""frame AS (
    SELECT
        south, west,
        1 / cos(radians(least(abs(south + north) / 2, 80))) AS stretch,
        greatest(east - west, (north - south) * stretch, {_LEAST}) AS side
    FROM (
        SELECT min(latitude) AS south, max(latitude) AS north, min(longitude) AS west, max(longitude) AS east
        FROM standing
        WHERE stands = '{HERE}'
    )
),
squared AS (
    SELECT standing.*, (longitude - west) / side AS along, (latitude - south) * stretch / side AS up
    FROM standing, frame
),
grain AS (
    SELECT coalesce(max(size) FILTER (squares <= {most}), {_GRAINS[0]}) AS size
    FROM (
        SELECT size, count(DISTINCT (floor(along * size), floor(up * size))) AS squares
        FROM squared, (SELECT unnest([{grains}]) AS size)
        WHERE stands = '{HERE}'
        GROUP BY size
        HAVING size <= {_OF_MANY} OR count(*) <= {_MANY}
    )
)"""


def _marked(below_them: Sequence[str], values: Values) -> str:
    """CTE: with the square, and the territory below that each customer leads to."""
    nodes = among(list(below_them), values, "below") if below_them else "NULL"
    return f"""marked AS (
    SELECT
        squared.*,
        CASE WHEN stands = '{HERE}' THEN floor(along * size) END AS across,
        CASE WHEN stands = '{HERE}' THEN floor(up * size) END AS down,
        (
            SELECT max(ancestor_id) FROM territory_tree
            WHERE path_id = squared.path_today AND ancestor_id IN ({nodes})
        ) AS child
    FROM squared, grain
)"""


def _outlined(nodes: Sequence[str], scope: Scope, values: Values) -> str:
    named = f"territory_id IN ({among(list(nodes), values, 'node')})"
    if scope.everything:
        return named
    paths = opened(scope, values)
    return f"{named} AND territory_id IN (SELECT territory_id FROM territory WHERE path_today IN ({paths}))"
