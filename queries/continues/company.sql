-- The company credits lines as it did, and has the tables that it had. Returns what differs.
-- grain: one difference; key: what; scope: none.
WITH was AS (
    SELECT credit_by, has_alignments, quota_layer, 'assignments' IN (FROM base.provided) AS has_assignments
    FROM base.company
),

now AS (
    SELECT credit_by, has_alignments, quota_layer, 'assignments' IN (FROM model.provided) AS has_assignments
    FROM model.company
)

SELECT 'company' AS what FROM (FROM was EXCEPT FROM now) AS gone
