-- $from1 = 2025-07-01
-- $to2 = 2026-06-30
WITH
sales_now AS (
    SELECT k1, k2, sum(v1) AS a1, count(DISTINCT v2) AS a2, 2 - grouping(k1) - grouping(k2) AS depth
    FROM (
        SELECT
            coalesce("at_region".ancestor_id, '?') AS k1,
            calendar.fiscal_month AS k2,
            line."net_amount" AS v1,
            line."order_id" AS v2
        FROM sales AS line
        LEFT JOIN territory_tree AS "at_region" ON "at_region".path_id = line.path_credited AND "at_region".level = 'region'
        INNER JOIN calendar ON calendar.day = line.order_date
        WHERE line.order_date BETWEEN $from1 AND $to2
    )
    GROUP BY GROUPING SETS ((k1, k2), ())
),
spine AS (
    SELECT k1, k2, depth, a1 AS sales_now_a1, a2 AS sales_now_a2 FROM sales_now
),
result AS (
    SELECT
        spine.k1,
        spine.k2,
        coalesce(name1.label, spine.k1) AS l1,
        spine.k2 AS l2,
        CAST(coalesce(spine.sales_now_a1, 0) AS DECIMAL(38, 4)) AS m1,
        coalesce(spine.sales_now_a2, 0) AS m2,
        spine.depth
    FROM spine
    LEFT JOIN territory AS name1 ON name1.territory_id = spine.k1
)
SELECT *, (SELECT count(*) FROM result WHERE depth = 2) AS row_count
FROM result
ORDER BY depth DESC, k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC, k2 ASC
