-- The people who sell or lead.
-- grain: one person; key: rep_id ('?' is nobody); scope: through their territories.
SELECT
    rep.rep_id,
    CASE
        WHEN rep.name IS NULL THEN rep.rep_id
        WHEN count(*) OVER (PARTITION BY rep.name) > 1 THEN rep.name || ' (' || rep.rep_id || ')'
        ELSE rep.name
    END AS label,
    lower(trim(rep.email)) AS email,
    rep.manager_id,
    coalesce(above.rep_id, '?') AS manager,
    rep.hired_on,
    rep.left_on
FROM model.reps AS rep
LEFT JOIN model.reps AS above ON above.rep_id = rep.manager_id

UNION ALL

SELECT '?', '?', NULL, NULL, '?', NULL, NULL
