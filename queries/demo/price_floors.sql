-- Grain: the lowest allowed price of one product for a stretch of time. Key: product_id, valid_from.
-- Scope: the source table `price_floors`: 74 % of the list price, as long as that price held.
WITH changes AS (
    SELECT
        product_no,
        month,
        list_price,
        list_price IS DISTINCT FROM lag(list_price) OVER (PARTITION BY product_no ORDER BY month) AS changed
    FROM prices
    WHERE month <= getvariable('until')::DATE
)

SELECT
    NULL::VARCHAR AS customer_id,
    c.product_id,
    p.month AS valid_from,
    lead(p.month) OVER (PARTITION BY p.product_no ORDER BY p.month) AS valid_to,
    round(p.list_price * 0.74, 2)::DECIMAL(18, 4) AS price
FROM changes AS p
JOIN catalogue AS c USING (product_no)
WHERE p.changed
ORDER BY c.product_id, valid_from
