-- $from1 = 2025-07-01
-- $to2 = 2026-05-15
-- $layer3 = territory
-- $year4 = 2026-06-30
WITH
sales_now AS (
    SELECT
        calendar.fiscal_quarter AS k1,
        sum(line."net_amount") AS a1,
        CAST(grouping(calendar.fiscal_quarter) AS BOOLEAN) AS is_total
    FROM sales AS line
    INNER JOIN calendar ON calendar.day = line.order_date
    WHERE line.order_date BETWEEN $from1 AND $to2
    GROUP BY GROUPING SETS ((calendar.fiscal_quarter), ())
),
quota_day_whole AS (
    SELECT
        calendar.fiscal_year AS k1,
        sum(line."amount") AS a1,
        CAST(grouping(calendar.fiscal_year) AS BOOLEAN) AS is_total
    FROM quota_day AS line
    INNER JOIN calendar ON calendar.day = line.day
    WHERE line.layer = $layer3
      AND line.measure = 'net_sales'
      AND line.day BETWEEN $from1 AND $year4
    GROUP BY GROUPING SETS ((calendar.fiscal_year), ())
),
quota_day_now AS (
    SELECT
        calendar.fiscal_quarter AS k1,
        CAST(grouping(calendar.fiscal_quarter) AS BOOLEAN) AS is_total
    FROM quota_day AS line
    INNER JOIN calendar ON calendar.day = line.day
    WHERE line.day BETWEEN $from1 AND $to2
      AND line.layer = $layer3
      AND line.measure = 'net_sales'
    GROUP BY GROUPING SETS ((calendar.fiscal_quarter), ())
),
spine AS (
    SELECT k1, is_total FROM sales_now
    UNION
    SELECT k1, is_total FROM quota_day_now
),
result AS (
    SELECT
        spine.k1,
        spine.k1 AS l1,
        CAST(coalesce(sales_now.a1, 0) AS DOUBLE) / CAST(nullif(quota_day_whole.a1, 0) AS DOUBLE) AS m1,
        spine.is_total
    FROM spine
    LEFT JOIN sales_now ON sales_now.is_total = spine.is_total AND sales_now.k1 IS NOT DISTINCT FROM spine.k1
    LEFT JOIN quota_day_whole ON quota_day_whole.is_total = spine.is_total AND quota_day_whole.k1 IS NOT DISTINCT FROM (SELECT min(calendar.fiscal_year) FROM calendar WHERE calendar.fiscal_quarter = spine.k1)
    LEFT JOIN quota_day_now ON quota_day_now.is_total = spine.is_total AND quota_day_now.k1 IS NOT DISTINCT FROM spine.k1
)
(
    SELECT *, (SELECT count(*) FROM result WHERE NOT is_total) AS row_count FROM result WHERE NOT is_total ORDER BY k1 ASC
)
UNION ALL
(SELECT *, (SELECT count(*) FROM result WHERE NOT is_total) AS row_count FROM result WHERE is_total)
