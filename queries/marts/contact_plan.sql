-- Each plan of contacts with what came of it within its own days, on the last of them.
-- grain: customer and period; key: customer_id, from_day, day; scope: path_credited or path_today.
-- Kept is what was done of what was planned: too many contacts with one customer make up for none with another.
WITH made AS (
    SELECT plan.source_file, plan.source_record, count(*) AS contacts
    FROM model.call_plans AS plan
    INNER JOIN mart.activity AS activity
        ON activity.customer_id = plan.customer_id
        AND activity.day >= plan.period_start
        AND activity.day < plan.period_end
    GROUP BY plan.source_file, plan.source_record
)

SELECT
    place.customer_id,
    coalesce(owner.rep_id, '?') AS rep_id,
    plan.period_start AS from_day,
    place.day,
    plan.planned_contacts AS planned,
    coalesce(made.contacts, 0) AS contacts,
    least(coalesce(made.contacts, 0), plan.planned_contacts) AS kept,
    place.territory_credited,
    place.path_credited,
    place.territory_today,
    place.path_today,
    plan.source_file,
    plan.source_record
FROM model.call_plans AS plan
LEFT JOIN made ON made.source_file = plan.source_file AND made.source_record = plan.source_record
LEFT JOIN mart.customer AS customer ON customer.customer_id = plan.customer_id
INNER JOIN mart.placement AS place
    ON place.customer_id = coalesce(customer.customer_id, '?')
    AND place.rep_id = '?'
    AND place.day = plan.period_end - 1
LEFT JOIN mart.territory_owner AS owner
    ON owner.territory_id = place.territory_credited
    AND place.day >= owner.from_day
    AND place.day < owner.to_day
ORDER BY place.territory_today, place.day, place.customer_id
