-- The deals that are won or lost, on the day on which each was closed.
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
    ON place.customer_id = deal.customer_id AND place.rep_id = deal.rep_id AND place.day = deal.closed_on
WHERE deal.outcome != 'open'
ORDER BY place.day, deal.opportunity_id
