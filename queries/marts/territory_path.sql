-- Each territory's place in the tree, one row for every stretch in which the whole path stays the same.
-- grain: territory and stretch; key: path_id (0 is the unknown territory); scope: none.
WITH path AS (
    SELECT
        territory_id,
        from_day,
        to_day,
        list(ancestor_id ORDER BY depth) AS ancestors,
        list(coalesce(level, '') ORDER BY depth) AS levels
    FROM mart.territory_chain
    GROUP BY territory_id, from_day, to_day
),

marked AS (
    SELECT
        *,
        (
            (ancestors, levels) IS DISTINCT FROM lag((ancestors, levels))
                OVER (PARTITION BY territory_id ORDER BY from_day)
        ) AS changed
    FROM path
),

run AS (
    SELECT
        *,
        sum(CAST(changed AS INTEGER)) OVER (PARTITION BY territory_id ORDER BY from_day) AS stretch
    FROM marked
)

SELECT
    CAST(row_number() OVER (ORDER BY territory_id, min(from_day)) AS INTEGER) AS path_id,
    territory_id,
    min(from_day) AS from_day,
    max(to_day) AS to_day,
    any_value(ancestors) AS ancestors,
    any_value(levels) AS levels
FROM run
GROUP BY territory_id, stretch

UNION ALL

SELECT 0, '?', DATE '0001-01-01', DATE '9999-12-31', ['?'], ['']
