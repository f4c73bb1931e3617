-- I2: bought in the year before last, and nothing since.
-- grain: one customer; key: customer_id; scope: through idea. In it measured and bound are days, usual is money.
WITH last_year AS (
    SELECT account.customer_id, sum(day.net_amount) AS sales
    FROM signal.account AS account
    INNER JOIN signal.bought_day AS day
        ON day.customer_id = account.customer_id
        AND day.order_date > account.last_order - 365
        AND day.order_date <= account.last_order
        AND day.order_date > $through - 2 * $days - 365
    CROSS JOIN signal.clock AS clock
    WHERE account.last_order <= clock.through - $days AND account.last_order > clock.through - 2 * $days
    GROUP BY account.customer_id
)

SELECT
    account.customer_id,
    last_year.sales * $chance AS value,
    clock.through - account.last_order AS measured,
    last_year.sales AS usual,
    $days AS bound,
    account.last_order AS since
FROM last_year
INNER JOIN signal.account AS account ON account.customer_id = last_year.customer_id
CROSS JOIN signal.clock AS clock
