-- The days of a quota add up to the same whether spread by rule or by season. Returns the quotas that do not.
-- grain: one quota; key: quota_id; scope: none.
WITH paced AS (
    SELECT quota_id, sum(amount) AS amount
    FROM mart.quota_pace
    GROUP BY quota_id
),

spread AS (
    SELECT quota_id, sum(amount) AS amount
    FROM mart.quota_day
    GROUP BY quota_id
)

SELECT spread.quota_id
FROM spread
LEFT JOIN paced ON paced.quota_id = spread.quota_id
WHERE paced.amount IS DISTINCT FROM spread.amount
