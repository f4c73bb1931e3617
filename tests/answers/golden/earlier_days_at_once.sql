-- $from1 = 2025-05-01
-- $to2 = 2025-05-15
-- $from3 = 2026-05-01
-- $to4 = 2026-05-15
-- $from5 = 2024-07-01
-- $to6 = 2025-04-30
-- $from7 = 2025-07-01
-- $to8 = 2026-04-30
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
            customer.segment AS k1,
            line."net_amount" AS v1,
            line."order_count" AS v2,
            2 AS whose
        FROM customer_day AS line
        INNER JOIN customer ON customer.customer_id = line.customer_id
        WHERE line.order_date BETWEEN $from1 AND $to2
        UNION ALL
        SELECT
            customer.segment AS k1,
            line."net_amount" AS v1,
            line."order_count" AS v2,
            1 AS whose
        FROM customer_day AS line
        INNER JOIN customer ON customer.customer_id = line.customer_id
        WHERE line.order_date BETWEEN $from3 AND $to4
        UNION ALL
        SELECT
            customer.segment AS k1,
            line."net_amount" AS v1,
            line."order_count" AS v2,
            CASE WHEN line.month BETWEEN $from7 AND $to8 THEN 1 ELSE 0 END + CASE WHEN line.month BETWEEN $from5 AND $to6 THEN 2 ELSE 0 END AS whose
        FROM customer_month AS line
        INNER JOIN customer ON customer.customer_id = line.customer_id
        WHERE line.month BETWEEN $from5 AND $to8
          AND (line.month BETWEEN $from5 AND $to6 OR line.month BETWEEN $from7 AND $to8)
    )
    GROUP BY GROUPING SETS ((k1), ())
),
spine AS (
    SELECT k1, depth, sales_now_a1, sales_now_a2, sales_prior_a1 FROM sales_now_at_once
),
result AS (
    SELECT
        spine.k1,
        spine.k1 AS l1,
        CAST(coalesce(spine.sales_now_a1, 0) AS DECIMAL(38, 4)) AS m1,
        CAST((coalesce(spine.sales_now_a1, 0) - coalesce(spine.sales_prior_a1, 0)) AS DOUBLE) / CAST(CASE WHEN spine.sales_prior_a1 > 0 THEN spine.sales_prior_a1 END AS DOUBLE) AS m2,
        coalesce(spine.sales_now_a2, 0) AS m3,
        spine.depth
    FROM spine
)
SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count
FROM result
ORDER BY depth DESC, k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC
