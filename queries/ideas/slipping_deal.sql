-- I13: an open deal whose day was put off again and again, or has passed.
-- grain: one deal; key: subject; scope: through idea.
-- Measured and bound are how often its day moved, usual the days past it, amount the deal.
WITH moved AS (
    SELECT event.opportunity_id, count(*) AS times
    FROM model.opportunity_events AS event
    WHERE event.field = 'expected_close' AND TRY_CAST(event.after AS DATE) > TRY_CAST(event.before AS DATE)
    GROUP BY event.opportunity_id
),

closed AS (
    SELECT count(*) FILTER (outcome = 'won') / nullif(count(*), 0) AS chance
    FROM mart.deal_closed
)

SELECT
    deal.customer_id,
    deal.opportunity_id AS subject,
    deal.amount * coalesce(deal.probability, closed.chance, 0) AS value,
    coalesce(moved.times, 0) AS measured,
    greatest(clock.through - deal.expected_close, 0) AS usual,
    $times AS bound,
    deal.expected_close AS since,
    deal.amount
FROM mart.opportunity AS deal
INNER JOIN signal.account AS account ON account.customer_id = deal.customer_id
LEFT JOIN moved ON moved.opportunity_id = deal.opportunity_id
CROSS JOIN closed
CROSS JOIN signal.clock AS clock
WHERE
    deal.outcome = 'open'
    AND deal.amount > 0
    AND (coalesce(moved.times, 0) >= $times OR deal.expected_close < clock.through - $days)
