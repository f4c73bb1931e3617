-- $from1 = 2026-05-01
-- $to2 = 2026-05-15
-- $mode3 = prior_month_working
WITH
sales_now AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            line.order_date AS k1,
            line."net_amount" AS v1
        FROM sales AS line
        WHERE line.order_date BETWEEN $from1 AND $to2
    )
    GROUP BY GROUPING SETS ((k1), ())
),
sales_compared AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            day_shift.to_day AS k1,
            line."net_amount" AS v1
        FROM sales AS line
        INNER JOIN day_shift ON day_shift.from_day = line.order_date
        WHERE day_shift.mode = $mode3
          AND day_shift.to_day BETWEEN $from1 AND $to2
    )
    GROUP BY GROUPING SETS ((k1), ())
),
spine AS (
    SELECT k1, depth, any_value(sales_now_a1) AS sales_now_a1, any_value(sales_compared_a1) AS sales_compared_a1
    FROM (
        SELECT k1, depth, a1 AS sales_now_a1 FROM sales_now
        UNION ALL BY NAME
        SELECT k1, depth, a1 AS sales_compared_a1 FROM sales_compared
    )
    GROUP BY k1, depth
),
result AS (
    SELECT
        spine.k1,
        spine.k1 AS l1,
        CAST(coalesce(spine.sales_now_a1, 0) AS DECIMAL(38, 4)) AS m1,
        CAST(coalesce(spine.sales_compared_a1, 0) AS DECIMAL(38, 4)) AS p1,
        spine.depth
    FROM spine
)
SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count
FROM result
ORDER BY depth DESC, k1 ASC
