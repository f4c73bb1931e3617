-- $from1 = 2025-07-01
-- $to2 = 2026-05-15
-- $layer3 = rep
WITH
sales_now AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            line.rep_id AS k1,
            line."net_amount" AS v1
        FROM sales AS line
        WHERE line.order_date BETWEEN $from1 AND $to2
    )
    GROUP BY GROUPING SETS ((k1), ())
),
quota_day_now AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            line.rep_id AS k1,
            line."amount" AS v1
        FROM quota_day AS line
        WHERE line.day BETWEEN $from1 AND $to2
          AND line.layer = $layer3
          AND line.measure = 'net_sales'
    )
    GROUP BY GROUPING SETS ((k1), ())
),
spine AS (
    SELECT k1, depth FROM sales_now
    UNION
    SELECT k1, depth FROM quota_day_now
),
result AS (
    SELECT
        spine.k1,
        coalesce(name1.label, spine.k1) AS l1,
        CAST(coalesce(sales_now.a1, 0) AS DOUBLE) / CAST(nullif(quota_day_now.a1, 0) AS DOUBLE) AS m1,
        spine.depth
    FROM spine
    LEFT JOIN sales_now ON sales_now.depth = spine.depth AND sales_now.k1 IS NOT DISTINCT FROM spine.k1
    LEFT JOIN quota_day_now ON quota_day_now.depth = spine.depth AND quota_day_now.k1 IS NOT DISTINCT FROM spine.k1
    LEFT JOIN rep AS name1 ON name1.rep_id = spine.k1
)
(
    SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count FROM result WHERE depth = 1 ORDER BY m1 DESC NULLS LAST, k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC
)
UNION ALL
(SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count FROM result WHERE depth < 1)
