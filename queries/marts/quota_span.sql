-- For each holder of quotas, the quota period that a day falls into (the shortest, where several do).
-- grain: layer, holder and stretch; key: layer, holder, from_day; scope: none.
WITH span AS (
    SELECT layer, coalesce(rep_id, territory_id) AS holder, period_start, period_end
    FROM mart.quota
    WHERE measure = 'net_sales' AND layer != 'plan'
),

change AS (
    SELECT layer, holder, period_start AS day FROM span
    UNION SELECT layer, holder, period_end FROM span
),

stretch AS (
    SELECT layer, holder, day AS from_day, lead(day) OVER (PARTITION BY layer, holder ORDER BY day) AS to_day
    FROM change
)

SELECT stretch.layer, stretch.holder, stretch.from_day, stretch.to_day, span.period_start AS quota_period
FROM stretch
INNER JOIN span
    ON span.layer = stretch.layer AND span.holder = stretch.holder
    AND span.period_start <= stretch.from_day AND span.period_end > stretch.from_day
WHERE stretch.to_day IS NOT NULL
QUALIFY row_number() OVER (
    PARTITION BY stretch.layer, stretch.holder, stretch.from_day
    ORDER BY span.period_end - span.period_start ASC, span.period_start DESC
) = 1
