-- Each quota spread over its days as the sales of its territory usually lie: where one should be by now.
-- grain: quota, day, territory and person; key: quota_id, day, territory_credited, rep_id; scope: as quota_day.
-- Only quotas whose days all lie in the fiscal year in progress; the others stand as quota_day spreads them.
WITH season AS (
    SELECT node, day, share FROM mart.season WHERE target = 0
),

known AS (
    SELECT
        line.*,
        season.share,
        sum(line.amount) OVER (PARTITION BY line.quota_id, line.territory_credited, line.rep_id) AS whole_amount,
        count(season.share) OVER (PARTITION BY line.quota_id, line.territory_credited, line.rep_id)
        = count(*) OVER (PARTITION BY line.quota_id, line.territory_credited, line.rep_id) AS within,
        sum(season.share) OVER (
            PARTITION BY line.quota_id, line.territory_credited, line.rep_id ORDER BY line.day
        ) AS through_day,
        sum(season.share) OVER (PARTITION BY line.quota_id, line.territory_credited, line.rep_id) AS whole,
        line.day = max(line.day) OVER (PARTITION BY line.quota_id, line.territory_credited, line.rep_id) AS last
    FROM mart.quota_day AS line
    LEFT JOIN season ON season.node = line.territory_credited AND season.day = line.day
),

cumulated AS (
    SELECT
        *,
        CASE
            WHEN last THEN whole_amount
            WHEN whole > 0 THEN
                CAST(round(CAST(whole_amount AS DOUBLE) * through_day / whole, 4) AS DECIMAL(38, 10))
            ELSE 0
        END AS through_amount
    FROM known
    WHERE within
),

paced AS (
    SELECT
        quota_id, layer, measure, day, territory_credited, path_credited, territory_today, path_today, rep_id,
        quota_period,
        CAST(
            through_amount - coalesce(
                lag(through_amount) OVER (PARTITION BY quota_id, territory_credited, rep_id ORDER BY day), 0
            ) AS DECIMAL(28, 10)
        ) AS amount
    FROM cumulated
    UNION ALL
    SELECT
        quota_id, layer, measure, day, territory_credited, path_credited, territory_today, path_today, rep_id,
        quota_period, amount
    FROM known
    WHERE NOT within
)

SELECT *
FROM paced
ORDER BY layer, measure, date_trunc('month', day), territory_today, day, quota_id
