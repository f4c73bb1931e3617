-- $from1 = 2025-07-01
-- $to2 = 2026-06-30
-- $layer3 = territory
WITH
quota_day_now AS (
    SELECT
        coalesce(CAST(line.quota_period AS TEXT), '?') AS k1,
        sum(line."amount") AS a1,
        CAST(grouping(coalesce(CAST(line.quota_period AS TEXT), '?')) AS BOOLEAN) AS is_total
    FROM quota_day AS line
    WHERE line.day BETWEEN $from1 AND $to2
      AND line.layer = $layer3
      AND line.measure = 'net_sales'
    GROUP BY GROUPING SETS ((coalesce(CAST(line.quota_period AS TEXT), '?')), ())
),
sales_now AS (
    SELECT
        coalesce(CAST(line.quota_period AS TEXT), '?') AS k1,
        sum(line."net_amount") AS a1,
        CAST(grouping(coalesce(CAST(line.quota_period AS TEXT), '?')) AS BOOLEAN) AS is_total
    FROM sales AS line
    WHERE line.order_date BETWEEN $from1 AND $to2
    GROUP BY GROUPING SETS ((coalesce(CAST(line.quota_period AS TEXT), '?')), ())
),
quota_day_whole AS (
    SELECT
        coalesce(CAST(line.quota_period AS TEXT), '?') AS k1,
        sum(line."amount") AS a1,
        CAST(grouping(coalesce(CAST(line.quota_period AS TEXT), '?')) AS BOOLEAN) AS is_total
    FROM quota_day AS line
    WHERE line.layer = $layer3
      AND line.measure = 'net_sales'
      AND line.quota_period IN (SELECT quota_period FROM quota_day WHERE day BETWEEN $from1 AND $to2)
    GROUP BY GROUPING SETS ((coalesce(CAST(line.quota_period AS TEXT), '?')), ())
),
spine AS (
    SELECT k1, is_total FROM quota_day_now
    UNION
    SELECT k1, is_total FROM sales_now
),
result AS (
    SELECT
        spine.k1,
        spine.k1 AS l1,
        CAST(quota_day_now.a1 AS DECIMAL(38, 4)) AS m1,
        CAST(coalesce(sales_now.a1, 0) AS DOUBLE) / CAST(nullif(quota_day_whole.a1, 0) AS DOUBLE) AS m2,
        spine.is_total
    FROM spine
    LEFT JOIN quota_day_now ON quota_day_now.is_total = spine.is_total AND quota_day_now.k1 IS NOT DISTINCT FROM spine.k1
    LEFT JOIN sales_now ON sales_now.is_total = spine.is_total AND sales_now.k1 IS NOT DISTINCT FROM spine.k1
    LEFT JOIN quota_day_whole ON quota_day_whole.is_total = spine.is_total AND quota_day_whole.k1 IS NOT DISTINCT FROM spine.k1
)
(
    SELECT *, (SELECT count(*) FROM result WHERE NOT is_total) AS row_count FROM result WHERE NOT is_total ORDER BY k1 ASC
)
UNION ALL
(SELECT *, (SELECT count(*) FROM result WHERE NOT is_total) AS row_count FROM result WHERE is_total)
