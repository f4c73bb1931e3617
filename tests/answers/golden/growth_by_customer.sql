-- $from1 = 2025-07-01
-- $to2 = 2026-05-15
-- $mode3 = prior_year_working
-- $limit4 = 50
-- $last5 = 149
-- $offset6 = 100
WITH
sales_now AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            line.customer_id AS k1,
            line."net_amount" AS v1
        FROM sales AS line
        WHERE line.order_date BETWEEN $from1 AND $to2
    )
    GROUP BY GROUPING SETS ((k1), ())
),
sales_prior AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            line.customer_id AS k1,
            line."net_amount" AS v1
        FROM sales AS line
        INNER JOIN day_shift ON day_shift.from_day = line.order_date
        WHERE day_shift.mode = $mode3
          AND day_shift.to_day BETWEEN $from1 AND $to2
    )
    GROUP BY GROUPING SETS ((k1), ())
),
spine AS (
    SELECT k1, depth, any_value(sales_now_a1) AS sales_now_a1, any_value(sales_prior_a1) AS sales_prior_a1
    FROM (
        SELECT k1, depth, a1 AS sales_now_a1 FROM sales_now
        UNION ALL BY NAME
        SELECT k1, depth, a1 AS sales_prior_a1 FROM sales_prior
    )
    GROUP BY k1, depth
),
result AS (
    SELECT
        spine.k1,
        coalesce(name1.label, spine.k1) AS l1,
        CAST(coalesce(spine.sales_now_a1, 0) AS DECIMAL(38, 4)) AS m1,
        CAST((coalesce(spine.sales_now_a1, 0) - coalesce(spine.sales_prior_a1, 0)) AS DOUBLE) / CAST(CASE WHEN spine.sales_prior_a1 > 0 THEN spine.sales_prior_a1 END AS DOUBLE) AS m2,
        spine.depth
    FROM spine
    LEFT JOIN customer AS name1 ON name1.customer_id = spine.k1
)
(
    SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count FROM result WHERE depth = 1 AND coalesce(m1 >= (SELECT m1 FROM result WHERE depth = 1 ORDER BY m1 DESC NULLS LAST LIMIT 1 OFFSET $last5), (SELECT m1 FROM result WHERE depth = 1 ORDER BY m1 DESC NULLS LAST LIMIT 1 OFFSET $last5) IS NULL) ORDER BY m1 DESC NULLS LAST, k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC LIMIT $limit4 OFFSET $offset6
)
UNION ALL
(SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count FROM result WHERE depth < 1)
