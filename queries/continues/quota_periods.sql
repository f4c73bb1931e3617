-- The periods of the quotas are what they were on the days of the lines. Returns what differs.
-- grain: one stretch of a person or territory; key: layer, holder, from_day; scope: none.
WITH reach AS (
    SELECT max(day) + 1 AS after FROM before.sold_between
),

named AS (
    SELECT rep_id FROM base.rep
    UNION ALL SELECT territory_id FROM base.territory
),

was AS (
    SELECT layer, holder, quota_period, from_day, least(to_day, after) AS to_day
    FROM base.quota_span CROSS JOIN reach
    WHERE from_day < after AND holder IN (FROM named)
),

now AS (
    SELECT layer, holder, quota_period, from_day, least(to_day, after) AS to_day
    FROM mart.quota_span CROSS JOIN reach
    WHERE from_day < after AND holder IN (FROM named)
)

(FROM was EXCEPT FROM now)
UNION ALL
(FROM now EXCEPT FROM was)
