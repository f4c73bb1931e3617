-- The sales of each customer on each day: the finest rollup, of which the others are made.
-- grain: day, territories, person, channel, quota period, customer; key: the grain; scope: path_credited or path_today.
-- Orders are counted here once: a sum of these counts is exact as long as no order lies in two rows (`split_order`).
SELECT
    order_date,
    territory_credited,
    path_credited,
    territory_today,
    path_today,
    rep_id,
    channel,
    quota_period,
    customer_id,
    sum(net_amount) AS net_amount,
    sum(net_amount) FILTER (cost_amount IS NOT NULL) AS net_amount_costed,
    sum(net_amount) FILTER (list_amount IS NOT NULL) AS net_amount_listed,
    sum(cost_amount) AS cost_amount,
    sum(list_amount) AS list_amount,
    sum(discount_amount) AS discount_amount,
    sum(quantity) AS quantity,
    count(DISTINCT order_id) AS order_count,
    max(order_date) FILTER (customer_id != '?' AND coalesce(quantity, net_amount) > 0) AS last_bought
FROM mart.sales
GROUP BY ALL
