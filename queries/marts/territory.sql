-- The territories as one names and finds them today.
-- grain: one territory; key: territory_id; scope: through territory_tree.
WITH latest AS (
    SELECT territory_id, arg_max(name, from_day) AS name, arg_max(parent_id, from_day) AS last_parent
    FROM mart.territory_slice
    WHERE from_day <= (SELECT today FROM model.company)
    GROUP BY territory_id
),

placed AS (
    SELECT
        latest.*,
        path.path_id AS path_today,
        len(path.ancestors) - 1 AS depth,
        tree.level,
        coalesce(slice.valid, FALSE) AS open_today
    FROM latest
    INNER JOIN mart.territory_path AS path
        ON path.territory_id = latest.territory_id
        AND (SELECT today FROM model.company) >= path.from_day
        AND (SELECT today FROM model.company) < path.to_day
    INNER JOIN mart.territory_tree AS tree
        ON tree.path_id = path.path_id AND tree.ancestor_id = path.territory_id
    LEFT JOIN mart.territory_slice AS slice
        ON slice.territory_id = latest.territory_id
        AND (SELECT today FROM model.company) >= slice.from_day
        AND (SELECT today FROM model.company) < slice.to_day
)

SELECT
    territory_id,
    CASE
        WHEN count(*) OVER (PARTITION BY level, name) > 1 THEN name || ' (' || territory_id || ')'
        ELSE name
    END AS label,
    last_parent AS parent_id,
    level,
    CAST(depth AS INTEGER) AS depth,
    path_today,
    open_today
FROM placed

UNION ALL

SELECT '?', '?', NULL, '', 0, 0, FALSE
