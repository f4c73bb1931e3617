-- $from1 = 2025-07-01
-- $to2 = 2026-04-30
-- $from3 = 2026-05-01
-- $to4 = 2026-05-15
WITH
sales_now AS (
    SELECT k1, sum(a1) AS a1, coalesce(CAST(sum(bit_count(a2)) AS BIGINT), 0) AS a2, sum(a3) AS a3, depth
    FROM (
        SELECT k1, block, sum(v1) AS a1, bit_or(v2) AS a2, sum(v3) AS a3, 1 - grouping(k1) AS depth
        FROM (
            SELECT
                line.channel AS k1,
                line.block,
                line."net_amount" AS v1,
                line."customers" AS v2,
                line."list_amount" AS v3
            FROM rollup_month AS line
            WHERE line.month BETWEEN $from1 AND $to2
            UNION ALL
            SELECT
                line.channel AS k1,
                line.block,
                line."net_amount" AS v1,
                line."customers" AS v2,
                line."list_amount" AS v3
            FROM rollup_day AS line
            WHERE line.order_date BETWEEN $from3 AND $to4
        )
        GROUP BY GROUPING SETS ((k1, block), (block))
        UNION ALL BY NAME
        SELECT 0 AS depth
    )
    GROUP BY k1, depth
),
sales_lines_now AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            line.channel AS k1,
            CASE WHEN line.list_amount IS NOT NULL THEN line."quantity" END AS v1
        FROM sales AS line
        WHERE line.order_date BETWEEN $from1 AND $to4
    )
    GROUP BY GROUPING SETS ((k1), ())
),
spine AS (
    SELECT k1, depth, any_value(sales_now_a1) AS sales_now_a1, any_value(sales_now_a2) AS sales_now_a2, any_value(sales_now_a3) AS sales_now_a3, any_value(sales_lines_now_a1) AS sales_lines_now_a1
    FROM (
        SELECT k1, depth, a1 AS sales_now_a1, a2 AS sales_now_a2, a3 AS sales_now_a3 FROM sales_now
        UNION ALL BY NAME
        SELECT k1, depth, a1 AS sales_lines_now_a1 FROM sales_lines_now
    )
    GROUP BY k1, depth
),
result AS (
    SELECT
        spine.k1,
        spine.k1 AS l1,
        CAST(coalesce(spine.sales_now_a1, 0) AS DECIMAL(38, 4)) AS m1,
        coalesce(spine.sales_now_a2, 0) AS m2,
        CAST(CAST(sign((CAST(spine.sales_now_a3 * 10000 AS HUGEINT) * 10000)) * ((2 * abs((CAST(spine.sales_now_a3 * 10000 AS HUGEINT) * 10000)) + CASE WHEN CAST(spine.sales_lines_now_a1 * 10000 AS HUGEINT) > 0 THEN CAST(spine.sales_lines_now_a1 * 10000 AS HUGEINT) END) // (2 * CASE WHEN CAST(spine.sales_lines_now_a1 * 10000 AS HUGEINT) > 0 THEN CAST(spine.sales_lines_now_a1 * 10000 AS HUGEINT) END)) AS DECIMAL(34, 0)) * 0.0001 AS DECIMAL(38, 4)) AS m3,
        spine.depth
    FROM spine
)
SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count
FROM result
ORDER BY depth DESC, k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC
