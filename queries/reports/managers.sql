-- Whom each person reports to today.
-- grain: one person; key: rep_id; scope: keys alone; what is grouped by them has been checked.
SELECT rep_id, manager_id FROM rep WHERE manager_id IS NOT NULL ORDER BY rep_id
