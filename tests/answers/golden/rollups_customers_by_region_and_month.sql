-- $from1 = 2025-07-01
-- $to2 = 2026-06-30
WITH
sales_now AS (
    SELECT k1, k2, coalesce(CAST(sum(bit_count(a1)) AS BIGINT), 0) AS a1, depth
    FROM (
        SELECT k1, k2, block, bit_or(v1) AS a1, 2 - grouping(k1) - grouping(k2) AS depth
        FROM (
            SELECT
                coalesce("at_region".ancestor_id, '?') AS k1,
                calendar.fiscal_month AS k2,
                line.block,
                line."customers" AS v1
            FROM rollup_month AS line
            LEFT JOIN territory_tree AS "at_region" ON "at_region".path_id = line.path_credited AND "at_region".level = 'region'
            INNER JOIN calendar ON calendar.day = line.month
            WHERE line.month BETWEEN $from1 AND $to2
        )
        GROUP BY GROUPING SETS ((k1, k2, block), (block))
        UNION ALL BY NAME
        SELECT 0 AS depth
    )
    GROUP BY k1, k2, depth
),
spine AS (
    SELECT k1, k2, depth, a1 AS sales_now_a1 FROM sales_now
),
result AS (
    SELECT
        spine.k1,
        spine.k2,
        coalesce(name1.label, spine.k1) AS l1,
        spine.k2 AS l2,
        coalesce(spine.sales_now_a1, 0) AS m1,
        spine.depth
    FROM spine
    LEFT JOIN territory AS name1 ON name1.territory_id = spine.k1
)
SELECT *, (SELECT count(*) FROM result WHERE depth = 2) AS row_count
FROM result
ORDER BY depth DESC, k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC, k2 ASC
