-- $from1 = 2025-07-01
-- $to2 = 2026-06-30
WITH
sales_now AS (
    SELECT sum(v1) AS a1, 0 AS depth
    FROM (
        SELECT
            line."net_amount" AS v1
        FROM sales AS line
        WHERE line.order_date BETWEEN $from1 AND $to2
    )
),
spine AS (
    SELECT depth, a1 AS sales_now_a1 FROM sales_now
),
result AS (
    SELECT
        CAST(coalesce(spine.sales_now_a1, 0) AS DECIMAL(38, 4)) AS m1,
        spine.depth
    FROM spine
)
SELECT *, 0 AS row_count FROM result
