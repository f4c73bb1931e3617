-- $from1 = 2025-07-01
-- $to2 = 2026-05-15
-- $from3 = 2024-07-01
-- $to4 = 2025-05-15
WITH
sales_now AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            customer.segment AS k1,
            line."net_amount" AS v1
        FROM sales AS line
        INNER JOIN customer ON customer.customer_id = line.customer_id
        WHERE line.order_date BETWEEN $from1 AND $to2
    )
    GROUP BY GROUPING SETS ((k1), ())
),
sales_prior AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            customer.segment AS k1,
            line."net_amount" AS v1
        FROM sales AS line
        INNER JOIN customer ON customer.customer_id = line.customer_id
        WHERE line.order_date BETWEEN $from3 AND $to4
    )
    GROUP BY GROUPING SETS ((k1), ())
),
spine AS (
    SELECT k1, depth, any_value(sales_now_a1) AS sales_now_a1, any_value(sales_prior_a1) AS sales_prior_a1
    FROM (
        SELECT k1, depth, a1 AS sales_now_a1 FROM sales_now
        UNION ALL BY NAME
        SELECT k1, depth, a1 AS sales_prior_a1 FROM sales_prior
    )
    GROUP BY k1, depth
),
result AS (
    SELECT
        spine.k1,
        spine.k1 AS l1,
        CAST((coalesce(spine.sales_now_a1, 0) - coalesce(spine.sales_prior_a1, 0)) AS DOUBLE) / CAST(CASE WHEN sales_prior_total.a1 > 0 THEN sales_prior_total.a1 END AS DOUBLE) AS m1,
        spine.depth
    FROM spine
    LEFT JOIN sales_prior AS sales_prior_total ON sales_prior_total.depth = 0
)
SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count
FROM result
ORDER BY depth DESC, k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC
