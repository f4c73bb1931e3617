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
    SELECT k1, depth FROM sales_now
    UNION
    SELECT k1, depth FROM sales_prior
),
result AS (
    SELECT
        spine.k1,
        spine.k1 AS l1,
        CAST((sales_now.a1 - sales_now.a2) AS DECIMAL(38, 4)) AS m1,
        CAST((coalesce(sales_now.a1, 0) - coalesce(sales_now.a2, 0)) AS DOUBLE) / CAST(nullif(sales_now.a1, 0) AS DOUBLE) AS m2,
        CAST((sales_prior.a1 - sales_prior.a2) AS DECIMAL(38, 4)) AS p1,
        CAST((coalesce(sales_prior.a1, 0) - coalesce(sales_prior.a2, 0)) AS DOUBLE) / CAST(nullif(sales_prior.a1, 0) AS DOUBLE) AS p2,
        spine.depth
    FROM spine
    LEFT JOIN sales_now ON sales_now.depth = spine.depth AND sales_now.k1 IS NOT DISTINCT FROM spine.k1
    LEFT JOIN sales_prior ON sales_prior.depth = spine.depth AND sales_prior.k1 IS NOT DISTINCT FROM spine.k1
)
(
    SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count FROM result WHERE depth = 1 ORDER BY k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC
)
UNION ALL
(SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count FROM result WHERE depth < 1)
