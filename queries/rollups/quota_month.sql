-- The quotas of each fiscal month, which its first day stands for.
-- grain: month, layer, measure, territories, person, quota period; key: the grain; scope: path_credited or path_today.
WITH months AS (
    SELECT day, min(day) OVER (PARTITION BY fiscal_month) AS month FROM mart.calendar
)

SELECT
    months.month,
    line.layer,
    line.measure,
    line.territory_credited,
    line.path_credited,
    line.territory_today,
    line.path_today,
    line.rep_id,
    line.quota_period,
    sum(line.amount) AS amount
FROM mart.quota_day AS line
INNER JOIN months ON months.day = line.day
GROUP BY ALL
