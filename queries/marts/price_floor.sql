-- The lowest allowed prices, of a customer or (with none) of all.
-- grain: product, customer and stretch; key: product_id, customer_id, from_day; scope: none.
SELECT
    product_id,
    customer_id,
    coalesce(valid_from, DATE '0001-01-01') AS from_day,
    coalesce(valid_to, DATE '9999-12-31') AS to_day,
    CAST(price AS DECIMAL(18, 4)) AS price
FROM model.price_floors
