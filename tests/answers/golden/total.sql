-- $from1 = 2025-07-01
-- $to2 = 2026-06-30
WITH
sales_now AS (
    SELECT
        sum(line."net_amount") AS a1,
        TRUE AS is_total
    FROM sales AS line
    WHERE line.order_date BETWEEN $from1 AND $to2
),
spine AS (
    SELECT is_total FROM sales_now
),
result AS (
    SELECT
        CAST(coalesce(sales_now.a1, 0) AS DECIMAL(38, 4)) AS m1,
        spine.is_total
    FROM spine
    LEFT JOIN sales_now ON sales_now.is_total = spine.is_total
)
(
    SELECT *, (SELECT count(*) FROM result WHERE NOT is_total) AS row_count FROM result WHERE NOT is_total ORDER BY is_total
)
UNION ALL
(SELECT *, (SELECT count(*) FROM result WHERE NOT is_total) AS row_count FROM result WHERE is_total)
