-- The territories and their places in the tree are what they were on the days of the lines. Returns what differs.
-- grain: one stretch of a territory's place; key: path_id; scope: none.
WITH reach AS (
    SELECT max(day) + 1 AS after FROM before.sold_between
),

was AS (
    SELECT path_id, territory_id, from_day, least(to_day, after) AS to_day, ancestors, levels
    FROM base.territory_path CROSS JOIN reach
    WHERE from_day < after
),

now AS (
    SELECT path_id, territory_id, from_day, least(to_day, after) AS to_day, ancestors, levels
    FROM mart.territory_path CROSS JOIN reach
    WHERE from_day < after
),

today_was AS (
    SELECT territory_id, path_today FROM base.territory
),

today_now AS (
    SELECT territory_id, path_today FROM mart.territory
)

(SELECT path_id, territory_id FROM (FROM was EXCEPT FROM now) AS gone)
UNION ALL
(SELECT path_id, territory_id FROM (FROM now EXCEPT FROM was) AS come)
UNION ALL
(SELECT path_today, territory_id FROM (FROM today_was EXCEPT FROM today_now) AS moved)
