-- I1: no order for longer than the customer's own rhythm explains.
-- grain: one customer; key: customer_id; scope: through idea. In it measured, usual and bound are days.
-- The rhythm is that of two years; a day of spread is the least, for no rhythm is exact to the day.
WITH order_day AS (
    SELECT day.customer_id, day.order_date AS day
    FROM signal.bought_day AS day
    CROSS JOIN signal.clock AS clock
    WHERE day.bought AND day.order_date > clock.through - 730 AND day.order_date <= clock.through
),

gap AS (
    SELECT customer_id, day, day - lag(day) OVER (PARTITION BY customer_id ORDER BY day) AS days
    FROM order_day
),

rhythm AS (
    SELECT
        customer_id,
        count(*) AS orders,
        max(day) - min(day) AS span,
        max(day) AS last_day,
        arg_max(days, day) AS previous,
        median(days) AS usual,
        median(days) + $spreads * 1.4826 * greatest(mad(days), 1) AS bound
    FROM gap
    GROUP BY customer_id
)

SELECT
    account.customer_id,
    account.sales_year / 12 * 3 * $chance AS value,
    clock.through - rhythm.last_day AS measured,
    rhythm.usual,
    rhythm.bound,
    rhythm.last_day AS since
FROM rhythm
INNER JOIN signal.account AS account ON account.customer_id = rhythm.customer_id
CROSS JOIN signal.clock AS clock
WHERE
    rhythm.orders >= $orders
    AND rhythm.span >= $days
    AND clock.through - rhythm.last_day > rhythm.previous
    AND clock.through - rhythm.last_day > rhythm.bound
    AND clock.through - rhythm.last_day <= 365
