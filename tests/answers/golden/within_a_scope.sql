-- $scope1 = ['N1', 'S1']
-- $from2 = 2025-07-01
-- $to3 = 2026-05-15
-- $layer4 = territory
-- $mode5 = prior_year_working
-- $from6 = 2025-05-16
WITH
sales_now AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            coalesce("at_region".ancestor_id, '?') AS k1,
            line."net_amount" AS v1
        FROM sales AS line
        LEFT JOIN territory_tree AS "at_region" ON "at_region".path_id = line.path_today AND "at_region".level = 'region'
        WHERE line.path_today IN (SELECT path_id FROM territory_tree WHERE ancestor_id IN (SELECT unnest($scope1::TEXT[])))
          AND line.order_date BETWEEN $from2 AND $to3
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
        WHERE line.path_today IN (SELECT path_id FROM territory_tree WHERE ancestor_id IN (SELECT unnest($scope1::TEXT[])))
          AND line.day BETWEEN $from2 AND $to3
          AND line.layer = $layer4
          AND line.measure = 'net_sales'
    )
    GROUP BY GROUPING SETS ((k1), ())
),
sales_prior AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            coalesce("at_region".ancestor_id, '?') AS k1,
            line."net_amount" AS v1
        FROM sales AS line
        INNER JOIN day_shift ON day_shift.from_day = line.order_date
        LEFT JOIN territory_tree AS "at_region" ON "at_region".path_id = line.path_today AND "at_region".level = 'region'
        WHERE line.path_today IN (SELECT path_id FROM territory_tree WHERE ancestor_id IN (SELECT unnest($scope1::TEXT[])))
          AND day_shift.mode = $mode5
          AND day_shift.to_day BETWEEN $from2 AND $to3
    )
    GROUP BY GROUPING SETS ((k1), ())
),
sales_trailing AS (
    SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            coalesce("at_region".ancestor_id, '?') AS k1,
            line."net_amount" AS v1
        FROM sales AS line
        LEFT JOIN territory_tree AS "at_region" ON "at_region".path_id = line.path_today AND "at_region".level = 'region'
        WHERE line.path_today IN (SELECT path_id FROM territory_tree WHERE ancestor_id IN (SELECT unnest($scope1::TEXT[])))
          AND line.order_date BETWEEN $from6 AND $to3
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
        WHERE line.path_today IN (SELECT path_id FROM territory_tree WHERE ancestor_id IN (SELECT unnest($scope1::TEXT[])))
          AND line.customer_id != '?'
    )
    GROUP BY GROUPING SETS ((k1), ())
),
spine AS (
    SELECT k1, depth FROM sales_now
    UNION
    SELECT k1, depth FROM quota_day_now
    UNION
    SELECT k1, depth FROM sales_prior
    UNION
    SELECT k1, depth FROM sales_trailing
    UNION
    SELECT k1, depth FROM customer_now
),
result AS (
    SELECT
        spine.k1,
        coalesce(name1.label, spine.k1) AS l1,
        CAST(coalesce(sales_now.a1, 0) AS DOUBLE) / CAST(nullif(quota_day_now.a1, 0) AS DOUBLE) AS m1,
        CAST((coalesce(sales_now.a1, 0) - coalesce(sales_prior.a1, 0)) AS DOUBLE) / CAST(CASE WHEN sales_prior.a1 > 0 THEN sales_prior.a1 END AS DOUBLE) AS m2,
        CAST(coalesce(sales_trailing.a1, 0) AS DOUBLE) / CAST(nullif(customer_now.a1, 0) AS DOUBLE) AS m3,
        spine.depth
    FROM spine
    LEFT JOIN sales_now ON sales_now.depth = spine.depth AND sales_now.k1 IS NOT DISTINCT FROM spine.k1
    LEFT JOIN quota_day_now ON quota_day_now.depth = spine.depth AND quota_day_now.k1 IS NOT DISTINCT FROM spine.k1
    LEFT JOIN sales_prior ON sales_prior.depth = spine.depth AND sales_prior.k1 IS NOT DISTINCT FROM spine.k1
    LEFT JOIN sales_trailing ON sales_trailing.depth = spine.depth AND sales_trailing.k1 IS NOT DISTINCT FROM spine.k1
    LEFT JOIN customer_now ON customer_now.depth = spine.depth AND customer_now.k1 IS NOT DISTINCT FROM spine.k1
    LEFT JOIN territory AS name1 ON name1.territory_id = spine.k1
)
(
    SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count FROM result WHERE depth = 1 ORDER BY k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC
)
UNION ALL
(SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count FROM result WHERE depth < 1)
