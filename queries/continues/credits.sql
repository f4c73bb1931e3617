-- What overrides say of the lines that are there is what it was. Returns what differs.
-- grain: one override; key: line_id, rep_id; scope: none.
WITH was AS (
    SELECT line_id, rep_id, share FROM base.credits
),

now AS (
    SELECT line_id, rep_id, share FROM model.credits
)

(FROM was EXCEPT FROM now)
UNION ALL
(SELECT * FROM (FROM now EXCEPT FROM was) AS come WHERE line_id NOT IN (SELECT line_id FROM model.sales))
