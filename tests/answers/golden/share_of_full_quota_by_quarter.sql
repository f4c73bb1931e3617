-- $from1 = 2025-07-01
-- $to2 = 2026-05-15
-- $to3 = 2026-06-30
-- $layer4 = territory
WITH
sales_now AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            calendar.fiscal_quarter AS k1,
            line."net_amount" AS v1
        FROM sales AS line
        INNER JOIN calendar ON calendar.day = line.order_date
        WHERE line.order_date BETWEEN $from1 AND $to2
    )
    GROUP BY GROUPING SETS ((k1), ())
),
quota_day_whole AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            calendar.fiscal_year AS k1,
            line."amount" AS v1
        FROM quota_day AS line
        INNER JOIN calendar ON calendar.day = line.day
        WHERE line.day BETWEEN $from1 AND $to3
          AND line.layer = $layer4
          AND line.measure = 'net_sales'
    )
    GROUP BY GROUPING SETS ((k1), ())
),
quota_day_now AS (
    SELECT k1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            calendar.fiscal_quarter AS k1
        FROM quota_day AS line
        INNER JOIN calendar ON calendar.day = line.day
        WHERE line.day BETWEEN $from1 AND $to2
          AND line.layer = $layer4
          AND line.measure = 'net_sales'
    )
    GROUP BY GROUPING SETS ((k1), ())
),
spine AS (
    SELECT k1, depth, any_value(sales_now_a1) AS sales_now_a1
    FROM (
        SELECT k1, depth, a1 AS sales_now_a1 FROM sales_now
        UNION ALL BY NAME
        SELECT k1, depth FROM quota_day_now
    )
    GROUP BY k1, depth
),
result AS (
    SELECT
        spine.k1,
        spine.k1 AS l1,
        CAST(coalesce(spine.sales_now_a1, 0) AS DOUBLE) / CAST(nullif(quota_day_whole.a1, 0) AS DOUBLE) AS m1,
        spine.depth
    FROM spine
    LEFT JOIN quota_day_whole ON quota_day_whole.depth = spine.depth AND quota_day_whole.k1 IS NOT DISTINCT FROM (SELECT min(calendar.fiscal_year) FROM calendar WHERE calendar.fiscal_quarter = spine.k1)
)
SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count
FROM result
ORDER BY depth DESC, k1 ASC
