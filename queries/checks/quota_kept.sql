-- The days of each quota add up to it exactly. Returns the quotas that do not.
-- grain: one quota; key: quota_id; scope: none.
WITH spread AS (
    SELECT quota_id, sum(amount) AS amount
    FROM mart.quota_day
    GROUP BY quota_id
)

SELECT quota.quota_id
FROM mart.quota AS quota
LEFT JOIN spread
    ON spread.quota_id = quota.quota_id
WHERE spread.amount IS DISTINCT FROM CAST(quota.amount AS DECIMAL(38, 10))
