-- $from1 = 2025-07-01
-- $to2 = 2026-04-30
-- $members3 = web
-- $from4 = 2026-05-01
-- $to5 = 2026-05-15
-- $from6 = 2025-06-01
-- $from7 = 2025-05-16
-- $to8 = 2025-05-31
WITH
sales_now AS (
    SELECT k1, count(DISTINCT v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            customer.segment AS k1,
            CASE WHEN line.last_bought IS NOT NULL THEN line."customer_id" END AS v1
        FROM customer_month AS line
        INNER JOIN customer ON customer.customer_id = line.customer_id
        WHERE line.month BETWEEN $from1 AND $to2
          AND CAST(line.channel AS TEXT) IN ($members3)
        UNION ALL
        SELECT
            customer.segment AS k1,
            CASE WHEN line.last_bought IS NOT NULL THEN line."customer_id" END AS v1
        FROM customer_day AS line
        INNER JOIN customer ON customer.customer_id = line.customer_id
        WHERE line.order_date BETWEEN $from4 AND $to5
          AND CAST(line.channel AS TEXT) IN ($members3)
    )
    GROUP BY GROUPING SETS ((k1), ())
),
sales_trailing AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            customer.segment AS k1,
            line."net_amount" AS v1
        FROM customer_month AS line
        INNER JOIN customer ON customer.customer_id = line.customer_id
        WHERE line.month BETWEEN $from6 AND $to2
          AND CAST(line.channel AS TEXT) IN ($members3)
        UNION ALL
        SELECT
            customer.segment AS k1,
            line."net_amount" AS v1
        FROM customer_day AS line
        INNER JOIN customer ON customer.customer_id = line.customer_id
        WHERE line.order_date BETWEEN $from7 AND $to8
          AND CAST(line.channel AS TEXT) IN ($members3)
        UNION ALL
        SELECT
            customer.segment AS k1,
            line."net_amount" AS v1
        FROM customer_day AS line
        INNER JOIN customer ON customer.customer_id = line.customer_id
        WHERE line.order_date BETWEEN $from4 AND $to5
          AND CAST(line.channel AS TEXT) IN ($members3)
    )
    GROUP BY GROUPING SETS ((k1), ())
),
customer_now AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            customer.segment AS k1,
            line."annual_potential" AS v1
        FROM customer AS line
        INNER JOIN customer ON customer.customer_id = line.customer_id
        WHERE line.customer_id != '?'
    )
    GROUP BY GROUPING SETS ((k1), ())
),
spine AS (
    SELECT k1, depth, any_value(sales_now_a1) AS sales_now_a1, any_value(sales_trailing_a1) AS sales_trailing_a1, any_value(customer_now_a1) AS customer_now_a1
    FROM (
        SELECT k1, depth, a1 AS sales_now_a1 FROM sales_now
        UNION ALL BY NAME
        SELECT k1, depth, a1 AS sales_trailing_a1 FROM sales_trailing
        UNION ALL BY NAME
        SELECT k1, depth, a1 AS customer_now_a1 FROM customer_now
    )
    GROUP BY k1, depth
),
result AS (
    SELECT
        spine.k1,
        spine.k1 AS l1,
        coalesce(spine.sales_now_a1, 0) AS m1,
        CAST(coalesce(spine.sales_trailing_a1, 0) AS DOUBLE) / CAST(nullif(spine.customer_now_a1, 0) AS DOUBLE) AS m2,
        spine.depth
    FROM spine
)
SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count
FROM result
ORDER BY depth DESC, k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC
