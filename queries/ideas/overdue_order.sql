-- I1: no order for longer than the customer's own rhythm explains.
-- grain: one customer; key: customer_id; scope: through idea. In it measured, usual and bound are days.
-- The rhythm is that of two years; a day of spread is the least, for no rhythm is exact to the day.
-- Only who has waited longer than the spread alone is looked at, and the middle of the gaps is taken of those alone who
-- have waited longer than last time: both leave out nobody whom the rule would find, and most of the work.
WITH silent AS (
    SELECT customer_id
    FROM signal.account
    WHERE $through - last_order > $spreads * 1.4826 AND $through - last_order <= 365
),

order_day AS (
    SELECT DISTINCT day.customer_id, day.last_bought AS day
    FROM signal.bought_day AS day
    INNER JOIN silent ON silent.customer_id = day.customer_id
    WHERE day.last_bought IS NOT NULL AND day.order_date > $through - 730 AND day.order_date <= $through
),

gap AS (
    SELECT customer_id, day, day - lag(day) OVER (PARTITION BY customer_id ORDER BY day) AS days
    FROM order_day
),

waiting AS (
    SELECT customer_id, max(day) AS last_day
    FROM gap
    GROUP BY customer_id
    HAVING
        count(*) >= $orders
        AND max(day) - min(day) >= $days
        AND $through - max(day) > arg_max(days, day)
),

rhythm AS (
    SELECT
        gap.customer_id,
        waiting.last_day,
        median(gap.days) AS usual,
        median(gap.days) + $spreads * 1.4826 * greatest(mad(gap.days), 1) AS bound
    FROM gap
    INNER JOIN waiting ON waiting.customer_id = gap.customer_id
    GROUP BY gap.customer_id, waiting.last_day
)

SELECT
    account.customer_id,
    account.sales_year / 12 * 3 * $chance AS value,
    $through - rhythm.last_day AS measured,
    rhythm.usual,
    rhythm.bound,
    rhythm.last_day AS since
FROM rhythm
INNER JOIN signal.account AS account ON account.customer_id = rhythm.customer_id
WHERE $through - rhythm.last_day > rhythm.bound
