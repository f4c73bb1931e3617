-- The place of each customer who bought in a bitmap: a block of customers of one territory, and a bit in it.
-- grain: one customer; key: customer_id, and (block, bit); scope: none, a place says nothing.
-- Numbered by their first purchase, in blocks of stepped widths, so that new customers leave the old bits in place.
WITH seen AS (
    SELECT customer_id, min(order_date) AS first_day, arg_max(path_today, order_date) AS path
    FROM mart.customer_day
    WHERE last_bought IS NOT NULL
    GROUP BY customer_id
),

placed AS (
    SELECT
        customer_id,
        path,
        row_number() OVER (PARTITION BY path ORDER BY first_day, customer_id) - 1 AS place
    FROM seen
),

blocked AS (
    SELECT customer_id, CAST(path * 1000 + place // 1024 AS INTEGER) AS block, CAST(place % 1024 AS INTEGER) AS bit
    FROM placed
)

SELECT
    customer_id,
    block,
    bit,
    (max(bit) OVER (PARTITION BY block) // 64 + 1) * 64 AS width
FROM blocked
