-- $from1 = 2025-07-01
-- $to2 = 2026-06-30
-- $members3 = N
-- $members4 = ?
-- $members5 = Elia
-- $members6 = web
WITH
sales_now AS (
    SELECT k1, count(DISTINCT v1) AS a1, sum(v2) AS a2, count(DISTINCT v3) AS a3, max(v4) AS a4, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            customer.city AS k1,
            CASE WHEN line.customer_id != '?' AND coalesce(line.quantity, line.net_amount) > 0 THEN line."customer_id" END AS v1,
            line."net_amount" AS v2,
            line."order_id" AS v3,
            CASE WHEN line.customer_id != '?' AND coalesce(line.quantity, line.net_amount) > 0 THEN line."order_date" END AS v4
        FROM sales AS line
        LEFT JOIN territory_tree AS "at_region" ON "at_region".path_id = line.path_credited AND "at_region".level = 'region'
        INNER JOIN product ON product.product_id = line.product_id
        INNER JOIN customer ON customer.customer_id = line.customer_id
        WHERE line.order_date BETWEEN $from1 AND $to2
          AND CAST(coalesce("at_region".ancestor_id, '?') AS TEXT) IN ($members3, $members4)
          AND CAST(product.brand AS TEXT) NOT IN ($members5)
          AND CAST(line.channel AS TEXT) IN ($members6)
    )
    GROUP BY GROUPING SETS ((k1), ())
),
spine AS (
    SELECT k1, depth, a1 AS sales_now_a1, a2 AS sales_now_a2, a3 AS sales_now_a3, a4 AS sales_now_a4 FROM sales_now
),
result AS (
    SELECT
        spine.k1,
        spine.k1 AS l1,
        coalesce(spine.sales_now_a1, 0) AS m1,
        CAST(CAST(sign(CAST(coalesce(spine.sales_now_a2, 0) * 10000 AS HUGEINT)) * ((2 * abs(CAST(coalesce(spine.sales_now_a2, 0) * 10000 AS HUGEINT)) + nullif(spine.sales_now_a3, 0)) // (2 * nullif(spine.sales_now_a3, 0))) AS DECIMAL(34, 0)) * 0.0001 AS DECIMAL(38, 4)) AS m2,
        spine.sales_now_a4 AS m3,
        spine.depth
    FROM spine
)
SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count
FROM result
ORDER BY depth DESC, k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC
