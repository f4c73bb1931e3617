-- The one person whose territory it is on a day: the owner with the largest share, then the longest there.
-- grain: territory and stretch; key: territory_id, from_day; scope: through territory_tree.
WITH change AS (
    SELECT territory_id, from_day AS day FROM mart.assignment
    UNION SELECT territory_id, to_day FROM mart.assignment
),

stretch AS (
    SELECT territory_id, day AS from_day, lead(day) OVER (PARTITION BY territory_id ORDER BY day) AS to_day
    FROM change
)

SELECT stretch.territory_id, stretch.from_day, stretch.to_day, assignment.rep_id
FROM stretch
INNER JOIN mart.assignment AS assignment
    ON assignment.territory_id = stretch.territory_id
    AND assignment.from_day <= stretch.from_day
    AND assignment.to_day > stretch.from_day
WHERE stretch.to_day IS NOT NULL AND assignment.role = 'owner'
QUALIFY row_number() OVER (
    PARTITION BY stretch.territory_id, stretch.from_day
    ORDER BY coalesce(assignment.share, 1) DESC, assignment.from_day ASC, assignment.rep_id ASC
) = 1
