-- $from1 = 2025-05-16
-- $to2 = 2026-05-15
WITH
customer_now AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            customer.segment AS k1,
            line."annual_potential" AS v1
        FROM customer AS line
        INNER JOIN customer ON customer.customer_id = line.customer_id
        WHERE line.customer_id != '?'
    )
    GROUP BY GROUPING SETS ((k1), ())
),
sales_trailing AS (
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
spine AS (
    SELECT k1, depth, any_value(customer_now_a1) AS customer_now_a1, any_value(sales_trailing_a1) AS sales_trailing_a1
    FROM (
        SELECT k1, depth, a1 AS customer_now_a1 FROM customer_now
        UNION ALL BY NAME
        SELECT k1, depth, a1 AS sales_trailing_a1 FROM sales_trailing
    )
    GROUP BY k1, depth
),
result AS (
    SELECT
        spine.k1,
        spine.k1 AS l1,
        CAST(spine.customer_now_a1 AS DECIMAL(38, 4)) AS m1,
        CAST(coalesce(spine.sales_trailing_a1, 0) AS DOUBLE) / CAST(nullif(spine.customer_now_a1, 0) AS DOUBLE) AS m2,
        spine.depth
    FROM spine
)
SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count
FROM result
ORDER BY depth DESC, k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC
