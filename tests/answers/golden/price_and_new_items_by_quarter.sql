-- $from1 = 2025-07-01
-- $to2 = 2026-05-15
-- $mode3 = prior_year_working
WITH
sales_now_by_product AS (
    SELECT k1, e1, sum(v1) AS a1, sum(v2) AS a2, count(v3) AS a3, sum(v4) AS a4, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            calendar.fiscal_quarter AS k1,
            line.product_id AS e1,
            line."quantity" AS v1,
            CASE WHEN line.quantity IS NOT NULL THEN line."net_amount" END AS v2,
            1 AS v3,
            line."net_amount" AS v4
        FROM sales AS line
        INNER JOIN calendar ON calendar.day = line.order_date
        WHERE line.order_date BETWEEN $from1 AND $to2
          AND line.product_id != '?'
    )
    GROUP BY GROUPING SETS ((k1, e1), (e1))
),
sales_prior_by_product AS (
    SELECT k1, e1, sum(v1) AS a1, sum(v2) AS a2, count(v3) AS a3, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            calendar.fiscal_quarter AS k1,
            line.product_id AS e1,
            line."quantity" AS v1,
            CASE WHEN line.quantity IS NOT NULL THEN line."net_amount" END AS v2,
            1 AS v3
        FROM sales AS line
        INNER JOIN day_shift ON day_shift.from_day = line.order_date
        INNER JOIN calendar ON calendar.day = day_shift.to_day
        WHERE day_shift.mode = $mode3
          AND day_shift.to_day BETWEEN $from1 AND $to2
          AND line.product_id != '?'
    )
    GROUP BY GROUPING SETS ((k1, e1), (e1))
),
each_product_member AS (
    SELECT k1, e1, depth, any_value(sales_now_by_product_a1) AS sales_now_by_product_a1, any_value(sales_now_by_product_a2) AS sales_now_by_product_a2, any_value(sales_now_by_product_a3) AS sales_now_by_product_a3, any_value(sales_now_by_product_a4) AS sales_now_by_product_a4, any_value(sales_prior_by_product_a1) AS sales_prior_by_product_a1, any_value(sales_prior_by_product_a2) AS sales_prior_by_product_a2, any_value(sales_prior_by_product_a3) AS sales_prior_by_product_a3
    FROM (
        SELECT k1, e1, depth, a1 AS sales_now_by_product_a1, a2 AS sales_now_by_product_a2, a3 AS sales_now_by_product_a3, a4 AS sales_now_by_product_a4 FROM sales_now_by_product
        UNION ALL BY NAME
        SELECT k1, e1, depth, a1 AS sales_prior_by_product_a1, a2 AS sales_prior_by_product_a2, a3 AS sales_prior_by_product_a3 FROM sales_prior_by_product
    )
    GROUP BY k1, e1, depth
),
each_product AS (
    SELECT
        member.k1,
        member.depth,
        sum(CASE WHEN coalesce(member.sales_now_by_product_a1, 0) > 0 AND coalesce(member.sales_prior_by_product_a1, 0) > 0 THEN (coalesce(member.sales_now_by_product_a2, 0) - coalesce(CAST(CAST(sign((CAST(coalesce(member.sales_prior_by_product_a2, 0) * 10000 AS HUGEINT) * CAST(coalesce(member.sales_now_by_product_a1, 0) * 10000 AS HUGEINT))) * ((2 * abs((CAST(coalesce(member.sales_prior_by_product_a2, 0) * 10000 AS HUGEINT) * CAST(coalesce(member.sales_now_by_product_a1, 0) * 10000 AS HUGEINT))) + CASE WHEN CAST(coalesce(member.sales_prior_by_product_a1, 0) * 10000 AS HUGEINT) > 0 THEN CAST(coalesce(member.sales_prior_by_product_a1, 0) * 10000 AS HUGEINT) END) // (2 * CASE WHEN CAST(coalesce(member.sales_prior_by_product_a1, 0) * 10000 AS HUGEINT) > 0 THEN CAST(coalesce(member.sales_prior_by_product_a1, 0) * 10000 AS HUGEINT) END)) AS DECIMAL(34, 0)) * 0.0001 AS DECIMAL(38, 4)), 0)) END) AS f1,
        sum(CASE WHEN coalesce(member.sales_now_by_product_a3, 0) > 0 AND coalesce(member.sales_prior_by_product_a3, 0) = 0 THEN coalesce(member.sales_now_by_product_a4, 0) END) AS f2
    FROM each_product_member AS member
    GROUP BY member.k1, member.depth
),
spine AS (
    SELECT k1, depth, any_value(each_product_f1) AS each_product_f1, any_value(each_product_f2) AS each_product_f2
    FROM (
        SELECT k1, depth, f1 AS each_product_f1, f2 AS each_product_f2 FROM each_product
        UNION ALL BY NAME
        SELECT NULL AS k1, NULL AS each_product_f1, NULL AS each_product_f2, 0 AS depth
    )
    GROUP BY k1, depth
),
result AS (
    SELECT
        spine.k1,
        spine.k1 AS l1,
        CAST(coalesce(spine.each_product_f1, 0) AS DECIMAL(38, 4)) AS m1,
        CAST(coalesce(spine.each_product_f2, 0) AS DECIMAL(38, 4)) AS m2,
        spine.depth
    FROM spine
)
SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count
FROM result
ORDER BY depth DESC, k1 ASC
