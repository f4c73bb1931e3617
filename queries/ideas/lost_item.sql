-- I4: an item of most months that is bought no more, by a customer who still buys.
-- grain: one customer and product; key: customer_id, subject; scope: through idea.
-- Measured and bound are days, counted months of the last six.
-- Its absence is longer than twice the usual one, and than any of the year before.
WITH silent AS (
    SELECT item.customer_id, item.product_id, item.last_bought
    FROM signal.item AS item
    INNER JOIN signal.account AS account ON account.customer_id = item.customer_id
    CROSS JOIN signal.clock AS clock
    WHERE
        item.last_bought <= clock.through - $days
        AND item.last_bought > clock.through - 365
        AND account.last_order > clock.through - $days
),

day AS (
    SELECT DISTINCT line.customer_id, line.product_id, line.order_date, silent.last_bought
    FROM silent
    INNER JOIN signal.bought_line AS line
        ON line.customer_id = silent.customer_id AND line.product_id = silent.product_id
    WHERE
        line.net_amount > 0
        AND line.order_date > silent.last_bought - 365
        AND line.order_date > $through - 365 - 365
),

gap AS (
    SELECT
        *,
        order_date - lag(order_date) OVER (PARTITION BY customer_id, product_id ORDER BY order_date) AS days
    FROM day
),

rhythm AS (
    SELECT
        customer_id,
        product_id,
        last_bought,
        count(DISTINCT if(order_date > last_bought - 180, (last_bought - order_date) // 30, NULL)) AS months,
        greatest($days, 2 * median(days), max(days)) AS bound
    FROM gap
    GROUP BY customer_id, product_id, last_bought
),

sold AS (
    SELECT rhythm.customer_id, rhythm.product_id, sum(line.net_amount) AS sales
    FROM rhythm
    INNER JOIN signal.bought_line AS line
        ON line.customer_id = rhythm.customer_id
        AND line.product_id = rhythm.product_id
        AND line.order_date > rhythm.last_bought - 180
        AND line.order_date > $through - 365 - 180
    GROUP BY rhythm.customer_id, rhythm.product_id
)

SELECT
    rhythm.customer_id,
    rhythm.product_id AS subject,
    product.label AS subject_name,
    sold.sales / 6 * 12 AS value,
    clock.through - rhythm.last_bought AS measured,
    rhythm.bound,
    rhythm.last_bought AS since,
    rhythm.months AS counted
FROM rhythm
INNER JOIN sold ON sold.customer_id = rhythm.customer_id AND sold.product_id = rhythm.product_id
INNER JOIN mart.product AS product ON product.product_id = rhythm.product_id
CROSS JOIN signal.clock AS clock
WHERE rhythm.months >= $months AND clock.through - rhythm.last_bought > rhythm.bound
