-- $from1 = 2025-07-01
-- $to2 = 2026-04-30
-- $from3 = 2026-05-01
-- $to4 = 2026-05-15
-- $mode5 = prior_year_working
-- $reach6 = 2024-04-05
-- $reach7 = 2025-07-26
-- $reach8 = 2025-04-06
-- $reach9 = 2025-06-09
-- $layer10 = territory
WITH
sales_now AS (
    SELECT k1, sum(v1) AS a1, CAST(sum(v2) AS BIGINT) AS a2, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            line.territory_today AS k1,
            line."net_amount" AS v1,
            line."order_count" AS v2
        FROM rollup_month AS line
        WHERE line.month BETWEEN $from1 AND $to2
        UNION ALL
        SELECT
            line.territory_today AS k1,
            line."net_amount" AS v1,
            line."order_count" AS v2
        FROM rollup_day AS line
        WHERE line.order_date BETWEEN $from3 AND $to4
    )
    GROUP BY GROUPING SETS ((k1), ())
),
sales_prior AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            line.territory_today AS k1,
            line."net_amount" AS v1
        FROM rollup_month AS line
        INNER JOIN month_shift ON month_shift.from_month = line.month
        WHERE month_shift.mode = $mode5
          AND month_shift.to_month BETWEEN $from1 AND $to2
          AND line.month BETWEEN $reach6 AND $reach7
        UNION ALL
        SELECT
            line.territory_today AS k1,
            line."net_amount" AS v1
        FROM rollup_day AS line
        INNER JOIN day_shift ON day_shift.from_day = line.order_date
        WHERE day_shift.mode = $mode5
          AND day_shift.to_day BETWEEN $from3 AND $to4
          AND line.order_date BETWEEN $reach8 AND $reach9
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
        WHERE line.month BETWEEN $from1 AND $to2
          AND line.layer = $layer10
          AND line.measure = 'net_sales'
        UNION ALL
        SELECT
            line.territory_today AS k1,
            line."amount" AS v1
        FROM quota_day AS line
        WHERE line.day BETWEEN $from3 AND $to4
          AND line.layer = $layer10
          AND line.measure = 'net_sales'
    )
    GROUP BY GROUPING SETS ((k1), ())
),
spine AS (
    SELECT k1, depth, any_value(sales_now_a1) AS sales_now_a1, any_value(sales_now_a2) AS sales_now_a2, any_value(sales_prior_a1) AS sales_prior_a1, any_value(quota_day_now_a1) AS quota_day_now_a1
    FROM (
        SELECT k1, depth, a1 AS sales_now_a1, a2 AS sales_now_a2 FROM sales_now
        UNION ALL BY NAME
        SELECT k1, depth, a1 AS sales_prior_a1 FROM sales_prior
        UNION ALL BY NAME
        SELECT k1, depth, a1 AS quota_day_now_a1 FROM quota_day_now
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
