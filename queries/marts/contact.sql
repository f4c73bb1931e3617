-- The contacts where they stand; in_field says whether the person has days in the field at all.
-- grain: one contact; key: activity_id; scope: path_credited or path_today.
WITH in_field AS (
    SELECT DISTINCT rep_id FROM mart.field_time
)

SELECT
    activity.*,
    1 AS contacts,
    in_field.rep_id IS NOT NULL AS in_field,
    place.territory_credited,
    place.path_credited,
    place.territory_today,
    place.path_today
FROM mart.activity AS activity
INNER JOIN mart.placement AS place
    ON place.customer_id = activity.customer_id AND place.rep_id = activity.rep_id AND place.day = activity.day
LEFT JOIN in_field ON in_field.rep_id = activity.rep_id
ORDER BY date_trunc('month', activity.day), place.territory_today, activity.day, activity.activity_id
