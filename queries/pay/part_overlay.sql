-- Whose each line is as overlay, and which part of it.
-- grain: line, person; key: line_id, rep_id; scope: everything, asked by a pay run alone.
-- Reads `credited`, as credit.sql has it.
SELECT line_id, payee AS rep_id, share
FROM credited
WHERE credit = 'overlay'
