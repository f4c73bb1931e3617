-- Everybody who reports to a person, directly or not.
-- grain: one person; key: rep_id; scope: a person asks for one's own people.
WITH RECURSIVE report AS (
    SELECT rep_id FROM rep WHERE manager_id IN (SELECT rep_id FROM rep WHERE email = $email)
    UNION
    SELECT rep.rep_id FROM rep INNER JOIN report ON rep.manager_id = report.rep_id
)

SELECT rep_id FROM report ORDER BY rep_id
