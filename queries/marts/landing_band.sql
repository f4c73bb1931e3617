-- How far a landing may be off: the band that held four back-tests in five, and how often it would have held.
-- grain: level of the tree ('' the whole company); key: level; scope: none, ratios are of no amount.
-- Each back-test is a node, an earlier year and a day of foresight. The band of a level goes from the tenth to the
-- ninetieth hundredth of what was sold by what had been foreseen; with fewer than twelve tests, as far as the worst of
-- them on either side.
-- `coverage` is how often a test falls into the band that the other years alone would have given.
WITH held AS (
    SELECT path_id, ancestor_id AS node, level FROM mart.territory_tree WHERE ancestor_id != '?'
    UNION ALL SELECT path_id, '', '' FROM mart.territory_path
),

tested AS (
    SELECT
        held.node,
        held.level,
        landing.target,
        landing.foreseen_on,
        CAST(sum(landing.landed) AS DOUBLE) / CAST(nullif(sum(landing.landing), 0) AS DOUBLE) AS ratio
    FROM mart.landing AS landing
    INNER JOIN held ON held.path_id = landing.path_today
    WHERE landing.target > 0 AND landing.target < (SELECT max(target) FROM mart.season)
    GROUP BY held.node, held.level, landing.target, landing.foreseen_on
    HAVING sum(landing.landing) > 0 AND sum(landing.landed) > 0
),

other AS (
    SELECT
        one.level,
        one.target,
        one.node,
        one.foreseen_on,
        any_value(one.ratio) AS ratio,
        CASE WHEN count(*) < 12 THEN 1 - max(abs(rest.ratio - 1)) ELSE quantile_cont(rest.ratio, 0.1) END AS low,
        CASE WHEN count(*) < 12 THEN 1 + max(abs(rest.ratio - 1)) ELSE quantile_cont(rest.ratio, 0.9) END AS high
    FROM tested AS one
    INNER JOIN tested AS rest ON rest.level = one.level AND rest.target != one.target
    GROUP BY one.level, one.target, one.node, one.foreseen_on
),

covered AS (
    SELECT level, avg(CAST(ratio BETWEEN low AND high AS INTEGER)) AS coverage, count(*) AS tests
    FROM other
    GROUP BY level
)

SELECT
    tested.level,
    CASE WHEN count(*) < 12 THEN 1 - max(abs(tested.ratio - 1)) ELSE quantile_cont(tested.ratio, 0.1) END AS low,
    CASE WHEN count(*) < 12 THEN 1 + max(abs(tested.ratio - 1)) ELSE quantile_cont(tested.ratio, 0.9) END AS high,
    any_value(covered.coverage) AS coverage,
    coalesce(any_value(covered.tests), 0) AS tests
FROM tested
LEFT JOIN covered ON covered.level = tested.level
GROUP BY tested.level
ORDER BY tested.level
