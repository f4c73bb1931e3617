-- $from1 = 2024-07-01
-- $to2 = 2025-05-15
-- $from3 = 2025-07-01
-- $to4 = 2026-05-15
-- $limit5 = 50
-- $last6 = 149
-- $offset7 = 100
WITH
sales_now_at_once AS (
    SELECT
        k1,
        sum(v1) FILTER (WHERE whose & 1 > 0) AS sales_now_a1,
        sum(v1) FILTER (WHERE whose & 2 > 0) AS sales_prior_a1,
        1 - grouping(k1) AS depth
    FROM (
        SELECT
            line.customer_id AS k1,
            line."net_amount" AS v1,
            2 AS whose
        FROM sales AS line
        WHERE line.order_date BETWEEN $from1 AND $to2
        UNION ALL
        SELECT
            line.customer_id AS k1,
            line."net_amount" AS v1,
            1 AS whose
        FROM sales AS line
        WHERE line.order_date BETWEEN $from3 AND $to4
    )
    GROUP BY GROUPING SETS ((k1), ())
),
spine AS (
    SELECT k1, depth, sales_now_a1, sales_prior_a1 FROM sales_now_at_once
),
result AS (
    SELECT
        spine.k1,
        coalesce(name1.label, spine.k1) AS l1,
        CAST(coalesce(spine.sales_now_a1, 0) AS DECIMAL(38, 4)) AS m1,
        CAST((coalesce(spine.sales_now_a1, 0) - coalesce(spine.sales_prior_a1, 0)) AS DOUBLE) / CAST(CASE WHEN spine.sales_prior_a1 > 0 THEN spine.sales_prior_a1 END AS DOUBLE) AS m2,
        spine.depth
    FROM spine
    LEFT JOIN customer AS name1 ON name1.customer_id = spine.k1
)
(
    SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count FROM result WHERE depth = 1 AND coalesce(m1 >= (SELECT m1 FROM result WHERE depth = 1 ORDER BY m1 DESC NULLS LAST LIMIT 1 OFFSET $last6), (SELECT m1 FROM result WHERE depth = 1 ORDER BY m1 DESC NULLS LAST LIMIT 1 OFFSET $last6) IS NULL) ORDER BY m1 DESC NULLS LAST, k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC LIMIT $limit5 OFFSET $offset7
)
UNION ALL
(SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count FROM result WHERE depth < 1)
