-- $from1 = 2026-05-01
-- $to2 = 2026-05-15
-- $from3 = 2024-05-01
-- $to4 = 2026-04-30
-- $from5 = 2025-05-01
-- $from6 = 2025-05-16
WITH
sales_now_by_customer AS (
    SELECT e1, CAST(count(v1) > 0 AS BIGINT) AS a1, 0 AS depth
    FROM (
        SELECT
            line.customer_id AS e1,
            CASE WHEN line.customer_id != '?' AND coalesce(line.quantity, line.net_amount) > 0 THEN line."customer_id" END AS v1
        FROM sales AS line
        WHERE line.order_date BETWEEN $from1 AND $to2
          AND line.customer_id != '?'
    )
    GROUP BY e1
),
sales_earlier_by_customer AS (
    SELECT e1, CAST(count(v1) > 0 AS BIGINT) AS a1, 0 AS depth
    FROM (
        SELECT
            line.customer_id AS e1,
            CASE WHEN line.customer_id != '?' AND coalesce(line.quantity, line.net_amount) > 0 THEN line."customer_id" END AS v1
        FROM sales AS line
        WHERE line.order_date BETWEEN $from3 AND $to4
          AND line.customer_id != '?'
    )
    GROUP BY e1
),
sales_opening_by_customer AS (
    SELECT e1, CAST(count(v1) > 0 AS BIGINT) AS a1, sum(v2) AS a2, 0 AS depth
    FROM (
        SELECT
            line.customer_id AS e1,
            CASE WHEN line.customer_id != '?' AND coalesce(line.quantity, line.net_amount) > 0 THEN line."customer_id" END AS v1,
            line."net_amount" AS v2
        FROM sales AS line
        WHERE line.order_date BETWEEN $from5 AND $to4
          AND line.customer_id != '?'
    )
    GROUP BY e1
),
sales_window_by_customer AS (
    SELECT e1, CAST(count(v1) > 0 AS BIGINT) AS a1, 0 AS depth
    FROM (
        SELECT
            line.customer_id AS e1,
            CASE WHEN line.customer_id != '?' AND coalesce(line.quantity, line.net_amount) > 0 THEN line."customer_id" END AS v1
        FROM sales AS line
        WHERE line.order_date BETWEEN $from6 AND $to2
          AND line.customer_id != '?'
    )
    GROUP BY e1
),
sales_trailing_by_customer AS (
    SELECT e1, sum(v1) AS a1, 0 AS depth
    FROM (
        SELECT
            line.customer_id AS e1,
            line."net_amount" AS v1
        FROM sales AS line
        WHERE line.order_date BETWEEN $from6 AND $to2
          AND line.customer_id != '?'
    )
    GROUP BY e1
),
each_customer_member AS (
    SELECT e1, depth FROM sales_now_by_customer
    UNION
    SELECT e1, depth FROM sales_earlier_by_customer
    UNION
    SELECT e1, depth FROM sales_opening_by_customer
    UNION
    SELECT e1, depth FROM sales_window_by_customer
    UNION
    SELECT e1, depth FROM sales_trailing_by_customer
),
each_customer AS (
    SELECT
        member.depth,
        count(CASE WHEN coalesce(sales_now_by_customer.a1, 0) > 0 AND coalesce(sales_earlier_by_customer.a1, 0) = 0 THEN 1 END) AS f1,
        count(CASE WHEN coalesce(sales_opening_by_customer.a1, 0) > 0 AND coalesce(sales_window_by_customer.a1, 0) = 0 THEN 1 END) AS f2,
        sum(CASE WHEN coalesce(sales_opening_by_customer.a1, 0) > 0 THEN coalesce(sales_trailing_by_customer.a1, 0) END) AS f3,
        sum(CASE WHEN coalesce(sales_opening_by_customer.a1, 0) > 0 THEN coalesce(sales_opening_by_customer.a2, 0) END) AS f4
    FROM each_customer_member AS member
    LEFT JOIN sales_now_by_customer ON sales_now_by_customer.e1 = member.e1 AND sales_now_by_customer.depth = member.depth
    LEFT JOIN sales_earlier_by_customer ON sales_earlier_by_customer.e1 = member.e1 AND sales_earlier_by_customer.depth = member.depth
    LEFT JOIN sales_opening_by_customer ON sales_opening_by_customer.e1 = member.e1 AND sales_opening_by_customer.depth = member.depth
    LEFT JOIN sales_window_by_customer ON sales_window_by_customer.e1 = member.e1 AND sales_window_by_customer.depth = member.depth
    LEFT JOIN sales_trailing_by_customer ON sales_trailing_by_customer.e1 = member.e1 AND sales_trailing_by_customer.depth = member.depth
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
