-- The lines of known customers and products, with those that an earlier publication has already.
-- grain: one line; key: none; scope: through account.
WITH line AS (
    SELECT customer_id, product_id, order_date, net_amount, list_amount, quantity FROM before.bought_line
    UNION ALL
    SELECT customer_id, product_id, order_date, net_amount, list_amount, quantity FROM mart.sales
)

SELECT * FROM line WHERE customer_id != '?' AND product_id != '?'
