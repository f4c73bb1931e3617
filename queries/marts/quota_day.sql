-- Each quota spread over its days by the company's rule, at the territory and person it concerns that day.
-- grain: quota, day, territory; key: quota_id, day, territory_id; scope: path_credited or path_today.
-- Amounts are spread in whole units of 1e-10 by cumulative shares, so that the days of a quota add up to it exactly.
WITH weighted AS (
    SELECT
        quota.quota_id,
        calendar.day,
        CASE company.quota_spread
            WHEN 'calendar_days' THEN 1
            WHEN 'working_days' THEN CAST(calendar.working AS BIGINT)
            ELSE CAST(calendar.working AS BIGINT) * CAST(round(season.weight * 1000000) AS BIGINT)
        END AS weight
    FROM mart.quota AS quota
    INNER JOIN mart.calendar AS calendar
        ON calendar.day >= quota.period_start AND calendar.day < quota.period_end
    CROSS JOIN model.company AS company
    INNER JOIN model.seasonal_weight AS season ON season.month = month(calendar.day)
),

effective AS (
    -- A quota whose days all weigh nothing is spread over its calendar days.
    SELECT
        quota_id,
        day,
        CASE WHEN sum(weight) OVER (PARTITION BY quota_id) = 0 THEN 1 ELSE weight END AS weight
    FROM weighted
),

cumulated AS (
    SELECT
        quota_id,
        day,
        CAST(sum(weight) OVER (PARTITION BY quota_id ORDER BY day) AS HUGEINT) AS through_day,
        CAST(sum(weight) OVER (PARTITION BY quota_id ORDER BY day) - weight AS HUGEINT) AS before_day,
        CAST(sum(weight) OVER (PARTITION BY quota_id) AS HUGEINT) AS whole
    FROM effective
),

counted AS (
    SELECT *, CAST(CAST(amount AS DECIMAL(28, 4)) * 10000 AS HUGEINT) * 1000000 AS units
    FROM mart.quota
),

daily AS (
    SELECT
        cumulated.quota_id,
        cumulated.day,
        quota.layer,
        quota.measure,
        quota.period_start,
        quota.rep_id,
        quota.territory_id,
        quota.units * cumulated.through_day // cumulated.whole
        - quota.units * cumulated.before_day // cumulated.whole AS amount
    FROM cumulated
    INNER JOIN counted AS quota ON quota.quota_id = cumulated.quota_id
),

worked AS (
    -- A person's quota belongs to the territories owned that day, by share; nobody's land is the unknown territory.
    SELECT
        daily.quota_id,
        daily.day,
        coalesce(assignment.territory_id, '?') AS territory_id,
        CAST(round(coalesce(assignment.share, 1) * 1000000) AS HUGEINT) AS share
    FROM daily
    LEFT JOIN mart.assignment AS assignment
        ON assignment.rep_id = daily.rep_id
        AND assignment.role = 'owner'
        AND daily.day >= assignment.from_day
        AND daily.day < assignment.to_day
    WHERE daily.layer = 'rep'
),

weighed AS (
    -- Shares that are all zero count alike: the quota may not vanish in a division by nothing.
    SELECT
        quota_id,
        day,
        territory_id,
        CASE WHEN sum(share) OVER (PARTITION BY quota_id, day) = 0 THEN 1 ELSE share END AS share
    FROM worked
),

shared AS (
    SELECT
        quota_id,
        day,
        territory_id,
        CAST(sum(share) OVER (PARTITION BY quota_id, day ORDER BY territory_id ROWS UNBOUNDED PRECEDING) AS HUGEINT)
            AS through_share,
        share,
        CAST(sum(share) OVER (PARTITION BY quota_id, day) AS HUGEINT) AS whole
    FROM weighed
),

placed AS (
    SELECT
        daily.*,
        shared.territory_id AS placed_territory,
        daily.rep_id AS placed_rep,
        daily.amount * shared.through_share // shared.whole
        - daily.amount * (shared.through_share - shared.share) // shared.whole AS placed_amount
    FROM daily
    INNER JOIN shared ON shared.quota_id = daily.quota_id AND shared.day = daily.day

    UNION ALL

    SELECT
        daily.*,
        daily.territory_id,
        coalesce(owner.rep_id, '?'),
        daily.amount
    FROM daily
    LEFT JOIN mart.territory_owner AS owner
        ON owner.territory_id = daily.territory_id
        AND daily.day >= owner.from_day
        AND daily.day < owner.to_day
    WHERE daily.layer != 'rep'
)

SELECT
    placed.quota_id,
    placed.layer,
    placed.measure,
    placed.day,
    coalesce(territory.territory_id, '?') AS territory_credited,
    coalesce(path.path_id, 0) AS path_credited,
    coalesce(territory.territory_id, '?') AS territory_today,
    coalesce(territory.path_today, 0) AS path_today,
    coalesce(rep.rep_id, '?') AS rep_id,
    placed.period_start AS quota_period,
    CAST(CAST(placed.placed_amount // 10000000000 AS DECIMAL(18, 0)) AS DECIMAL(28, 10))
    + CAST(placed.placed_amount % 10000000000 AS DECIMAL(10, 0)) * CAST('0.0000000001' AS DECIMAL(10, 10)) AS amount
FROM placed
LEFT JOIN mart.territory AS territory ON territory.territory_id = placed.placed_territory
LEFT JOIN mart.territory_path AS path
    ON path.territory_id = placed.placed_territory AND placed.day >= path.from_day AND placed.day < path.to_day
LEFT JOIN mart.rep AS rep ON rep.rep_id = placed.placed_rep
ORDER BY placed.layer, placed.measure, date_trunc('month', placed.day), territory_today, placed.day, placed.quota_id
