-- $from1 = 2025-07-01
-- $to2 = 2026-06-30
-- $layer3 = territory
WITH
quota_day_now AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            coalesce(CAST(line.quota_period AS TEXT), '?') AS k1,
            line."amount" AS v1
        FROM quota_day AS line
        WHERE line.day BETWEEN $from1 AND $to2
          AND line.layer = $layer3
          AND line.measure = 'net_sales'
    )
    GROUP BY GROUPING SETS ((k1), ())
),
sales_now AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            coalesce(CAST(line.quota_period AS TEXT), '?') AS k1,
            line."net_amount" AS v1
        FROM sales AS line
        WHERE line.order_date BETWEEN $from1 AND $to2
    )
    GROUP BY GROUPING SETS ((k1), ())
),
quota_day_whole AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            coalesce(CAST(line.quota_period AS TEXT), '?') AS k1,
            line."amount" AS v1
        FROM quota_day AS line
        WHERE line.layer = $layer3
          AND line.measure = 'net_sales'
          AND line.quota_period IN (SELECT quota_period FROM quota_day WHERE day BETWEEN $from1 AND $to2)
    )
    GROUP BY GROUPING SETS ((k1), ())
),
spine AS (
    SELECT k1, depth, any_value(quota_day_now_a1) AS quota_day_now_a1, any_value(sales_now_a1) AS sales_now_a1
    FROM (
        SELECT k1, depth, a1 AS quota_day_now_a1 FROM quota_day_now
        UNION ALL BY NAME
        SELECT k1, depth, a1 AS sales_now_a1 FROM sales_now
    )
    GROUP BY k1, depth
),
result AS (
    SELECT
        spine.k1,
        spine.k1 AS l1,
        CAST(spine.quota_day_now_a1 AS DECIMAL(38, 4)) AS m1,
        CAST(coalesce(spine.sales_now_a1, 0) AS DOUBLE) / CAST(nullif(quota_day_whole.a1, 0) AS DOUBLE) AS m2,
        spine.depth
    FROM spine
    LEFT JOIN quota_day_whole ON quota_day_whole.depth = spine.depth AND quota_day_whole.k1 IS NOT DISTINCT FROM spine.k1
)
SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count
FROM result
ORDER BY depth DESC, k1 ASC
