-- $from1 = 2025-07-01
-- $to2 = 2026-06-30
-- $mode3 = prior_year_working
WITH
sales_now AS (
    SELECT k1, k2, k3, sum(v1) AS a1, sum(v2) AS a2, sum(v3) AS a3, (2 - grouping(k1) - grouping(k2)) * 2 + 1 - grouping(k3) AS depth
    FROM (
        SELECT
            coalesce("at_region".ancestor_id, '?') AS k1,
            product.category AS k2,
            calendar.fiscal_quarter AS k3,
            line."net_amount" AS v1,
            CASE WHEN line.cost_amount IS NOT NULL THEN line."net_amount" END AS v2,
            line."cost_amount" AS v3
        FROM sales AS line
        LEFT JOIN territory_tree AS "at_region" ON "at_region".path_id = line.path_credited AND "at_region".level = 'region'
        INNER JOIN product ON product.product_id = line.product_id
        INNER JOIN calendar ON calendar.day = line.order_date
        WHERE line.order_date BETWEEN $from1 AND $to2
    )
    GROUP BY GROUPING SETS ((k1, k2, k3), (k1, k2), (k1, k3), (k1), (k3), ())
),
sales_prior AS (
    SELECT k1, k2, k3, sum(v1) AS a1, sum(v2) AS a2, sum(v3) AS a3, (2 - grouping(k1) - grouping(k2)) * 2 + 1 - grouping(k3) AS depth
    FROM (
        SELECT
            coalesce("at_region".ancestor_id, '?') AS k1,
            product.category AS k2,
            calendar.fiscal_quarter AS k3,
            line."net_amount" AS v1,
            CASE WHEN line.cost_amount IS NOT NULL THEN line."net_amount" END AS v2,
            line."cost_amount" AS v3
        FROM sales AS line
        INNER JOIN day_shift ON day_shift.from_day = line.order_date
        LEFT JOIN territory_tree AS "at_region" ON "at_region".path_id = line.path_credited AND "at_region".level = 'region'
        INNER JOIN product ON product.product_id = line.product_id
        INNER JOIN calendar ON calendar.day = day_shift.to_day
        WHERE day_shift.mode = $mode3
          AND day_shift.to_day BETWEEN $from1 AND $to2
    )
    GROUP BY GROUPING SETS ((k1, k2, k3), (k1, k2), (k1, k3), (k1), (k3), ())
),
spine AS (
    SELECT k1, k2, k3, depth, any_value(sales_now_a1) AS sales_now_a1, any_value(sales_now_a2) AS sales_now_a2, any_value(sales_now_a3) AS sales_now_a3, any_value(sales_prior_a1) AS sales_prior_a1, any_value(sales_prior_a2) AS sales_prior_a2, any_value(sales_prior_a3) AS sales_prior_a3
    FROM (
        SELECT k1, k2, k3, depth, a1 AS sales_now_a1, a2 AS sales_now_a2, a3 AS sales_now_a3 FROM sales_now
        UNION ALL BY NAME
        SELECT k1, k2, k3, depth, a1 AS sales_prior_a1, a2 AS sales_prior_a2, a3 AS sales_prior_a3 FROM sales_prior
    )
    GROUP BY k1, k2, k3, depth
),
result AS (
    SELECT
        spine.k1,
        spine.k2,
        spine.k3,
        coalesce(name1.label, spine.k1) AS l1,
        spine.k2 AS l2,
        spine.k3 AS l3,
        CAST(coalesce(spine.sales_now_a1, 0) AS DECIMAL(38, 4)) AS m1,
        CAST((coalesce(spine.sales_now_a2, 0) - coalesce(spine.sales_now_a3, 0)) AS DOUBLE) / CAST(nullif(spine.sales_now_a2, 0) AS DOUBLE) AS m2,
        CAST(coalesce(spine.sales_prior_a1, 0) AS DECIMAL(38, 4)) AS p1,
        CAST((coalesce(spine.sales_prior_a2, 0) - coalesce(spine.sales_prior_a3, 0)) AS DOUBLE) / CAST(nullif(spine.sales_prior_a2, 0) AS DOUBLE) AS p2,
        spine.depth
    FROM spine
    LEFT JOIN territory AS name1 ON name1.territory_id = spine.k1
),
shown AS (
    SELECT
        result.* EXCLUDE (depth),
        CAST(result.m1 AS DOUBLE) / CAST(nullif(CASE WHEN depth // 2 = 0 THEN max(result.m1) FILTER (WHERE depth // 2 = 0) OVER (PARTITION BY k3) WHEN depth // 2 = 1 THEN max(result.m1) FILTER (WHERE depth // 2 = 0) OVER (PARTITION BY k3) WHEN depth // 2 = 2 THEN max(result.m1) FILTER (WHERE depth // 2 = 1) OVER (PARTITION BY k1, k3) END, 0) AS DOUBLE) AS s1,
        CASE WHEN depth > 0 THEN sum(result.m1) OVER (PARTITION BY depth, k1, k2 ORDER BY k3 ROWS UNBOUNDED PRECEDING) END AS s2,
        CASE WHEN result.m1 IS NOT NULL AND depth > 0 THEN rank() OVER (PARTITION BY depth, k3 ORDER BY result.m1 DESC NULLS LAST) END AS s3,
        CASE WHEN result.m2 IS NOT NULL AND depth > 0 THEN rank() OVER (PARTITION BY depth, k3 ORDER BY result.m2 DESC NULLS LAST) END AS s4,
        100 * CAST(result.m1 AS DOUBLE) / CAST(nullif(CASE WHEN result.p1 > 0 THEN result.p1 END, 0) AS DOUBLE) AS s5,
        100 * CAST(result.m2 AS DOUBLE) / CAST(nullif(CASE WHEN result.p2 > 0 THEN result.p2 END, 0) AS DOUBLE) AS s6,
        result.depth
    FROM result
)
SELECT *, (SELECT count(*) FROM result WHERE depth = 5) AS row_count
FROM shown
ORDER BY depth DESC, k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC, k2 = '?' ASC, l2 COLLATE el ASC, k2 ASC, k3 ASC
