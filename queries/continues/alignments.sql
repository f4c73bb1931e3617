-- Whose customers were is what it was on the days of the lines. Returns what differs.
-- grain: one stretch of a customer; key: customer_id, from_day; scope: none.
WITH reach AS (
    SELECT max(day) + 1 AS after FROM before.sold_between
),

named AS (
    SELECT customer_id FROM base.customer
    UNION ALL SELECT key FROM base.unplaced WHERE dimension = 'customer'
),

was AS (
    SELECT customer_id, territory_id, from_day, least(to_day, after) AS to_day
    FROM base.alignment CROSS JOIN reach
    WHERE from_day < after AND customer_id IN (FROM named)
),

now AS (
    SELECT customer_id, territory_id, from_day, least(to_day, after) AS to_day
    FROM mart.alignment CROSS JOIN reach
    WHERE from_day < after AND customer_id IN (FROM named)
)

(FROM was EXCEPT FROM now)
UNION ALL
(FROM now EXCEPT FROM was)
