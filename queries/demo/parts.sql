-- Grain: one further part of a territory. Key: part_id. Scope: none where a
-- territory has one part; else all but the first, which keeps the territory's own name, people and stories.
SELECT
    t.territory_id,
    p.part,
    t.territory_id || '.' || p.part AS part_id,
    'R-' || t.territory_id || '.' || p.part AS rep_id,
    t.name || ' ' || p.part AS name,
    t.parent_id,
    t.level,
    t.region_codes
FROM given.territories AS t, range(2, 1 + getvariable('parts')::BIGINT) AS p (part)
WHERE
    t.level = 'territory' AND t.starts IS NULL AND t."ends" IS NULL
    AND t.territory_id IN (SELECT g.territory_id FROM given.places AS g WHERE g.territory_before = g.territory_id)
