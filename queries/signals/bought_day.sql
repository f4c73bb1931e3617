-- What known customers bought on each day, with what an earlier publication has of it already.
-- grain: as customer_day, of which a customer may have several rows on a day; key: none; scope: through account.
-- `last_bought` is the day where something was bought on it, not only given back.
WITH day AS (
    SELECT customer_id, order_date, net_amount, last_bought FROM before.customer_day
    UNION ALL
    SELECT customer_id, order_date, net_amount, last_bought FROM mart.customer_day
)

SELECT * FROM day WHERE customer_id != '?'
