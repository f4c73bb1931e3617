-- The lowest prices are what they were on the days of the lines. Returns what differs.
-- grain: one stretch of an article; key: product_id, customer_id, from_day; scope: none.
WITH reach AS (
    SELECT max(day) + 1 AS after FROM before.sold_between
),

named AS (
    SELECT product_id AS key FROM base.product
    UNION ALL SELECT customer_id FROM base.customer
    UNION ALL SELECT key FROM base.unplaced
),

was AS (
    SELECT product_id, customer_id, price, from_day, least(to_day, after) AS to_day
    FROM base.price_floor CROSS JOIN reach
    WHERE
        from_day < after
        AND product_id IN (FROM named)
        AND (customer_id IS NULL OR customer_id IN (FROM named))
),

now AS (
    SELECT product_id, customer_id, price, from_day, least(to_day, after) AS to_day
    FROM mart.price_floor CROSS JOIN reach
    WHERE
        from_day < after
        AND product_id IN (FROM named)
        AND (customer_id IS NULL OR customer_id IN (FROM named))
)

(FROM was EXCEPT FROM now)
UNION ALL
(FROM now EXCEPT FROM was)
