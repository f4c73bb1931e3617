-- The sales of each fiscal month, which its first day stands for, by territory, person and channel.
-- grain: month, territories, person, channel, quota period, block of customers; key: the grain;
-- scope: path_credited or path_today.
WITH months AS (
    SELECT day, min(day) OVER (PARTITION BY fiscal_month) AS month FROM mart.calendar
)

SELECT
    months.month,
    line.* EXCLUDE (
        order_date, net_amount, net_amount_costed, net_amount_listed, cost_amount, list_amount, discount_amount,
        quantity, order_count, last_bought, customers
    ),
    sum(line.net_amount) AS net_amount,
    sum(line.net_amount_costed) AS net_amount_costed,
    sum(line.net_amount_listed) AS net_amount_listed,
    sum(line.cost_amount) AS cost_amount,
    sum(line.list_amount) AS list_amount,
    sum(line.discount_amount) AS discount_amount,
    sum(line.quantity) AS quantity,
    CAST(sum(line.order_count) AS BIGINT) AS order_count,
    max(line.last_bought) AS last_bought,
    bit_or(line.customers) AS customers
FROM mart.rollup_day AS line
INNER JOIN months ON months.day = line.order_date
GROUP BY ALL
