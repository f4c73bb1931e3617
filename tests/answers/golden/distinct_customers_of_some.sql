-- $from1 = 2025-07-01
-- $to2 = 2026-06-30
-- $members3 = ['N', '?']
-- $members4 = ['Elia']
-- $members5 = ['web']
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
          AND CAST(coalesce("at_region".ancestor_id, '?') AS TEXT) IN (SELECT unnest($members3::TEXT[]))
          AND CAST(product.brand AS TEXT) NOT IN (SELECT unnest($members4::TEXT[]))
          AND CAST(line.channel AS TEXT) IN (SELECT unnest($members5::TEXT[]))
    )
    GROUP BY GROUPING SETS ((k1), ())
),
spine AS (
    SELECT k1, depth FROM sales_now
),
result AS (
    SELECT
        spine.k1,
        spine.k1 AS l1,
        coalesce(sales_now.a1, 0) AS m1,
        CAST(CAST(sign(CAST(coalesce(sales_now.a2, 0) * 10000 AS HUGEINT)) * ((2 * abs(CAST(coalesce(sales_now.a2, 0) * 10000 AS HUGEINT)) + nullif(sales_now.a3, 0)) // (2 * nullif(sales_now.a3, 0))) AS DECIMAL(34, 0)) * 0.0001 AS DECIMAL(38, 4)) AS m2,
        sales_now.a4 AS m3,
        spine.depth
    FROM spine
    LEFT JOIN sales_now ON sales_now.depth = spine.depth AND sales_now.k1 IS NOT DISTINCT FROM spine.k1
)
(
    SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count FROM result WHERE depth = 1 ORDER BY k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC
)
UNION ALL
(SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count FROM result WHERE depth < 1)
