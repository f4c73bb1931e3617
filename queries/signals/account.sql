-- The customers that somebody works today, with what they bought lately. A year is 365 days, three months are 91.
-- grain: one customer; key: customer_id; scope: path_today.
WITH bought AS (
    SELECT
        day.customer_id,
        sum(day.net_amount) FILTER (day.order_date > clock.through - 365) AS sales_year,
        sum(day.net_amount) FILTER (day.order_date > clock.through - 91) AS sales_recent,
        sum(day.net_amount) FILTER (
            day.order_date > clock.through - 365 - 91 AND day.order_date <= clock.through - 365
        ) AS sales_recent_before,
        count(*) FILTER (day.bought) AS order_days,
        min(day.order_date) FILTER (day.bought) AS first_order,
        max(day.order_date) FILTER (day.bought) AS last_order
    FROM signal.bought_day AS day
    CROSS JOIN signal.clock AS clock
    WHERE day.order_date <= clock.through
    GROUP BY day.customer_id
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
    coalesce(bought.order_days, 0) AS order_days,
    bought.first_order,
    bought.last_order
FROM mart.customer AS customer
LEFT JOIN bought ON bought.customer_id = customer.customer_id
INNER JOIN signal.worked AS worked ON worked.territory_id = customer.territory_today
WHERE customer.customer_id != '?'
