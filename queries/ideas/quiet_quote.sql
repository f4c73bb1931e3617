-- I12: an open deal older than three in four of those that were won, and nobody has touched it.
-- grain: one deal; key: subject; scope: through idea.
-- Measured is days of silence, usual the age and bound its limit in days, amount the deal.
-- The chance is that of the closed deals that took as long or longer.
WITH won AS (
    SELECT quantile_cont(cycle_days, CAST($percentile AS DOUBLE)) AS bound, count(*) AS deals
    FROM mart.deal_closed
    WHERE outcome = 'won' AND cycle_days IS NOT NULL
),

touched AS (
    SELECT opportunity_id, max(CAST(changed_at AS DATE)) AS day
    FROM model.opportunity_events
    GROUP BY opportunity_id
),

met AS (
    SELECT customer_id, max(day) AS day
    FROM mart.contact
    GROUP BY customer_id
),

open_deal AS (
    SELECT
        deal.customer_id,
        deal.opportunity_id,
        deal.amount,
        clock.through - deal.created_on AS age,
        greatest(deal.created_on, coalesce(touched.day, deal.created_on), coalesce(met.day, deal.created_on)) AS since
    FROM mart.opportunity AS deal
    LEFT JOIN touched ON touched.opportunity_id = deal.opportunity_id
    LEFT JOIN met ON met.customer_id = deal.customer_id
    CROSS JOIN signal.clock AS clock
    WHERE deal.outcome = 'open' AND deal.amount > 0 AND deal.created_on <= clock.through
)

SELECT
    deal.customer_id,
    deal.opportunity_id AS subject,
    deal.amount * (
        SELECT count(*) FILTER (closed.outcome = 'won') / nullif(count(*), 0)
        FROM mart.deal_closed AS closed
        WHERE closed.cycle_days >= deal.age
    ) AS value,
    clock.through - deal.since AS measured,
    deal.age AS usual,
    won.bound,
    deal.since,
    deal.amount
FROM open_deal AS deal
INNER JOIN signal.account AS account ON account.customer_id = deal.customer_id
CROSS JOIN won
CROSS JOIN signal.clock AS clock
WHERE won.deals >= $deals AND deal.age > won.bound AND clock.through - deal.since > $days
