-- When each known customer first bought, and last up to the clock.
-- grain: one customer who bought; key: customer_id; scope: through account.
SELECT
    customer_id,
    min(last_bought) AS first_order,
    max(last_bought) FILTER (last_bought <= $through) AS last_order
FROM signal.bought_day
WHERE last_bought IS NOT NULL
GROUP BY customer_id
