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
    SELECT k1, depth FROM sales_now
    UNION
    SELECT k1, depth FROM sales_compared
),
result AS (
    SELECT
        spine.k1,
        spine.k1 AS l1,
        CAST(coalesce(sales_now.a1, 0) AS DECIMAL(38, 4)) AS m1,
        CAST(coalesce(sales_compared.a1, 0) AS DECIMAL(38, 4)) AS p1,
        spine.depth
    FROM spine
    LEFT JOIN sales_now ON sales_now.depth = spine.depth AND sales_now.k1 IS NOT DISTINCT FROM spine.k1
    LEFT JOIN sales_compared ON sales_compared.depth = spine.depth AND sales_compared.k1 IS NOT DISTINCT FROM spine.k1
)
(
    SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count FROM result WHERE depth = 1 ORDER BY k1 ASC
)
UNION ALL
(SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count FROM result WHERE depth < 1)
