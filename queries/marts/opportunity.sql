-- The deals, with what is not said worked out.
-- grain: one deal; key: opportunity_id; scope: none, through the marts of its days.
-- A deal that is won or lost without a day was closed on the day of its last change, else on that of its creation;
-- it has no cycle then. What is weighed is known of deals that are open today only. The first change that was noted
-- after the creation is the response.
WITH changed AS (
    SELECT
        event.opportunity_id,
        CAST(max(event.changed_at) AS DATE) AS last_day,
        CAST(min(event.changed_at) FILTER (WHERE event.changed_at >= deal.created_on) AS DATE) AS first_day
    FROM model.opportunity_events AS event
    INNER JOIN model.opportunities AS deal ON deal.opportunity_id = event.opportunity_id
    GROUP BY event.opportunity_id
),

told AS (
    SELECT
        deal.*,
        coalesce(deal.outcome, CASE WHEN deal.closed_on IS NULL THEN 'open' ELSE '?' END) AS state
    FROM model.opportunities AS deal
)

SELECT
    told.opportunity_id,
    coalesce(customer.customer_id, '?') AS customer_id,
    coalesce(rep.rep_id, '?') AS rep_id,
    coalesce(told.source, '?') AS source,
    told.stage,
    told.state AS outcome,
    coalesce(told.lost_reason, '?') AS lost_reason,
    told.created_on,
    CASE WHEN told.state != 'open' THEN coalesce(told.closed_on, changed.last_day, told.created_on) END AS closed_on,
    CASE WHEN told.state = 'open' THEN coalesce(told.expected_close, told.closed_on) ELSE told.expected_close END
        AS expected_close,
    1 AS deals,
    CAST(told.amount IS NOT NULL AS INTEGER) AS valued,
    told.amount,
    told.probability,
    CASE WHEN told.state = 'open' THEN coalesce(told.amount * told.probability, 0) END AS weighted,
    CASE WHEN told.state != 'open' AND told.closed_on >= told.created_on THEN told.closed_on - told.created_on END
        AS cycle_days,
    coalesce(
        told.state = 'won'
        AND coalesce(told.closed_on, changed.last_day, told.created_on) - told.created_on <= company.lead_days,
        FALSE
    ) AS won_in_time,
    changed.first_day - told.created_on AS response_days,
    told.source_file,
    told.source_record
FROM told
CROSS JOIN model.company AS company
LEFT JOIN changed ON changed.opportunity_id = told.opportunity_id
LEFT JOIN mart.customer AS customer ON customer.customer_id = told.customer_id
LEFT JOIN mart.rep AS rep ON rep.rep_id = told.rep_id
