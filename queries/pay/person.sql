-- Everybody who may be paid.
-- grain: one person; key: payee; scope: everything, asked by a pay run alone.
SELECT rep_id AS payee, label AS name, hired_on, left_on, email, manager_id FROM rep WHERE rep_id != '?' ORDER BY rep_id
