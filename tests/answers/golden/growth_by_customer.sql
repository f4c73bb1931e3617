-- $from1 = 2025-07-01
-- $to2 = 2026-05-15
-- $mode3 = working
-- $limit4 = 50
-- $offset5 = 100
WITH
sales_now AS (
    SELECT
        line.customer_id AS k1,
        sum(line."net_amount") AS a1,
        CAST(grouping(line.customer_id) AS BOOLEAN) AS is_total
    FROM sales AS line
    WHERE line.order_date BETWEEN $from1 AND $to2
    GROUP BY GROUPING SETS ((line.customer_id), ())
),
sales_prior AS (
    SELECT
        line.customer_id AS k1,
        sum(line."net_amount") AS a1,
        CAST(grouping(line.customer_id) AS BOOLEAN) AS is_total
    FROM sales AS line
    INNER JOIN day_shift ON day_shift.from_day = line.order_date
    WHERE day_shift.mode = $mode3
      AND day_shift.to_day BETWEEN $from1 AND $to2
    GROUP BY GROUPING SETS ((line.customer_id), ())
),
spine AS (
    SELECT k1, is_total FROM sales_now
    UNION
    SELECT k1, is_total FROM sales_prior
),
result AS (
    SELECT
        spine.k1,
        coalesce(name1.label, spine.k1) AS l1,
        CAST(coalesce(sales_now.a1, 0) AS DECIMAL(38, 4)) AS m1,
        CAST((coalesce(sales_now.a1, 0) - coalesce(sales_prior.a1, 0)) AS DOUBLE) / CAST(CASE WHEN sales_prior.a1 > 0 THEN sales_prior.a1 END AS DOUBLE) AS m2,
        spine.is_total
    FROM spine
    LEFT JOIN sales_now ON sales_now.is_total = spine.is_total AND sales_now.k1 IS NOT DISTINCT FROM spine.k1
    LEFT JOIN sales_prior ON sales_prior.is_total = spine.is_total AND sales_prior.k1 IS NOT DISTINCT FROM spine.k1
    LEFT JOIN customer AS name1 ON name1.customer_id = spine.k1
)
(
    SELECT *, (SELECT count(*) FROM result WHERE NOT is_total) AS row_count FROM result WHERE NOT is_total ORDER BY m1 DESC NULLS LAST, k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC LIMIT $limit4 OFFSET $offset5
)
UNION ALL
(SELECT *, (SELECT count(*) FROM result WHERE NOT is_total) AS row_count FROM result WHERE is_total)
