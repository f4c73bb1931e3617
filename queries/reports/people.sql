-- The names of all people who sell or lead.
-- grain: one person; key: rep_id; scope: names alone; what is shown beside them has been checked.
SELECT rep_id, label FROM rep WHERE rep_id != '?' ORDER BY rep_id
