-- The one way to roll up and to limit what a person sees: each path with all its ancestors.
-- grain: path and ancestor; key: path_id, ancestor_id; scope: this is the scope.
WITH step AS (
    SELECT
        path_id,
        unnest(ancestors) AS ancestor_id,
        unnest(levels) AS level,
        generate_subscripts(ancestors, 1) AS position
    FROM mart.territory_path
),

written AS (
    SELECT
        path_id,
        ancestor_id,
        position,
        CASE
            WHEN ancestor_id = '?' THEN ''
            WHEN level = '' THEN 'level_' || position
            ELSE trim(regexp_replace(lower(level), '[^\p{L}\p{N}]+', '_', 'g'), '_')
        END AS level
    FROM step
),

-- What every company has is asked for by these words: a level of the same name takes another.
named AS (
    SELECT * REPLACE (
        CASE
            WHEN level IN (
                'day', 'fiscal_week', 'fiscal_month', 'fiscal_quarter', 'fiscal_year', 'quota_period',
                'rep', 'manager', 'customer', 'segment', 'industry', 'city', 'product', 'brand', 'category',
                'channel', 'stage', 'source', 'outcome', 'contact_kind'
            ) THEN level || '_level'
            ELSE level
        END AS level
    )
    FROM written
),

counted AS (
    SELECT *, row_number() OVER (PARTITION BY path_id, level ORDER BY position) AS nth
    FROM named
)

SELECT
    path_id,
    ancestor_id,
    CAST(position - 1 AS INTEGER) AS depth,
    -- A level stands once on a path: a region within a region is a region_2, so that no line counts twice.
    CASE WHEN nth = 1 THEN level ELSE level || '_' || nth END AS level
FROM counted
