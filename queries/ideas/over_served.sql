-- I11: a customer of little potential who is met far more often than planned: contacts to spend elsewhere.
-- grain: one customer; key: customer_id; scope: through idea. In it measured, usual and bound are contacts of a year.
-- A contact is worth what half of the territory's customers bring in a year, each contact with them counted.
WITH little AS (
    SELECT quantile_cont(potential, CAST($potential_percentile AS DOUBLE)) AS potential
    FROM signal.account
    WHERE potential > 0
),

planned AS (
    SELECT plan.customer_id, sum(plan.planned) AS planned, sum(plan.contacts) AS contacts
    FROM mart.contact_plan AS plan
    CROSS JOIN signal.clock AS clock
    WHERE plan.day > clock.through - 365 AND plan.day <= clock.through
    GROUP BY plan.customer_id
),

worth AS (
    SELECT account.territory_today, median(account.sales_year / planned.contacts) AS contact
    FROM signal.account AS account
    INNER JOIN planned ON planned.customer_id = account.customer_id
    WHERE planned.contacts > 0
    GROUP BY account.territory_today
)

SELECT
    account.customer_id,
    (planned.contacts - planned.planned) * worth.contact * $chance AS value,
    planned.contacts AS measured,
    planned.planned AS usual,
    $times * planned.planned AS bound
FROM signal.account AS account
INNER JOIN planned ON planned.customer_id = account.customer_id
INNER JOIN worth ON worth.territory_today = account.territory_today
CROSS JOIN little
WHERE account.potential < little.potential AND planned.contacts > $times * planned.planned
