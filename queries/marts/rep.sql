-- The people who sell or lead.
-- grain: one person; key: rep_id ('?' is nobody); scope: through their territories.
SELECT
    rep_id,
    CASE
        WHEN name IS NULL THEN rep_id
        WHEN count(*) OVER (PARTITION BY name) > 1 THEN name || ' (' || rep_id || ')'
        ELSE name
    END AS label,
    lower(trim(email)) AS email,
    manager_id,
    hired_on,
    left_on
FROM model.reps

UNION ALL

SELECT '?', '?', NULL, NULL, NULL, NULL
