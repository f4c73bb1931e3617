-- Who worked the territories is what it was on the days of the lines. Returns what differs.
-- grain: one stretch of a territory; key: territory_id, from_day; scope: none.
WITH reach AS (
    SELECT max(day) + 1 AS after FROM before.sold_between
),

was AS (
    SELECT territory_id, rep_id, from_day, least(to_day, after) AS to_day
    FROM base.territory_owner CROSS JOIN reach
    WHERE from_day < after
),

now AS (
    SELECT territory_id, rep_id, from_day, least(to_day, after) AS to_day
    FROM mart.territory_owner CROSS JOIN reach
    WHERE
        from_day < after
)

(FROM was EXCEPT FROM now)
UNION ALL
(FROM now EXCEPT FROM was)
