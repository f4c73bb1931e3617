-- The names of customers and products that lines mention.
-- grain: one customer or product; key: kind, id; scope: the caller has the lines already.
SELECT 'customer' AS kind, customer_id AS id, label
FROM customer
WHERE customer_id IN (SELECT unnest($customers::TEXT[]))
UNION ALL
SELECT 'product', product_id, label
FROM product
WHERE product_id IN (SELECT unnest($products::TEXT[]))
