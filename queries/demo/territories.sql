-- Grain: one node of the hierarchy for a stretch of time. Key: territory_id, valid_from.
-- Scope: the source table `territories`; one territory is split, one changes its district.
SELECT
    t.territory_id,
    t.name,
    t.parent_id,
    t.level,
    t.region_codes,
    s.day AS valid_from,
    e.day AS valid_to
FROM given.territories AS t
LEFT JOIN moments AS s ON t.starts = s.moment
LEFT JOIN moments AS e ON t.ends = e.moment
UNION ALL
SELECT part_id, name, parent_id, level, region_codes, NULL, NULL
FROM parts
ORDER BY territory_id, valid_from NULLS FIRST
