-- $from1 = 2026-05-01
-- $to2 = 2026-05-15
-- $from3 = 2024-05-01
-- $to4 = 2026-04-30
-- $from5 = 2025-05-01
-- $from6 = 2025-05-16
WITH
sales_now_by_customer_at_once AS (
    SELECT
        e1,
        CAST(bit_or(CASE WHEN v1 IS NOT NULL THEN whose END) & 1 > 0 AS BIGINT) AS sales_now_by_customer_a1,
        CAST(bit_or(CASE WHEN v1 IS NOT NULL THEN whose END) & 2 > 0 AS BIGINT) AS sales_earlier_by_customer_a1,
        CAST(bit_or(CASE WHEN v1 IS NOT NULL THEN whose END) & 4 > 0 AS BIGINT) AS sales_opening_by_customer_a1,
        sum(v2) FILTER (WHERE whose & 4 > 0) AS sales_opening_by_customer_a2,
        CAST(bit_or(CASE WHEN v1 IS NOT NULL THEN whose END) & 8 > 0 AS BIGINT) AS sales_window_by_customer_a1,
        sum(v2) FILTER (WHERE whose & 16 > 0) AS sales_trailing_by_customer_a1,
        0 AS depth
    FROM (
        SELECT
            line.customer_id AS e1,
            CASE WHEN line.customer_id != '?' AND coalesce(line.quantity, line.net_amount) > 0 THEN line."customer_id" END AS v1,
            line."net_amount" AS v2,
            CASE WHEN line.order_date BETWEEN $from1 AND $to2 THEN 1 ELSE 0 END + CASE WHEN line.order_date BETWEEN $from3 AND $to4 THEN 2 ELSE 0 END + CASE WHEN line.order_date BETWEEN $from5 AND $to4 THEN 4 ELSE 0 END + CASE WHEN line.order_date BETWEEN $from6 AND $to2 THEN 8 ELSE 0 END + CASE WHEN line.order_date BETWEEN $from6 AND $to2 THEN 16 ELSE 0 END AS whose
        FROM sales AS line
        WHERE line.order_date BETWEEN $from3 AND $to2
          AND line.customer_id != '?'
    )
    GROUP BY e1
),
each_customer_member AS (
    SELECT e1, depth, sales_now_by_customer_a1, sales_earlier_by_customer_a1, sales_opening_by_customer_a1, sales_opening_by_customer_a2, sales_window_by_customer_a1, sales_trailing_by_customer_a1 FROM sales_now_by_customer_at_once
),
each_customer AS (
    SELECT
        member.depth,
        count(CASE WHEN coalesce(member.sales_now_by_customer_a1, 0) > 0 AND coalesce(member.sales_earlier_by_customer_a1, 0) = 0 THEN 1 END) AS f1,
        count(CASE WHEN coalesce(member.sales_opening_by_customer_a1, 0) > 0 AND coalesce(member.sales_window_by_customer_a1, 0) = 0 THEN 1 END) AS f2,
        sum(CASE WHEN coalesce(member.sales_opening_by_customer_a1, 0) > 0 THEN coalesce(member.sales_trailing_by_customer_a1, 0) END) AS f3,
        sum(CASE WHEN coalesce(member.sales_opening_by_customer_a1, 0) > 0 THEN coalesce(member.sales_opening_by_customer_a2, 0) END) AS f4
    FROM each_customer_member AS member
    GROUP BY member.depth
),
spine AS (
    SELECT depth, any_value(each_customer_f1) AS each_customer_f1, any_value(each_customer_f2) AS each_customer_f2, any_value(each_customer_f3) AS each_customer_f3, any_value(each_customer_f4) AS each_customer_f4
    FROM (
        SELECT depth, f1 AS each_customer_f1, f2 AS each_customer_f2, f3 AS each_customer_f3, f4 AS each_customer_f4 FROM each_customer
        UNION ALL BY NAME
        SELECT NULL AS each_customer_f1, NULL AS each_customer_f2, NULL AS each_customer_f3, NULL AS each_customer_f4, 0 AS depth
    )
    GROUP BY depth
),
result AS (
    SELECT
        coalesce(spine.each_customer_f1, 0) AS m1,
        coalesce(spine.each_customer_f2, 0) AS m2,
        CAST(coalesce(spine.each_customer_f3, 0) AS DOUBLE) / CAST(CASE WHEN spine.each_customer_f4 > 0 THEN spine.each_customer_f4 END AS DOUBLE) AS m3,
        spine.depth
    FROM spine
)
SELECT *, 0 AS row_count FROM result
