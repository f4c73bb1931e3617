-- The deals as long as each is open: from the day of its creation, up to and without the day on which it was closed.
-- grain: one deal; key: opportunity_id; scope: path_credited (where it was created) or path_today.
SELECT
    deal.*,
    deal.created_on AS from_day,
    coalesce(deal.closed_on, DATE '9999-12-31') AS to_day,
    place.territory_credited,
    place.path_credited,
    place.territory_today,
    place.path_today
FROM mart.opportunity AS deal
INNER JOIN mart.placement AS place
    ON place.customer_id = deal.customer_id AND place.rep_id = deal.rep_id AND place.day = deal.created_on
WHERE coalesce(deal.closed_on, DATE '9999-12-31') > deal.created_on
ORDER BY deal.created_on, deal.opportunity_id
