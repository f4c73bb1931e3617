-- I8: items that a customer pays less for than a year ago, though neither their list price nor what others pay fell.
-- grain: one customer; key: customer_id; scope: through idea.
-- Measured is the fall of the price (a fraction), bound the price index, counted the items. Indexes are rounded: the
-- same price divided out of other quantities may differ in its last digit.
WITH price AS (
    SELECT
        customer_id,
        product_id,
        net_year / quantity_year AS now,
        net_before / quantity_before AS before,
        round((net_year / quantity_year) / (net_before / quantity_before), 6) AS price_index,
        round((list_year / quantity_year) / (list_before / quantity_before), 6) AS list_index,
        quantity_year,
        net_year
    FROM signal.item
    WHERE net_year > 0 AND quantity_year > 0 AND net_before > 0 AND quantity_before > 0
),

peers AS (
    SELECT product_id, median(price_index) AS price_index, count(*) AS customers
    FROM price
    GROUP BY product_id
),

eroded AS (
    SELECT
        price.customer_id,
        price.product_id,
        (price.before - price.now) * price.quantity_year AS value,
        price.before * price.quantity_year AS at_before
    FROM price
    INNER JOIN peers ON peers.product_id = price.product_id
    WHERE
        price.price_index <= $price_index
        AND (price.list_index >= 1 OR (peers.price_index >= 1 AND peers.customers >= $peers))
)

SELECT
    account.customer_id,
    arg_max(eroded.product_id, (eroded.value, eroded.product_id)) AS subject,
    arg_max(product.label, (eroded.value, eroded.product_id)) AS subject_name,
    sum(eroded.value) AS value,
    sum(eroded.value) / sum(eroded.at_before) AS measured,
    $price_index AS bound,
    count(*) AS counted
FROM eroded
INNER JOIN signal.account AS account ON account.customer_id = eroded.customer_id
INNER JOIN mart.product AS product ON product.product_id = eroded.product_id
GROUP BY account.customer_id
