-- Each day on which a deal was expected to close, as long as that was said.
-- grain: deal and expected day; key: opportunity_id, set_on; scope: path_credited (where it was created) or path_today.
-- `dues` are all that was said of the deal, so that one can look up what was said on a later day.
WITH told AS (
    SELECT
        opportunity_id,
        CAST(changed_at AS DATE) AS set_on,
        try_cast(before AS DATE) AS due_before,
        try_cast(after AS DATE) AS due_on,
        row_number() OVER (PARTITION BY opportunity_id ORDER BY changed_at) AS nth
    FROM model.opportunity_events
    WHERE field = 'expected_close'
),

promise AS (
    SELECT
        deal.opportunity_id,
        deal.created_on AS set_on,
        CASE WHEN told.opportunity_id IS NULL THEN deal.expected_close ELSE told.due_before END AS due_on,
        0 AS nth
    FROM mart.opportunity AS deal
    LEFT JOIN told ON told.opportunity_id = deal.opportunity_id AND told.nth = 1

    UNION ALL

    SELECT opportunity_id, set_on, due_on, nth FROM told
),

held AS (
    SELECT
        *,
        lead(set_on, 1, DATE '9999-12-31') OVER (PARTITION BY opportunity_id ORDER BY nth) AS replaced_on,
        list({ 'set_on': set_on, 'due_on': due_on }) OVER (
            PARTITION BY opportunity_id ORDER BY nth ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS dues
    FROM promise
)

SELECT
    deal.* EXCLUDE (expected_close),
    held.due_on AS expected_close,
    held.due_on,
    held.set_on,
    least(held.replaced_on, coalesce(deal.closed_on, DATE '9999-12-31')) AS ended_on,
    held.dues,
    place.territory_credited,
    place.path_credited,
    place.territory_today,
    place.path_today
FROM held
INNER JOIN mart.opportunity AS deal ON deal.opportunity_id = held.opportunity_id
INNER JOIN mart.placement AS place
    ON place.customer_id = deal.customer_id AND place.rep_id = deal.rep_id AND place.day = deal.created_on
WHERE held.due_on IS NOT NULL
ORDER BY held.due_on, deal.opportunity_id, held.nth
