-- Whoever works over the territory of a line, or over one above it, is credited beside its owner.
-- grain: line, person; key: line_id, payee; scope: everything, asked by a pay run alone.
-- Reads `line`, as line.sql has it.
SELECT line.line_id, overlay.rep_id AS payee, coalesce(overlay.share, 1) AS share
FROM line
INNER JOIN territory_tree AS tree ON tree.path_id = line.path_credited
INNER JOIN assignment AS overlay
    ON overlay.territory_id = tree.ancestor_id
    AND overlay.role = 'overlay'
    AND line.order_date >= overlay.from_day
    AND line.order_date < overlay.to_day
QUALIFY row_number() OVER (PARTITION BY line.line_id, overlay.rep_id ORDER BY tree.depth DESC) = 1
