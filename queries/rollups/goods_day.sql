-- The sales of each day by territory, person, channel, brand and category.
-- grain: day, territories, person, channel, quota period, brand, category; key: the grain;
-- scope: path_credited or path_today.
SELECT
    line.order_date,
    line.territory_credited,
    line.path_credited,
    line.territory_today,
    line.path_today,
    line.rep_id,
    line.channel,
    line.quota_period,
    product.brand,
    product.category,
    sum(line.net_amount) AS net_amount,
    sum(line.net_amount) FILTER (line.cost_amount IS NOT NULL) AS net_amount_costed,
    sum(line.net_amount) FILTER (line.list_amount IS NOT NULL) AS net_amount_listed,
    sum(line.cost_amount) AS cost_amount,
    sum(line.list_amount) AS list_amount,
    sum(line.discount_amount) AS discount_amount,
    sum(line.quantity) AS quantity
FROM mart.sales AS line
INNER JOIN mart.product AS product ON product.product_id = line.product_id
GROUP BY ALL
