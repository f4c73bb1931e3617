-- The orders whose lines lie in more than one row of `customer_day`: while there is one, orders are counted from lines.
-- grain: one order; key: mark, a hash of the order; scope: none, nobody reads it.
-- Two orders of one hash would only have orders counted from lines; millions of hashes take less memory than names.
WITH placed AS (
    SELECT
        hash(order_id) AS mark,
        hash((order_date, path_credited, path_today, rep_id, channel, quota_period, customer_id)) AS place
    FROM mart.sales
    WHERE order_id IS NOT NULL
)

SELECT mark
FROM placed
GROUP BY mark
HAVING min(place) != max(place)

UNION

SELECT placed.mark
FROM before.sales AS kept
INNER JOIN placed ON placed.mark = hash(kept.order_id)
