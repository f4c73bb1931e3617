-- $from1 = 2025-05-01
-- $to2 = 2025-05-15
-- $from3 = 2026-05-01
-- $to4 = 2026-05-15
WITH
sales_now_at_once AS (
    SELECT
        k1,
        sum(v1) FILTER (WHERE whose & 1 > 0) AS sales_now_a1,
        sum(v2) FILTER (WHERE whose & 1 > 0) AS sales_now_a2,
        sum(v1) FILTER (WHERE whose & 2 > 0) AS sales_prior_a1,
        sum(v2) FILTER (WHERE whose & 2 > 0) AS sales_prior_a2,
        1 - grouping(k1) AS depth
    FROM (
        SELECT
            product.category AS k1,
            CASE WHEN line.cost_amount IS NOT NULL THEN line."net_amount" END AS v1,
            line."cost_amount" AS v2,
            2 AS whose
        FROM sales AS line
        INNER JOIN product ON product.product_id = line.product_id
        WHERE line.order_date BETWEEN $from1 AND $to2
        UNION ALL
        SELECT
            product.category AS k1,
            CASE WHEN line.cost_amount IS NOT NULL THEN line."net_amount" END AS v1,
            line."cost_amount" AS v2,
            1 AS whose
        FROM sales AS line
        INNER JOIN product ON product.product_id = line.product_id
        WHERE line.order_date BETWEEN $from3 AND $to4
    )
    GROUP BY GROUPING SETS ((k1), ())
),
spine AS (
    SELECT k1, depth, sales_now_a1, sales_now_a2, sales_prior_a1, sales_prior_a2 FROM sales_now_at_once
),
result AS (
    SELECT
        spine.k1,
        spine.k1 AS l1,
        CAST((spine.sales_now_a1 - spine.sales_now_a2) AS DECIMAL(38, 4)) AS m1,
        CAST((coalesce(spine.sales_now_a1, 0) - coalesce(spine.sales_now_a2, 0)) AS DOUBLE) / CAST(nullif(spine.sales_now_a1, 0) AS DOUBLE) AS m2,
        CAST((spine.sales_prior_a1 - spine.sales_prior_a2) AS DECIMAL(38, 4)) AS p1,
        CAST((coalesce(spine.sales_prior_a1, 0) - coalesce(spine.sales_prior_a2, 0)) AS DOUBLE) / CAST(nullif(spine.sales_prior_a1, 0) AS DOUBLE) AS p2,
        spine.depth
    FROM spine
)
SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count
FROM result
ORDER BY depth DESC, k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC
