-- What everybody works at: role, territory and all above it, by stretch of time.
-- grain: person, territory, role, stretch; key: payee, territory_id, role, first_day; scope: a pay run alone.
SELECT
    assignment.rep_id AS payee,
    assignment.role,
    assignment.territory_id,
    coalesce(path.ancestors, []) AS above,
    greatest(assignment.from_day, coalesce(path.from_day, assignment.from_day)) AS first_day,
    least(assignment.to_day, coalesce(path.to_day, assignment.to_day)) AS end_day
FROM assignment
LEFT JOIN territory_path AS path
    ON path.territory_id = assignment.territory_id
    AND path.from_day < assignment.to_day
    AND path.to_day > assignment.from_day
ORDER BY 1, 3, 2, 5
