-- What each known customer bought on each day, with what an earlier publication has of it already.
-- grain: customer and day; key: customer_id, order_date; scope: through account.
-- `bought` says that something was bought on the day, not only given back.
WITH day AS (
    SELECT customer_id, order_date, net_amount, last_bought FROM before.customer_day
    UNION ALL
    SELECT customer_id, order_date, net_amount, last_bought FROM mart.customer_day
)

SELECT
    customer_id,
    order_date,
    CAST(sum(net_amount) AS DECIMAL(38, 4)) AS net_amount,
    count(last_bought) > 0 AS bought
FROM day
WHERE customer_id != '?'
GROUP BY customer_id, order_date
