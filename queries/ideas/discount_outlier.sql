-- I9: prices below what nine in ten customers of like volume pay, and no agreement that says so.
-- grain: one customer; key: customer_id; scope: through idea.
-- Measured and bound are shares of the sales at fair prices, counted the items.
WITH price AS (
    SELECT
        customer_id,
        product_id,
        net_year / quantity_year AS price,
        quantity_year,
        net_year,
        ntile(4) OVER (PARTITION BY product_id ORDER BY quantity_year, customer_id) AS band
    FROM signal.item
    WHERE net_year > 0 AND quantity_year > 0
),

peers AS (
    SELECT
        product_id,
        band,
        count(*) AS customers,
        quantile_cont(price, CAST($percentile AS DOUBLE)) AS low,
        quantile_cont(price, 0.25) AS fair
    FROM price
    GROUP BY product_id, band
),

agreed AS (
    SELECT DISTINCT agreement.customer_id, agreement.product_id
    FROM model.price_agreements AS agreement
    CROSS JOIN signal.clock AS clock
    WHERE
        agreement.valid_from <= clock.through
        AND coalesce(agreement.valid_to, DATE '9999-12-31') > clock.through - 365
),

compared AS (
    SELECT
        price.customer_id,
        price.product_id,
        price.net_year,
        CASE
            WHEN price.price < peers.low AND agreed.product_id IS NULL
                THEN (peers.fair - price.price) * price.quantity_year
            ELSE 0
        END AS value
    FROM price
    INNER JOIN peers
        ON peers.product_id = price.product_id AND peers.band = price.band AND peers.customers >= $peers
    LEFT JOIN agreed ON agreed.customer_id = price.customer_id AND agreed.product_id = price.product_id
)

SELECT
    account.customer_id,
    arg_max(compared.product_id, (compared.value, compared.product_id)) AS subject,
    arg_max(product.label, (compared.value, compared.product_id)) AS subject_name,
    sum(compared.value) AS value,
    sum(compared.value) / (sum(compared.net_year) + sum(compared.value)) AS measured,
    $gap AS bound,
    count(*) FILTER (compared.value > 0) AS counted
FROM compared
INNER JOIN signal.account AS account ON account.customer_id = compared.customer_id
INNER JOIN mart.product AS product ON product.product_id = compared.product_id
GROUP BY account.customer_id
HAVING
    count(*) FILTER (compared.value > 0) >= $items
    AND sum(compared.value) / (sum(compared.net_year) + sum(compared.value)) >= $gap
