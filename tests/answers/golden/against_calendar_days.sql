-- $from1 = 2026-05-01
-- $to2 = 2026-05-15
-- $mode3 = prior_year_calendar
WITH
sales_now AS (
    SELECT k1, sum(v1) AS a1, sum(v2) AS a2, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            product.category AS k1,
            CASE WHEN line.cost_amount IS NOT NULL THEN line."net_amount" END AS v1,
            line."cost_amount" AS v2
        FROM sales AS line
        INNER JOIN product ON product.product_id = line.product_id
        WHERE line.order_date BETWEEN $from1 AND $to2
    )
    GROUP BY GROUPING SETS ((k1), ())
),
sales_prior AS (
    SELECT k1, sum(v1) AS a1, sum(v2) AS a2, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            product.category AS k1,
            CASE WHEN line.cost_amount IS NOT NULL THEN line."net_amount" END AS v1,
            line."cost_amount" AS v2
        FROM sales AS line
        INNER JOIN day_shift ON day_shift.from_day = line.order_date
        INNER JOIN product ON product.product_id = line.product_id
        WHERE day_shift.mode = $mode3
          AND day_shift.to_day BETWEEN $from1 AND $to2
    )
    GROUP BY GROUPING SETS ((k1), ())
),
spine AS (
    SELECT k1, depth, any_value(sales_now_a1) AS sales_now_a1, any_value(sales_now_a2) AS sales_now_a2, any_value(sales_prior_a1) AS sales_prior_a1, any_value(sales_prior_a2) AS sales_prior_a2
    FROM (
        SELECT k1, depth, a1 AS sales_now_a1, a2 AS sales_now_a2 FROM sales_now
        UNION ALL BY NAME
        SELECT k1, depth, a1 AS sales_prior_a1, a2 AS sales_prior_a2 FROM sales_prior
    )
    GROUP BY k1, depth
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
