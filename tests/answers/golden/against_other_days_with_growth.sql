-- $from1 = 2024-01-01
-- $to2 = 2024-01-31
-- $from3 = 2025-05-01
-- $to4 = 2025-05-15
-- $from5 = 2026-05-01
-- $to6 = 2026-05-15
WITH
sales_now_at_once AS (
    SELECT
        k1,
        sum(v1) FILTER (WHERE whose & 1 > 0) AS sales_now_a1,
        sum(v1) FILTER (WHERE whose & 2 > 0) AS sales_prior_a1,
        sum(v1) FILTER (WHERE whose & 4 > 0) AS sales_compared_a1,
        1 - grouping(k1) AS depth
    FROM (
        SELECT
            line.customer_id AS k1,
            line."net_amount" AS v1,
            4 AS whose
        FROM sales AS line
        WHERE line.order_date BETWEEN $from1 AND $to2
        UNION ALL
        SELECT
            line.customer_id AS k1,
            line."net_amount" AS v1,
            2 AS whose
        FROM sales AS line
        WHERE line.order_date BETWEEN $from3 AND $to4
        UNION ALL
        SELECT
            line.customer_id AS k1,
            line."net_amount" AS v1,
            1 AS whose
        FROM sales AS line
        WHERE line.order_date BETWEEN $from5 AND $to6
    )
    GROUP BY GROUPING SETS ((k1), ())
),
spine AS (
    SELECT k1, depth, sales_now_a1, sales_prior_a1, sales_compared_a1 FROM sales_now_at_once
),
result AS (
    SELECT
        spine.k1,
        coalesce(name1.label, spine.k1) AS l1,
        CAST(coalesce(spine.sales_now_a1, 0) AS DECIMAL(38, 4)) AS m1,
        CAST((coalesce(spine.sales_now_a1, 0) - coalesce(spine.sales_prior_a1, 0)) AS DOUBLE) / CAST(CASE WHEN spine.sales_prior_a1 > 0 THEN spine.sales_prior_a1 END AS DOUBLE) AS m2,
        CAST(coalesce(spine.sales_compared_a1, 0) AS DECIMAL(38, 4)) AS p1,
        NULL AS p2,
        spine.depth
    FROM spine
    LEFT JOIN customer AS name1 ON name1.customer_id = spine.k1
),
shown AS (
    SELECT
        result.* EXCLUDE (depth),
        CAST((result.m1 - result.p1) AS DOUBLE) / CAST(nullif(CASE WHEN result.p1 > 0 THEN result.p1 END, 0) AS DOUBLE) AS s1,
        result.depth
    FROM result
)
SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count
FROM shown
ORDER BY depth DESC, s1 DESC NULLS LAST, k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC
