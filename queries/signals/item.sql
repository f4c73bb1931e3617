-- What each customer bought of each product in the last two years of 365 days; returns have no price and are left out.
-- grain: customer and product; key: customer_id, product_id; scope: through account.
SELECT
    line.customer_id,
    line.product_id,
    max(line.order_date) AS last_bought,
    sum(line.net_amount) FILTER (line.order_date > $through - 365) AS net_year,
    sum(line.quantity) FILTER (line.order_date > $through - 365) AS quantity_year,
    sum(line.list_amount) FILTER (line.order_date > $through - 365) AS list_year,
    sum(line.net_amount) FILTER (line.order_date <= $through - 365) AS net_before,
    sum(line.quantity) FILTER (line.order_date <= $through - 365) AS quantity_before,
    sum(line.list_amount) FILTER (line.order_date <= $through - 365) AS list_before
FROM signal.bought_line AS line
WHERE
    line.order_date > $through - 730
    AND line.order_date <= $through
    AND line.net_amount > 0
    AND coalesce(line.quantity, 1) > 0
GROUP BY line.customer_id, line.product_id
