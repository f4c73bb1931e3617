-- Who works a territory on a day, and since when.
-- grain: person and role; key: rep_id, role; scope: the caller has checked that the territory may be seen.
SELECT rep.label AS name, assignment.role, assignment.from_day AS since
FROM assignment
INNER JOIN rep ON rep.rep_id = assignment.rep_id
WHERE
    assignment.territory_id = $territory
    AND assignment.from_day <= $day
    AND assignment.to_day > $day
ORDER BY assignment.role != 'owner', assignment.from_day, rep.label COLLATE el
