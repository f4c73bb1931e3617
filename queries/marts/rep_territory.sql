-- The one territory of a person on a day: of those owned the one with the largest share, then the longest held.
-- grain: person and stretch; key: rep_id, from_day; scope: none.
WITH change AS (
    SELECT rep_id, from_day AS day FROM mart.assignment
    UNION SELECT rep_id, to_day FROM mart.assignment
),

stretch AS (
    SELECT rep_id, day AS from_day, lead(day) OVER (PARTITION BY rep_id ORDER BY day) AS to_day
    FROM change
)

SELECT stretch.rep_id, stretch.from_day, stretch.to_day, assignment.territory_id
FROM stretch
INNER JOIN mart.assignment AS assignment
    ON assignment.rep_id = stretch.rep_id
    AND assignment.from_day <= stretch.from_day
    AND assignment.to_day > stretch.from_day
WHERE stretch.to_day IS NOT NULL AND assignment.role = 'owner'
QUALIFY row_number() OVER (
    PARTITION BY stretch.rep_id, stretch.from_day
    ORDER BY coalesce(assignment.share, 1) DESC, assignment.from_day ASC, assignment.territory_id ASC
) = 1
