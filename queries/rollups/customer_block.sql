-- The place of each customer who bought in a bitmap: a block of customers of one territory, and a bit in it.
-- grain: one customer; key: customer_id, and (block, bit); scope: none, a place says nothing.
-- Numbered by their first purchase, in blocks of stepped widths, so that new customers leave the old bits in place.
-- Who has a place in bitmaps that are kept from an earlier publication keeps it; `fresh` ones begin new blocks.
WITH seen AS (
    SELECT customer_id, min(order_date) AS first_day, arg_max(path_today, order_date) AS path
    FROM mart.customer_day
    WHERE last_bought IS NOT NULL
    GROUP BY customer_id
),

begun AS (
    SELECT block // 1000 AS path, max(block % 1000) + 1 AS blocks FROM before.customer_block GROUP BY ALL
),

placed AS (
    SELECT
        seen.customer_id,
        seen.path * 1000 + coalesce(begun.blocks, 0) AS first_block,
        row_number() OVER (PARTITION BY seen.path ORDER BY seen.first_day, seen.customer_id) - 1 AS place
    FROM seen
    LEFT JOIN begun ON begun.path = seen.path
    WHERE seen.customer_id NOT IN (SELECT customer_id FROM before.customer_block)
),

blocked AS (
    SELECT
        customer_id,
        CAST(first_block + place // 1024 AS INTEGER) AS block,
        CAST(place % 1024 AS INTEGER) AS bit
    FROM placed
)

SELECT
    customer_id,
    block,
    bit,
    (max(bit) OVER (PARTITION BY block) // 64 + 1) * 64 AS width,
    (SELECT count(*) > 0 FROM before.sold_between) AS fresh
FROM blocked

UNION ALL

SELECT
    customer_id,
    block,
    bit,
    width,
    FALSE AS fresh
FROM before.customer_block
