-- The quotas as given, each with its layer.
-- grain: one quota; key: quota_id; scope: through quota_day.
-- Layers are never added to each other: 'rep' for people, 'territory' for nodes without a quota below them,
-- 'product' for what concerns some products only, 'plan' for nodes above others that have one in the same days.
WITH numbered AS (
    SELECT
        CAST(row_number() OVER (ORDER BY source_file, source_record, measure) AS INTEGER) AS quota_id,
        quota.*
    FROM model.quotas AS quota
),

above AS (
    SELECT DISTINCT upper_quota.quota_id
    FROM numbered AS upper_quota
    INNER JOIN mart.territory_chain AS chain
        ON chain.ancestor_id = upper_quota.territory_id AND chain.distance > 0
    INNER JOIN numbered AS lower_quota
        ON lower_quota.territory_id = chain.territory_id
        AND lower_quota.measure = upper_quota.measure
        AND lower_quota.product_scope IS NULL
        AND lower_quota.period_start < upper_quota.period_end
        AND lower_quota.period_end > upper_quota.period_start
    WHERE
        chain.from_day < least(upper_quota.period_end, lower_quota.period_end)
        AND chain.to_day > greatest(upper_quota.period_start, lower_quota.period_start)
)

SELECT
    numbered.quota_id,
    CASE
        WHEN numbered.product_scope IS NOT NULL THEN 'product'
        WHEN numbered.rep_id IS NOT NULL THEN 'rep'
        WHEN above.quota_id IS NOT NULL THEN 'plan'
        ELSE 'territory'
    END AS layer,
    numbered.rep_id,
    numbered.territory_id,
    numbered.period_start,
    numbered.period_end,
    numbered.measure,
    numbered.amount,
    numbered.product_scope,
    numbered.source_file,
    numbered.source_record
FROM numbered
LEFT JOIN above ON above.quota_id = numbered.quota_id
