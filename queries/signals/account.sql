-- The customers that somebody works today, with what they bought lately. A year is 365 days, three months are 91.
-- grain: one customer; key: customer_id; scope: path_today.
WITH bought AS (
    SELECT
        customer_id,
        sum(net_amount) FILTER (order_date > $through - 365) AS sales_year,
        sum(net_amount) FILTER (order_date > $through - 91) AS sales_recent,
        sum(net_amount) FILTER (order_date <= $through - 365) AS sales_recent_before
    FROM signal.bought_day
    WHERE order_date > $through - 365 - 91 AND order_date <= $through
    GROUP BY customer_id
)

SELECT
    customer.customer_id,
    customer.segment,
    customer.annual_potential AS potential,
    customer.territory_today,
    customer.path_today,
    coalesce(bought.sales_year, 0) AS sales_year,
    coalesce(bought.sales_recent, 0) AS sales_recent,
    coalesce(bought.sales_recent_before, 0) AS sales_recent_before,
    buyer.last_order
FROM mart.customer AS customer
LEFT JOIN bought ON bought.customer_id = customer.customer_id
LEFT JOIN signal.buyer AS buyer ON buyer.customer_id = customer.customer_id
INNER JOIN signal.worked AS worked ON worked.territory_id = customer.territory_today
WHERE customer.customer_id != '?'
