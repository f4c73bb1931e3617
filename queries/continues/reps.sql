-- The people whom lines may name are there, and no others. Returns those who are gone, and those who have appeared
-- though territories or overrides named them before.
-- grain: one person; key: rep_id; scope: none.
WITH named AS (
    SELECT owner.rep_id
    FROM base.territory_owner AS owner
    WHERE owner.from_day <= (SELECT max(day) FROM before.sold_between)
    UNION
    SELECT credit.rep_id FROM base.credits AS credit
)

(SELECT rep_id FROM base.rep EXCEPT SELECT rep_id FROM mart.rep)
UNION ALL
(
    SELECT come.rep_id
    FROM (SELECT rep_id FROM mart.rep EXCEPT SELECT rep_id FROM base.rep) AS come
    WHERE come.rep_id IN (SELECT named.rep_id FROM named)
)
