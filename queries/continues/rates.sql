-- The rates of exchange up to the last day of the lines are what they were. Returns what differs.
-- grain: one rate; key: rate_date, currency; scope: none.
WITH reach AS (
    SELECT max(day) AS through FROM before.sold_between
),

was AS (
    SELECT rate_date, currency, rate FROM base.fx_rates CROSS JOIN reach WHERE rate_date <= through
),

now AS (
    SELECT rate_date, currency, rate FROM model.fx_rates CROSS JOIN reach WHERE rate_date <= through
)

(FROM was EXCEPT FROM now)
UNION ALL
(FROM now EXCEPT FROM was)
