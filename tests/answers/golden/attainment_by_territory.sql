-- $from1 = 2025-07-01
-- $to2 = 2026-05-15
-- $layer3 = territory
WITH
sales_now AS (
    SELECT
        line.territory_credited AS k1,
        sum(line."net_amount") AS a1,
        CAST(grouping(line.territory_credited) AS BOOLEAN) AS is_total
    FROM sales AS line
    WHERE line.order_date BETWEEN $from1 AND $to2
    GROUP BY GROUPING SETS ((line.territory_credited), ())
),
quota_day_now AS (
    SELECT
        line.territory_credited AS k1,
        sum(line."amount") AS a1,
        CAST(grouping(line.territory_credited) AS BOOLEAN) AS is_total
    FROM quota_day AS line
    WHERE line.day BETWEEN $from1 AND $to2
      AND line.layer = $layer3
      AND line.measure = 'net_sales'
    GROUP BY GROUPING SETS ((line.territory_credited), ())
),
spine AS (
    SELECT k1, is_total FROM sales_now
    UNION
    SELECT k1, is_total FROM quota_day_now
),
result AS (
    SELECT
        spine.k1,
        coalesce(name1.label, spine.k1) AS l1,
        CAST(coalesce(sales_now.a1, 0) AS DECIMAL(38, 4)) AS m1,
        CAST(coalesce(sales_now.a1, 0) AS DOUBLE) / CAST(nullif(quota_day_now.a1, 0) AS DOUBLE) AS m2,
        spine.is_total
    FROM spine
    LEFT JOIN sales_now ON sales_now.is_total = spine.is_total AND sales_now.k1 IS NOT DISTINCT FROM spine.k1
    LEFT JOIN quota_day_now ON quota_day_now.is_total = spine.is_total AND quota_day_now.k1 IS NOT DISTINCT FROM spine.k1
    LEFT JOIN territory AS name1 ON name1.territory_id = spine.k1
)
(
    SELECT *, (SELECT count(*) FROM result WHERE NOT is_total) AS row_count FROM result WHERE NOT is_total ORDER BY k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC
)
UNION ALL
(SELECT *, (SELECT count(*) FROM result WHERE NOT is_total) AS row_count FROM result WHERE is_total)
