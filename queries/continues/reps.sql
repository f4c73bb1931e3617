-- The people whom lines may name are there. Returns those who are gone.
-- grain: one person; key: rep_id; scope: none.
SELECT rep_id FROM base.rep
EXCEPT
SELECT rep_id FROM mart.rep
