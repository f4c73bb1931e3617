-- $from1 = 2025-07-01
-- $to2 = 2026-05-15
-- $from3 = 2024-07-01
-- $to4 = 2025-05-15
-- $from5 = 2025-05-16
-- $scope6 = N1
-- $scope7 = S1
-- $layer8 = territory
WITH
sales_now_at_once AS (
    SELECT
        k1,
        sum(v1) FILTER (WHERE whose & 1 > 0) AS sales_now_a1,
        sum(v1) FILTER (WHERE whose & 2 > 0) AS sales_prior_a1,
        sum(v1) FILTER (WHERE whose & 4 > 0) AS sales_trailing_a1,
        1 - grouping(k1) AS depth
    FROM (
        SELECT
            coalesce("at_region".ancestor_id, '?') AS k1,
            line."net_amount" AS v1,
            CASE WHEN line.order_date BETWEEN $from1 AND $to2 THEN 1 ELSE 0 END + CASE WHEN line.order_date BETWEEN $from3 AND $to4 THEN 2 ELSE 0 END + CASE WHEN line.order_date BETWEEN $from5 AND $to2 THEN 4 ELSE 0 END AS whose
        FROM sales AS line
        LEFT JOIN territory_tree AS "at_region" ON "at_region".path_id = line.path_today AND "at_region".level = 'region'
        WHERE line.path_today IN (SELECT path_id FROM territory_tree WHERE ancestor_id IN ($scope6, $scope7))
          AND line.order_date BETWEEN $from3 AND $to2
    )
    GROUP BY GROUPING SETS ((k1), ())
),
quota_day_now AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            coalesce("at_region".ancestor_id, '?') AS k1,
            line."amount" AS v1
        FROM quota_day AS line
        LEFT JOIN territory_tree AS "at_region" ON "at_region".path_id = line.path_today AND "at_region".level = 'region'
        WHERE line.path_today IN (SELECT path_id FROM territory_tree WHERE ancestor_id IN ($scope6, $scope7))
          AND line.day BETWEEN $from1 AND $to2
          AND line.layer = $layer8
          AND line.measure = 'net_sales'
    )
    GROUP BY GROUPING SETS ((k1), ())
),
customer_now AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            coalesce("at_region".ancestor_id, '?') AS k1,
            line."annual_potential" AS v1
        FROM customer AS line
        LEFT JOIN territory_tree AS "at_region" ON "at_region".path_id = line.path_today AND "at_region".level = 'region'
        WHERE line.path_today IN (SELECT path_id FROM territory_tree WHERE ancestor_id IN ($scope6, $scope7))
          AND line.customer_id != '?'
    )
    GROUP BY GROUPING SETS ((k1), ())
),
spine AS (
    SELECT k1, depth, any_value(quota_day_now_a1) AS quota_day_now_a1, any_value(customer_now_a1) AS customer_now_a1, any_value(sales_now_a1) AS sales_now_a1, any_value(sales_prior_a1) AS sales_prior_a1, any_value(sales_trailing_a1) AS sales_trailing_a1
    FROM (
        SELECT k1, depth, a1 AS quota_day_now_a1 FROM quota_day_now
        UNION ALL BY NAME
        SELECT k1, depth, a1 AS customer_now_a1 FROM customer_now
        UNION ALL BY NAME
        SELECT k1, depth, sales_now_a1, sales_prior_a1, sales_trailing_a1 FROM sales_now_at_once
    )
    GROUP BY k1, depth
),
result AS (
    SELECT
        spine.k1,
        coalesce(name1.label, spine.k1) AS l1,
        CAST(coalesce(spine.sales_now_a1, 0) AS DOUBLE) / CAST(nullif(spine.quota_day_now_a1, 0) AS DOUBLE) AS m1,
        CAST((coalesce(spine.sales_now_a1, 0) - coalesce(spine.sales_prior_a1, 0)) AS DOUBLE) / CAST(CASE WHEN spine.sales_prior_a1 > 0 THEN spine.sales_prior_a1 END AS DOUBLE) AS m2,
        CAST(coalesce(spine.sales_trailing_a1, 0) AS DOUBLE) / CAST(nullif(spine.customer_now_a1, 0) AS DOUBLE) AS m3,
        spine.depth
    FROM spine
    LEFT JOIN territory AS name1 ON name1.territory_id = spine.k1
)
SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count
FROM result
ORDER BY depth DESC, k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC
