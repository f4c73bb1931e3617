-- The one way to roll up and to limit what a person sees: each path with all its ancestors.
-- grain: path and ancestor; key: path_id, ancestor_id; scope: this is the scope.
WITH step AS (
    SELECT
        path_id,
        unnest(ancestors) AS ancestor_id,
        unnest(levels) AS level,
        generate_subscripts(ancestors, 1) AS position
    FROM mart.territory_path
)

SELECT
    path_id,
    ancestor_id,
    CAST(position - 1 AS INTEGER) AS depth,
    CASE
        WHEN ancestor_id = '?' THEN ''
        WHEN level = '' THEN 'level_' || position
        ELSE trim(regexp_replace(lower(level), '[^\p{L}\p{N}]+', '_', 'g'), '_')
    END AS level
FROM step
