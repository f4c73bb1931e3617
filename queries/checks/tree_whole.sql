-- Every path starts at itself and reaches a root. Returns the paths that do not.
-- grain: one path; key: path_id; scope: none.
SELECT path.path_id
FROM mart.territory_path AS path
LEFT JOIN mart.territory_tree AS self
    ON self.path_id = path.path_id AND self.ancestor_id = path.territory_id
LEFT JOIN mart.territory_tree AS root
    ON root.path_id = path.path_id AND root.depth = 0
WHERE self.path_id IS NULL OR root.path_id IS NULL
