-- Grain: one sellable item. Key: product_id. Scope: the source table `products`, at today's price.
SELECT
    c.product_id,
    c.name,
    c.brand,
    c.category,
    p.list_price,
    c.launched_on
FROM catalogue AS c
JOIN prices AS p ON c.product_no = p.product_no AND p.month = date_trunc('month', getvariable('until')::DATE)
ORDER BY c.product_id
