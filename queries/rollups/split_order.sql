-- The orders whose lines lie in more than one row of `customer_day`: while there is one, orders are counted from lines.
-- grain: one order; key: order_id; scope: none, nobody reads it.
WITH placed AS (
    SELECT
        order_id,
        hash((order_date, path_credited, path_today, rep_id, channel, quota_period, customer_id)) AS place
    FROM mart.sales
    WHERE order_id IS NOT NULL
)

SELECT order_id
FROM placed
GROUP BY order_id
HAVING min(place) != max(place)

UNION

SELECT placed.order_id
FROM before.sales AS kept
INNER JOIN placed ON placed.order_id = kept.order_id
