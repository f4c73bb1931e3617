-- $from1 = 2026-04-01
-- $to2 = 2026-04-30
-- $from3 = 2026-05-01
-- $to4 = 2026-05-15
WITH
sales_now AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            line.category AS k1,
            line."net_amount" AS v1
        FROM goods_month AS line
        WHERE line.month BETWEEN $from1 AND $to2
        UNION ALL
        SELECT
            product.category AS k1,
            line."net_amount" AS v1
        FROM sales AS line
        INNER JOIN product ON product.product_id = line.product_id
        WHERE line.order_date BETWEEN $from3 AND $to4
    )
    GROUP BY GROUPING SETS ((k1), ())
),
spine AS (
    SELECT k1, depth, a1 AS sales_now_a1 FROM sales_now
),
result AS (
    SELECT
        spine.k1,
        spine.k1 AS l1,
        CAST(coalesce(spine.sales_now_a1, 0) AS DECIMAL(38, 4)) AS m1,
        spine.depth
    FROM spine
)
SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count
FROM result
ORDER BY depth DESC, k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC
