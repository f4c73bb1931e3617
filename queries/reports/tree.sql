-- The territories as they stand today, for breadcrumbs and menus.
-- grain: one territory; key: territory_id; scope: the reader of this list limits it by the person's nodes.
SELECT
    territory.territory_id,
    territory.label,
    territory.parent_id,
    territory.level,
    territory.depth,
    territory.open_today
FROM territory
WHERE territory.territory_id != '?'
ORDER BY territory.depth, territory.label COLLATE el, territory.territory_id
