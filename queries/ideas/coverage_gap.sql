-- I10: a customer of much potential who has waited for a contact far longer than planned.
-- Whoever never had one waits since contacts are planned: `since` is empty.
-- grain: one customer; key: customer_id; scope: through idea. In it measured, usual and bound are days.
WITH enough AS (
    SELECT quantile_cont(potential, CAST($potential_percentile AS DOUBLE)) AS potential
    FROM signal.account
    WHERE potential > 0
),

planned AS (
    SELECT plan.customer_id, (max(plan.period_end) - min(plan.period_start)) / sum(plan.planned_contacts) AS every
    FROM model.call_plans AS plan
    CROSS JOIN signal.clock AS clock
    WHERE plan.period_end > clock.through - 91 AND plan.period_start <= clock.through
    GROUP BY plan.customer_id
    HAVING sum(plan.planned_contacts) > 0
),

first_planned AS (
    SELECT customer_id, min(period_start) AS day
    FROM model.call_plans
    WHERE planned_contacts > 0
    GROUP BY customer_id
),

met AS (
    SELECT customer_id, max(day) AS day
    FROM mart.contact
    GROUP BY customer_id
)

SELECT
    account.customer_id,
    (account.potential - account.sales_year) * $chance AS value,
    clock.through - coalesce(met.day, first_planned.day) AS measured,
    planned.every AS usual,
    $intervals * planned.every AS bound,
    met.day AS since
FROM signal.account AS account
INNER JOIN planned ON planned.customer_id = account.customer_id
INNER JOIN first_planned ON first_planned.customer_id = account.customer_id
LEFT JOIN met ON met.customer_id = account.customer_id
CROSS JOIN enough
CROSS JOIN signal.clock AS clock
WHERE
    account.potential >= enough.potential
    AND account.potential > account.sales_year
    AND clock.through - coalesce(met.day, first_planned.day) > $intervals * planned.every
