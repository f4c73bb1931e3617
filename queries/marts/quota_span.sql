-- For each person with a quota, and each territory with one of its own or above it, the quota period that a
-- day falls into: that of the nearest node, and of its quotas the shortest, where several do.
-- grain: layer, holder and stretch; key: layer, holder, from_day; scope: none.
WITH place AS (
    SELECT path.territory_id, path.from_day, path.to_day, tree.ancestor_id, len(path.ancestors) - tree.depth AS distance
    FROM mart.territory_path AS path
    INNER JOIN mart.territory_tree AS tree ON tree.path_id = path.path_id
),

span AS (
    SELECT
        layer, rep_id AS holder, period_start, period_end, period_start AS starts, period_end AS ends, 0 AS distance
    FROM mart.quota
    WHERE measure = 'net_sales' AND layer = 'rep'
    UNION ALL
    SELECT
        quota.layer,
        place.territory_id,
        quota.period_start,
        quota.period_end,
        greatest(quota.period_start, place.from_day),
        least(quota.period_end, place.to_day),
        place.distance
    FROM mart.quota AS quota
    INNER JOIN place
        ON place.ancestor_id = quota.territory_id
        AND place.from_day < quota.period_end
        AND place.to_day > quota.period_start
    WHERE quota.measure = 'net_sales' AND quota.layer = 'territory'
),

change AS (
    SELECT layer, holder, starts AS day FROM span
    UNION SELECT layer, holder, ends FROM span
),

stretch AS (
    SELECT layer, holder, day AS from_day, lead(day) OVER (PARTITION BY layer, holder ORDER BY day) AS to_day
    FROM change
)

SELECT stretch.layer, stretch.holder, stretch.from_day, stretch.to_day, span.period_start AS quota_period
FROM stretch
INNER JOIN span
    ON span.layer = stretch.layer AND span.holder = stretch.holder
    AND span.starts <= stretch.from_day AND span.ends > stretch.from_day
WHERE stretch.to_day IS NOT NULL
QUALIFY row_number() OVER (
    PARTITION BY stretch.layer, stretch.holder, stretch.from_day
    ORDER BY span.distance ASC, span.period_end - span.period_start ASC, span.period_start DESC
) = 1
