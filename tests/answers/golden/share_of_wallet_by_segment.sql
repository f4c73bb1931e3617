-- $from1 = 2025-05-16
-- $to2 = 2026-05-15
WITH
customer_now AS (
    SELECT
        customer.segment AS k1,
        sum(line."annual_potential") AS a1,
        CAST(grouping(customer.segment) AS BOOLEAN) AS is_total
    FROM customer AS line
    INNER JOIN customer ON customer.customer_id = line.customer_id
    WHERE line.customer_id != '?'
    GROUP BY GROUPING SETS ((customer.segment), ())
),
sales_trailing AS (
    SELECT
        customer.segment AS k1,
        sum(line."net_amount") AS a1,
        CAST(grouping(customer.segment) AS BOOLEAN) AS is_total
    FROM sales AS line
    INNER JOIN customer ON customer.customer_id = line.customer_id
    WHERE line.order_date BETWEEN $from1 AND $to2
    GROUP BY GROUPING SETS ((customer.segment), ())
),
spine AS (
    SELECT k1, is_total FROM customer_now
    UNION
    SELECT k1, is_total FROM sales_trailing
),
result AS (
    SELECT
        spine.k1,
        spine.k1 AS l1,
        CAST(customer_now.a1 AS DECIMAL(38, 4)) AS m1,
        CAST(coalesce(sales_trailing.a1, 0) AS DOUBLE) / CAST(nullif(customer_now.a1, 0) AS DOUBLE) AS m2,
        spine.is_total
    FROM spine
    LEFT JOIN customer_now ON customer_now.is_total = spine.is_total AND customer_now.k1 IS NOT DISTINCT FROM spine.k1
    LEFT JOIN sales_trailing ON sales_trailing.is_total = spine.is_total AND sales_trailing.k1 IS NOT DISTINCT FROM spine.k1
)
(
    SELECT *, (SELECT count(*) FROM result WHERE NOT is_total) AS row_count FROM result WHERE NOT is_total ORDER BY k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC
)
UNION ALL
(SELECT *, (SELECT count(*) FROM result WHERE NOT is_total) AS row_count FROM result WHERE is_total)
