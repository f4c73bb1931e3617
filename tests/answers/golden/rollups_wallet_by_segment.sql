-- $from1 = 2025-07-01
-- $to2 = 2026-04-30
-- $members3 = ['web']
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
          AND CAST(line.channel AS TEXT) IN (SELECT unnest($members3::TEXT[]))
        UNION ALL
        SELECT
            customer.segment AS k1,
            CASE WHEN line.last_bought IS NOT NULL THEN line."customer_id" END AS v1
        FROM customer_day AS line
        INNER JOIN customer ON customer.customer_id = line.customer_id
        WHERE line.order_date BETWEEN $from4 AND $to5
          AND CAST(line.channel AS TEXT) IN (SELECT unnest($members3::TEXT[]))
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
          AND CAST(line.channel AS TEXT) IN (SELECT unnest($members3::TEXT[]))
        UNION ALL
        SELECT
            customer.segment AS k1,
            line."net_amount" AS v1
        FROM customer_day AS line
        INNER JOIN customer ON customer.customer_id = line.customer_id
        WHERE line.order_date BETWEEN $from7 AND $to8
          AND CAST(line.channel AS TEXT) IN (SELECT unnest($members3::TEXT[]))
        UNION ALL
        SELECT
            customer.segment AS k1,
            line."net_amount" AS v1
        FROM customer_day AS line
        INNER JOIN customer ON customer.customer_id = line.customer_id
        WHERE line.order_date BETWEEN $from4 AND $to5
          AND CAST(line.channel AS TEXT) IN (SELECT unnest($members3::TEXT[]))
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
    SELECT k1, depth FROM sales_now
    UNION
    SELECT k1, depth FROM sales_trailing
    UNION
    SELECT k1, depth FROM customer_now
),
result AS (
    SELECT
        spine.k1,
        spine.k1 AS l1,
        coalesce(sales_now.a1, 0) AS m1,
        CAST(coalesce(sales_trailing.a1, 0) AS DOUBLE) / CAST(nullif(customer_now.a1, 0) AS DOUBLE) AS m2,
        spine.depth
    FROM spine
    LEFT JOIN sales_now ON sales_now.depth = spine.depth AND sales_now.k1 IS NOT DISTINCT FROM spine.k1
    LEFT JOIN sales_trailing ON sales_trailing.depth = spine.depth AND sales_trailing.k1 IS NOT DISTINCT FROM spine.k1
    LEFT JOIN customer_now ON customer_now.depth = spine.depth AND customer_now.k1 IS NOT DISTINCT FROM spine.k1
)
(
    SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count FROM result WHERE depth = 1 ORDER BY k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC
)
UNION ALL
(SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count FROM result WHERE depth < 1)
