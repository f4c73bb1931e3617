-- The territories whose paths some numbers are.
-- grain: one path; key: path_id; scope: the caller asks for paths within somebody's scope alone.
SELECT
    territory_path.path_id,
    coalesce(territory.label, territory_path.territory_id) AS label
FROM territory_path
LEFT JOIN territory ON territory.territory_id = territory_path.territory_id
WHERE territory_path.path_id IN (SELECT unnest($paths::INTEGER[]))
ORDER BY territory_path.path_id
