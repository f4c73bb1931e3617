-- $from1 = 2025-05-01
-- $to2 = 2025-05-15
-- $from3 = 2026-05-01
-- $to4 = 2026-05-15
-- $from5 = 2024-07-01
-- $to6 = 2025-04-30
-- $from7 = 2025-07-01
-- $to8 = 2026-04-30
-- $layer9 = territory
WITH
sales_now_at_once AS (
    SELECT
        k1,
        sum(v1) FILTER (WHERE whose & 1 > 0) AS sales_now_a1,
        CAST(sum(v2) FILTER (WHERE whose & 1 > 0) AS BIGINT) AS sales_now_a2,
        sum(v1) FILTER (WHERE whose & 2 > 0) AS sales_prior_a1,
        1 - grouping(k1) AS depth
    FROM (
        SELECT
            line.territory_today AS k1,
            line."net_amount" AS v1,
            line."order_count" AS v2,
            2 AS whose
        FROM rollup_day AS line
        WHERE line.order_date BETWEEN $from1 AND $to2
        UNION ALL
        SELECT
            line.territory_today AS k1,
            line."net_amount" AS v1,
            line."order_count" AS v2,
            1 AS whose
        FROM rollup_day AS line
        WHERE line.order_date BETWEEN $from3 AND $to4
        UNION ALL
        SELECT
            line.territory_today AS k1,
            line."net_amount" AS v1,
            line."order_count" AS v2,
            CASE WHEN line.month BETWEEN $from7 AND $to8 THEN 1 ELSE 0 END + CASE WHEN line.month BETWEEN $from5 AND $to6 THEN 2 ELSE 0 END AS whose
        FROM rollup_month AS line
        WHERE line.month BETWEEN $from5 AND $to8
          AND (line.month BETWEEN $from5 AND $to6 OR line.month BETWEEN $from7 AND $to8)
    )
    GROUP BY GROUPING SETS ((k1), ())
),
quota_day_now AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            line.territory_today AS k1,
            line."amount" AS v1
        FROM quota_month AS line
        WHERE line.month BETWEEN $from7 AND $to8
          AND line.layer = $layer9
          AND line.measure = 'net_sales'
        UNION ALL
        SELECT
            line.territory_today AS k1,
            line."amount" AS v1
        FROM quota_day AS line
        WHERE line.day BETWEEN $from3 AND $to4
          AND line.layer = $layer9
          AND line.measure = 'net_sales'
    )
    GROUP BY GROUPING SETS ((k1), ())
),
spine AS (
    SELECT k1, depth, any_value(quota_day_now_a1) AS quota_day_now_a1, any_value(sales_now_a1) AS sales_now_a1, any_value(sales_now_a2) AS sales_now_a2, any_value(sales_prior_a1) AS sales_prior_a1
    FROM (
        SELECT k1, depth, a1 AS quota_day_now_a1 FROM quota_day_now
        UNION ALL BY NAME
        SELECT k1, depth, sales_now_a1, sales_now_a2, sales_prior_a1 FROM sales_now_at_once
    )
    GROUP BY k1, depth
),
result AS (
    SELECT
        spine.k1,
        coalesce(name1.label, spine.k1) AS l1,
        CAST(coalesce(spine.sales_now_a1, 0) AS DECIMAL(38, 4)) AS m1,
        coalesce(spine.sales_now_a2, 0) AS m2,
        CAST((coalesce(spine.sales_now_a1, 0) - coalesce(spine.sales_prior_a1, 0)) AS DOUBLE) / CAST(CASE WHEN spine.sales_prior_a1 > 0 THEN spine.sales_prior_a1 END AS DOUBLE) AS m3,
        CAST(coalesce(spine.sales_now_a1, 0) AS DOUBLE) / CAST(nullif(spine.quota_day_now_a1, 0) AS DOUBLE) AS m4,
        spine.depth
    FROM spine
    LEFT JOIN territory AS name1 ON name1.territory_id = spine.k1
)
SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count
FROM result
ORDER BY depth DESC, k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC
