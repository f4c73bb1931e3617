-- I3: three months far below the same of the year before, and below what the customer's own two years make likely.
-- grain: one customer; key: customer_id; scope: through idea.
-- Measured and bound are changes (fractions), usual is money.
-- What could not be delivered explains a fall: its sales of the year before are taken out of what is missed.
WITH month AS (
    SELECT day.customer_id, ($through - day.order_date) // 30 AS slot, sum(day.net_amount) AS sales
    FROM signal.bought_day AS day
    INNER JOIN signal.account AS account
        ON account.customer_id = day.customer_id
        AND account.sales_recent <= (1 - $fall) * account.sales_recent_before
    WHERE day.order_date > $through - 810 AND day.order_date <= $through - 90
    GROUP BY day.customer_id, slot
),

total AS (
    SELECT customer_id, CAST(sum(sales) AS DOUBLE) AS sales, sum(CAST(sales AS DOUBLE) ^ 2) AS squares
    FROM month
    GROUP BY customer_id
),

-- A month without a sale is a month too: 24 of 30 days, before the last three.
own AS (
    SELECT customer_id, sales / 24 AS usual, sqrt(greatest(squares - sales ^ 2 / 24, 0) / 23) AS spread
    FROM total
),

unavailable AS (
    SELECT DISTINCT availability.product_id
    FROM model.availability AS availability
    CROSS JOIN signal.clock AS clock
    WHERE
        availability.valid_from <= clock.through
        AND coalesce(availability.valid_to, DATE '9999-12-31') > clock.through - 91
),

missed AS (
    SELECT line.customer_id, sum(line.net_amount) AS sales
    FROM signal.bought_line AS line
    INNER JOIN unavailable ON unavailable.product_id = line.product_id
    WHERE line.order_date > $through - 365 - 91 AND line.order_date <= $through - 365
    GROUP BY line.customer_id
),

compared AS (
    SELECT
        account.customer_id,
        account.sales_recent,
        account.sales_recent_before - coalesce(missed.sales, 0) AS before
    FROM signal.account AS account
    LEFT JOIN missed ON missed.customer_id = account.customer_id
)

SELECT
    compared.customer_id,
    (compared.before - compared.sales_recent) * 4 AS value,
    compared.sales_recent / compared.before - 1 AS measured,
    compared.before AS usual,
    -$fall AS bound
FROM compared
INNER JOIN own ON own.customer_id = compared.customer_id
WHERE
    compared.before > 0
    AND compared.sales_recent > 0
    AND compared.sales_recent <= (1 - $fall) * compared.before
    AND own.spread > 0
    AND (compared.sales_recent - 3 * own.usual) / (own.spread * sqrt(3)) <= -$deviations
