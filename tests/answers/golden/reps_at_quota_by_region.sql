-- $from1 = 2025-07-01
-- $to2 = 2026-05-15
-- $layer3 = rep
WITH
sales_now_by_rep AS (
    SELECT k1, e1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            coalesce("at_region".ancestor_id, '?') AS k1,
            line.rep_id AS e1,
            line."net_amount" AS v1
        FROM sales AS line
        LEFT JOIN territory_tree AS "at_region" ON "at_region".path_id = line.path_credited AND "at_region".level = 'region'
        WHERE line.order_date BETWEEN $from1 AND $to2
          AND line.rep_id != '?'
    )
    GROUP BY GROUPING SETS ((k1, e1), (e1))
),
quota_day_now_by_rep AS (
    SELECT k1, e1, sum(v1) AS a1, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            coalesce("at_region".ancestor_id, '?') AS k1,
            line.rep_id AS e1,
            line."amount" AS v1
        FROM quota_day AS line
        LEFT JOIN territory_tree AS "at_region" ON "at_region".path_id = line.path_credited AND "at_region".level = 'region'
        WHERE line.day BETWEEN $from1 AND $to2
          AND line.layer = $layer3
          AND line.measure = 'net_sales'
          AND line.rep_id != '?'
    )
    GROUP BY GROUPING SETS ((k1, e1), (e1))
),
rep_standing_now_by_rep AS (
    SELECT k1, e1, sum(v1) AS a1, sum(v2) AS a2, 1 - grouping(k1) AS depth
    FROM (
        SELECT
            coalesce("at_region".ancestor_id, '?') AS k1,
            line.rep_id AS e1,
            line."unready" AS v1,
            line."slack" AS v2
        FROM rep_standing AS line
        INNER JOIN (SELECT days.* FROM (SELECT day AS held, day FROM calendar WHERE day BETWEEN $from1 AND $to2) AS days INNER JOIN calendar ON calendar.day = held AND working) AS moment ON moment.held >= line.from_day AND moment.held < line.to_day
        LEFT JOIN territory_tree AS "at_region" ON "at_region".path_id = line.path_credited AND "at_region".level = 'region'
        WHERE line.rep_id != '?'
    )
    GROUP BY GROUPING SETS ((k1, e1), (e1))
),
each_rep_member AS (
    SELECT k1, e1, depth, any_value(sales_now_by_rep_a1) AS sales_now_by_rep_a1, any_value(quota_day_now_by_rep_a1) AS quota_day_now_by_rep_a1, any_value(rep_standing_now_by_rep_a1) AS rep_standing_now_by_rep_a1, any_value(rep_standing_now_by_rep_a2) AS rep_standing_now_by_rep_a2
    FROM (
        SELECT k1, e1, depth, a1 AS sales_now_by_rep_a1 FROM sales_now_by_rep
        UNION ALL BY NAME
        SELECT k1, e1, depth, a1 AS quota_day_now_by_rep_a1 FROM quota_day_now_by_rep
        UNION ALL BY NAME
        SELECT k1, e1, depth, a1 AS rep_standing_now_by_rep_a1, a2 AS rep_standing_now_by_rep_a2 FROM rep_standing_now_by_rep
    )
    GROUP BY k1, e1, depth
),
each_rep AS (
    SELECT
        member.k1,
        member.depth,
        count(CASE WHEN coalesce(member.sales_now_by_rep_a1, 0) >= coalesce(member.quota_day_now_by_rep_a1, 0) AND coalesce(member.quota_day_now_by_rep_a1, 0) > 0 AND coalesce(member.rep_standing_now_by_rep_a1, 0) = 0 AND coalesce(member.rep_standing_now_by_rep_a2, 0) >= 0 THEN 1 END) AS f1,
        count(CASE WHEN coalesce(member.quota_day_now_by_rep_a1, 0) > 0 AND coalesce(member.rep_standing_now_by_rep_a1, 0) = 0 AND coalesce(member.rep_standing_now_by_rep_a2, 0) >= 0 THEN 1 END) AS f2,
        stddev_pop(CAST(CASE WHEN coalesce(member.quota_day_now_by_rep_a1, 0) > 0 THEN CAST(coalesce(member.sales_now_by_rep_a1, 0) AS DOUBLE) / CAST(nullif(member.quota_day_now_by_rep_a1, 0) AS DOUBLE) END AS DOUBLE) ORDER BY CASE WHEN coalesce(member.quota_day_now_by_rep_a1, 0) > 0 THEN CAST(coalesce(member.sales_now_by_rep_a1, 0) AS DOUBLE) / CAST(nullif(member.quota_day_now_by_rep_a1, 0) AS DOUBLE) END) / CASE WHEN avg(CAST(CASE WHEN coalesce(member.quota_day_now_by_rep_a1, 0) > 0 THEN CAST(coalesce(member.sales_now_by_rep_a1, 0) AS DOUBLE) / CAST(nullif(member.quota_day_now_by_rep_a1, 0) AS DOUBLE) END AS DOUBLE) ORDER BY CASE WHEN coalesce(member.quota_day_now_by_rep_a1, 0) > 0 THEN CAST(coalesce(member.sales_now_by_rep_a1, 0) AS DOUBLE) / CAST(nullif(member.quota_day_now_by_rep_a1, 0) AS DOUBLE) END) > 0 THEN avg(CAST(CASE WHEN coalesce(member.quota_day_now_by_rep_a1, 0) > 0 THEN CAST(coalesce(member.sales_now_by_rep_a1, 0) AS DOUBLE) / CAST(nullif(member.quota_day_now_by_rep_a1, 0) AS DOUBLE) END AS DOUBLE) ORDER BY CASE WHEN coalesce(member.quota_day_now_by_rep_a1, 0) > 0 THEN CAST(coalesce(member.sales_now_by_rep_a1, 0) AS DOUBLE) / CAST(nullif(member.quota_day_now_by_rep_a1, 0) AS DOUBLE) END) END AS f3
    FROM each_rep_member AS member
    GROUP BY member.k1, member.depth
),
spine AS (
    SELECT k1, depth, any_value(each_rep_f1) AS each_rep_f1, any_value(each_rep_f2) AS each_rep_f2, any_value(each_rep_f3) AS each_rep_f3
    FROM (
        SELECT k1, depth, f1 AS each_rep_f1, f2 AS each_rep_f2, f3 AS each_rep_f3 FROM each_rep
        UNION ALL BY NAME
        SELECT NULL AS k1, NULL AS each_rep_f1, NULL AS each_rep_f2, NULL AS each_rep_f3, 0 AS depth
    )
    GROUP BY k1, depth
),
result AS (
    SELECT
        spine.k1,
        coalesce(name1.label, spine.k1) AS l1,
        CAST(coalesce(spine.each_rep_f1, 0) AS DOUBLE) / CAST(nullif(spine.each_rep_f2, 0) AS DOUBLE) AS m1,
        spine.each_rep_f3 AS m2,
        spine.depth
    FROM spine
    LEFT JOIN territory AS name1 ON name1.territory_id = spine.k1
)
SELECT *, (SELECT count(*) FROM result WHERE depth = 1) AS row_count
FROM result
ORDER BY depth DESC, k1 = '?' ASC, l1 COLLATE el ASC, k1 ASC
