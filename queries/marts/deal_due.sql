-- The deals that are open today, on the day on which each is expected to close.
-- grain: one deal; key: opportunity_id; scope: path_credited or path_today.
SELECT
    deal.*,
    place.day,
    place.territory_credited,
    place.path_credited,
    place.territory_today,
    place.path_today
FROM mart.opportunity AS deal
INNER JOIN mart.placement AS place
    ON place.customer_id = deal.customer_id AND place.rep_id = deal.rep_id AND place.day = deal.expected_close
WHERE deal.outcome = 'open'
ORDER BY place.day, deal.opportunity_id
