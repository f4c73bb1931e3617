-- $from1 = 2026-05-01
-- $to2 = 2026-05-15
-- $mode3 = calendar
WITH
sales_now AS (
    SELECT
        product.category AS k1,
        sum(line."net_amount") FILTER (WHERE line.cost_amount IS NOT NULL) AS a1,
        sum(line."cost_amount") AS a2,
        CAST(grouping(product.category) AS BOOLEAN) AS is_total
    FROM sales AS line
    INNER JOIN product ON product.product_id = line.product_id
    WHERE line.order_date BETWEEN $from1 AND $to2
    GROUP BY GROUPING SETS ((product.category), ())
),
sales_prior AS (
    SELECT
        product.category AS k1,
        sum(line."net_amount") FILTER (WHERE line.cost_amount IS NOT NULL) AS a1,
        sum(line."cost_amount") AS a2,
        CAST(grouping(product.category) AS BOOLEAN) AS is_total
    FROM sales AS line
    INNER JOIN day_shift ON day_shift.from_day = line.order_date
    INNER JOIN product ON product.product_id = line.product_id
    WHERE day_shift.mode = $mode3
      AND day_shift.to_day BETWEEN $from1 AND $to2
    GROUP BY GROUPING SETS ((product.category), ())
),
spine AS (
    SELECT k1, is_total FROM sales_now
    UNION
    SELECT k1, is_total FROM sales_prior
),
result AS (
    SELECT
        spine.k1,
        spine.k1 AS l1,
        CAST((sales_now.a1 - sales_now.a2) AS DECIMAL(38, 4)) AS m1,
        CAST((coalesce(sales_now.a1, 0) - coalesce(sales_now.a2, 0)) AS DOUBLE) / CAST(nullif(sales_now.a1, 0) AS DOUBLE) AS m2,
        CAST((sales_prior.a1 - sales_prior.a2) AS DECIMAL(38, 4)) AS p1,
        CAST((coalesce(sales_prior.a1, 0) - coalesce(sales_prior.a2, 0)) AS DOUBLE) / CAST(nullif(sales_prior.a1, 0) AS DOUBLE) AS p2,
        spine.is_total
    FROM spine
    LEFT JOIN sales_now ON sales_now.is_total = spine.is_total AND sales_now.k1 IS NOT DISTINCT FROM spine.k1
    LEFT JOIN sales_prior ON sales_prior.is_total = spine.is_total AND sales_prior.k1 IS NOT DISTINCT FROM spine.k1
)
(
    SELECT *, (SELECT count(*) FROM result WHERE NOT is_total) AS row_count FROM result WHERE NOT is_total ORDER BY k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC
)
UNION ALL
(SELECT *, (SELECT count(*) FROM result WHERE NOT is_total) AS row_count FROM result WHERE is_total)
