-- $bound1 = 0.8
-- $from2 = 2025-07-01
-- $to3 = 2026-05-15
-- $layer4 = rep
-- $first5 = 3
WITH
kept AS MATERIALIZED (
    SELECT k1, k2 FROM (
        WITH
        sales_now AS (
            SELECT k1, k2, sum(v1) AS a1, 2 - grouping(k1) - grouping(k2) AS depth
            FROM (
                SELECT
                    coalesce("at_region".ancestor_id, '?') AS k1,
                    line.rep_id AS k2,
                    line."net_amount" AS v1
                FROM sales AS line
                LEFT JOIN territory_tree AS "at_region" ON "at_region".path_id = line.path_credited AND "at_region".level = 'region'
                WHERE line.order_date BETWEEN $from2 AND $to3
            )
            GROUP BY GROUPING SETS ((k1, k2), ())
        ),
        quota_day_now AS (
            SELECT k1, k2, sum(v1) AS a1, 2 - grouping(k1) - grouping(k2) AS depth
            FROM (
                SELECT
                    coalesce("at_region".ancestor_id, '?') AS k1,
                    line.rep_id AS k2,
                    line."amount" AS v1
                FROM quota_day AS line
                LEFT JOIN territory_tree AS "at_region" ON "at_region".path_id = line.path_credited AND "at_region".level = 'region'
                WHERE line.day BETWEEN $from2 AND $to3
                  AND line.layer = $layer4
                  AND line.measure = 'net_sales'
            )
            GROUP BY GROUPING SETS ((k1, k2), ())
        ),
        spine AS (
            SELECT k1, k2, depth, any_value(sales_now_a1) AS sales_now_a1, any_value(quota_day_now_a1) AS quota_day_now_a1
            FROM (
                SELECT k1, k2, depth, a1 AS sales_now_a1 FROM sales_now
                UNION ALL BY NAME
                SELECT k1, k2, depth, a1 AS quota_day_now_a1 FROM quota_day_now
            )
            GROUP BY k1, k2, depth
        ),
        result AS (
            SELECT
                spine.k1,
                spine.k2,
                coalesce(name1.label, spine.k1) AS l1,
                coalesce(name2.label, spine.k2) AS l2,
                CAST(coalesce(spine.sales_now_a1, 0) AS DECIMAL(38, 4)) AS m1,
                CAST(coalesce(spine.sales_now_a1, 0) AS DOUBLE) / CAST(nullif(spine.quota_day_now_a1, 0) AS DOUBLE) AS m2,
                spine.depth
            FROM spine
            LEFT JOIN territory AS name1 ON name1.territory_id = spine.k1
            LEFT JOIN rep AS name2 ON name2.rep_id = spine.k2
        )
        SELECT *, (SELECT count(*) FROM result WHERE depth = 2) AS row_count
        FROM result
        ORDER BY depth DESC, k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC, k2 = '?' ASC, l2 COLLATE el ASC, k2 ASC
    )
    WHERE depth = 2 AND m2 < $bound1
),
first AS MATERIALIZED (
    SELECT k1 FROM (
        WITH
        sales_now AS (
            SELECT k1, sum(v1) AS a1, 1 - grouping(k1) AS depth
            FROM (
                SELECT
                    coalesce("at_region".ancestor_id, '?') AS k1,
                    line."net_amount" AS v1
                FROM sales AS line
                LEFT JOIN territory_tree AS "at_region" ON "at_region".path_id = line.path_credited AND "at_region".level = 'region'
                WHERE line.order_date BETWEEN $from2 AND $to3
                  AND (coalesce("at_region".ancestor_id, '?'), line.rep_id) IN (SELECT (k1, k2) FROM kept)
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
                LEFT JOIN territory_tree AS "at_region" ON "at_region".path_id = line.path_credited AND "at_region".level = 'region'
                WHERE line.day BETWEEN $from2 AND $to3
                  AND line.layer = $layer4
                  AND line.measure = 'net_sales'
                  AND (coalesce("at_region".ancestor_id, '?'), line.rep_id) IN (SELECT (k1, k2) FROM kept)
            )
            GROUP BY GROUPING SETS ((k1), ())
        ),
        spine AS (
            SELECT k1, depth, any_value(sales_now_a1) AS sales_now_a1, any_value(quota_day_now_a1) AS quota_day_now_a1
            FROM (
                SELECT k1, depth, a1 AS sales_now_a1 FROM sales_now
                UNION ALL BY NAME
                SELECT k1, depth, a1 AS quota_day_now_a1 FROM quota_day_now
            )
            GROUP BY k1, depth
        ),
        result AS (
            SELECT
                spine.k1,
                coalesce(name1.label, spine.k1) AS l1,
                CAST(coalesce(spine.sales_now_a1, 0) AS DECIMAL(38, 4)) AS m1,
                CAST(coalesce(spine.sales_now_a1, 0) AS DOUBLE) / CAST(nullif(spine.quota_day_now_a1, 0) AS DOUBLE) AS m2,
                spine.depth
            FROM spine
            LEFT JOIN territory AS name1 ON name1.territory_id = spine.k1
        )
        SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count
        FROM result
        ORDER BY depth DESC, k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC
    )
    WHERE depth = 1 AND CAST(k1 AS TEXT) != '?' AND m1 IS NOT NULL
    QUALIFY row_number() OVER (ORDER BY m1 DESC NULLS LAST, CAST(l1 AS TEXT) COLLATE el, k1) <= $first5
),
sales_now AS (
    SELECT k1, k2, sum(v1) AS a1, 2 - grouping(k1) - grouping(k2) AS depth
    FROM (
        SELECT
            CASE WHEN (coalesce("at_region".ancestor_id, '?')) IN (SELECT k1 FROM first) THEN coalesce("at_region".ancestor_id, '?') ELSE '…' END AS k1,
            line.rep_id AS k2,
            line."net_amount" AS v1
        FROM sales AS line
        LEFT JOIN territory_tree AS "at_region" ON "at_region".path_id = line.path_credited AND "at_region".level = 'region'
        WHERE line.order_date BETWEEN $from2 AND $to3
          AND (coalesce("at_region".ancestor_id, '?'), line.rep_id) IN (SELECT (k1, k2) FROM kept)
    )
    GROUP BY GROUPING SETS ((k1, k2), ())
),
quota_day_now AS (
    SELECT k1, k2, sum(v1) AS a1, 2 - grouping(k1) - grouping(k2) AS depth
    FROM (
        SELECT
            CASE WHEN (coalesce("at_region".ancestor_id, '?')) IN (SELECT k1 FROM first) THEN coalesce("at_region".ancestor_id, '?') ELSE '…' END AS k1,
            line.rep_id AS k2,
            line."amount" AS v1
        FROM quota_day AS line
        LEFT JOIN territory_tree AS "at_region" ON "at_region".path_id = line.path_credited AND "at_region".level = 'region'
        WHERE line.day BETWEEN $from2 AND $to3
          AND line.layer = $layer4
          AND line.measure = 'net_sales'
          AND (coalesce("at_region".ancestor_id, '?'), line.rep_id) IN (SELECT (k1, k2) FROM kept)
    )
    GROUP BY GROUPING SETS ((k1, k2), ())
),
spine AS (
    SELECT k1, k2, depth, any_value(sales_now_a1) AS sales_now_a1, any_value(quota_day_now_a1) AS quota_day_now_a1
    FROM (
        SELECT k1, k2, depth, a1 AS sales_now_a1 FROM sales_now
        UNION ALL BY NAME
        SELECT k1, k2, depth, a1 AS quota_day_now_a1 FROM quota_day_now
    )
    GROUP BY k1, k2, depth
),
result AS (
    SELECT
        spine.k1,
        spine.k2,
        coalesce(name1.label, spine.k1) AS l1,
        coalesce(name2.label, spine.k2) AS l2,
        CAST(coalesce(spine.sales_now_a1, 0) AS DECIMAL(38, 4)) AS m1,
        CAST(coalesce(spine.sales_now_a1, 0) AS DOUBLE) / CAST(nullif(spine.quota_day_now_a1, 0) AS DOUBLE) AS m2,
        spine.depth
    FROM spine
    LEFT JOIN territory AS name1 ON name1.territory_id = spine.k1
    LEFT JOIN rep AS name2 ON name2.rep_id = spine.k2
)
SELECT *, (SELECT count(*) FROM result WHERE depth = 2) AS row_count
FROM result
ORDER BY depth DESC, k1 = '…' ASC, k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC, k2 = '?' ASC, l2 COLLATE el ASC, k2 ASC
