-- The sales of each day by territory, person and channel.
-- grain: day, territories, person, channel, quota period, block of customers; key: the grain;
-- scope: path_credited or path_today.
-- `customers` has a bit for each customer of the block who bought: within a block they are put together by OR
-- and counted exactly. The bit of a customer is made once, not on each of its days.
WITH place AS MATERIALIZED (
    SELECT customer_id, block, set_bit(CAST(repeat('0', width) AS BIT), bit, 1) AS mark
    FROM mart.customer_block
)

SELECT
    line.order_date,
    line.territory_credited,
    line.path_credited,
    line.territory_today,
    line.path_today,
    line.rep_id,
    line.channel,
    line.quota_period,
    coalesce(place.block, 0) AS block,
    sum(line.net_amount) AS net_amount,
    sum(line.net_amount_costed) AS net_amount_costed,
    sum(line.net_amount_listed) AS net_amount_listed,
    sum(line.cost_amount) AS cost_amount,
    sum(line.list_amount) AS list_amount,
    sum(line.discount_amount) AS discount_amount,
    sum(line.quantity) AS quantity,
    CAST(sum(line.order_count) AS BIGINT) AS order_count,
    max(line.last_bought) AS last_bought,
    bit_or(place.mark) FILTER (line.last_bought IS NOT NULL) AS customers
FROM mart.customer_day AS line
LEFT JOIN place ON place.customer_id = line.customer_id
GROUP BY ALL
