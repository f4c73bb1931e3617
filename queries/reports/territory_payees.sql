-- Who works a territory on a day, by the keys under which they are paid: owners and managers.
-- grain: one person; key: rep_id; scope: the caller has checked that the territory may be seen.
SELECT DISTINCT assignment.rep_id, rep.label AS name
FROM assignment
INNER JOIN rep ON rep.rep_id = assignment.rep_id
WHERE
    assignment.territory_id = $territory
    AND assignment.role IN ('owner', 'manager')
    AND assignment.from_day <= $day
    AND assignment.to_day > $day
ORDER BY rep.label COLLATE el, assignment.rep_id
