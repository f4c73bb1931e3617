-- $from1 = 2025-07-01
-- $to2 = 2026-06-30
WITH
sales_now AS (
    SELECT k1, sum(v1) AS a1, count(DISTINCT v2) AS a2, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            coalesce("at_region".ancestor_id, '?') AS k1,
            line."net_amount" AS v1,
            line."order_id" AS v2
        FROM sales AS line
        LEFT JOIN territory_tree AS "at_region" ON "at_region".path_id = line.path_today AND "at_region".level = 'region'
        WHERE line.order_date BETWEEN $from1 AND $to2
    )
    GROUP BY GROUPING SETS ((k1), ())
),
foreseen_day_now AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            coalesce("at_region".ancestor_id, '?') AS k1,
            line."amount" AS v1
        FROM foreseen_day AS line
        LEFT JOIN territory_tree AS "at_region" ON "at_region".path_id = line.path_today AND "at_region".level = 'region'
        WHERE line.day BETWEEN $from1 AND $to2
    )
    GROUP BY GROUPING SETS ((k1), ())
),
spine AS (
    SELECT k1, depth, any_value(sales_now_a1) AS sales_now_a1, any_value(sales_now_a2) AS sales_now_a2, any_value(foreseen_day_now_a1) AS foreseen_day_now_a1
    FROM (
        SELECT k1, depth, a1 AS sales_now_a1, a2 AS sales_now_a2 FROM sales_now
        UNION ALL BY NAME
        SELECT k1, depth, a1 AS foreseen_day_now_a1 FROM foreseen_day_now
    )
    GROUP BY k1, depth
),
result AS (
    SELECT
        spine.k1,
        coalesce(name1.label, spine.k1) AS l1,
        CAST(coalesce(spine.sales_now_a1, 0) AS DECIMAL(38, 4)) AS m1,
        coalesce(spine.sales_now_a2, 0) AS m2,
        CAST(spine.foreseen_day_now_a1 AS DECIMAL(38, 4)) AS p1,
        NULL AS p2,
        spine.depth
    FROM spine
    LEFT JOIN territory AS name1 ON name1.territory_id = spine.k1
)
SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count
FROM result
ORDER BY depth DESC, k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC
