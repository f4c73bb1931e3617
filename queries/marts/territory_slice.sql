-- Each territory as it stood in each stretch of time between two changes of the tree.
-- grain: territory and stretch; key: territory_id, from_day; scope: none.
-- A territory that has no row for a stretch keeps its latest earlier (else its first) form there:
-- a sale booked to a closed territory still finds its place, and totals never shrink. Where what was above it has
-- come below it since, the closed territory stands alone: a kept form never closes a circle.
WITH RECURSIVE version AS (
    SELECT
        territory_id,
        parent_id,
        name,
        level,
        coalesce(valid_from, DATE '0001-01-01') AS valid_from,
        coalesce(valid_to, DATE '9999-12-31') AS valid_to
    FROM model.territories
),

change AS (
    SELECT DATE '0001-01-01' AS from_day
    UNION SELECT valid_from FROM version
    UNION SELECT valid_to FROM version WHERE valid_to < DATE '9999-12-31'
),

stretch AS (
    SELECT from_day, lead(from_day, 1, DATE '9999-12-31') OVER (ORDER BY from_day) AS to_day
    FROM change
),

form AS (
    SELECT
        version.territory_id,
        stretch.from_day,
        stretch.to_day,
        CASE WHEN version.parent_id IN (SELECT territory_id FROM version) THEN version.parent_id END AS parent_id,
        coalesce(version.name, version.territory_id) AS name,
        version.level,
        version.valid_from <= stretch.from_day AND stretch.from_day < version.valid_to AS valid
    FROM stretch CROSS JOIN version
    QUALIFY row_number() OVER (
        PARTITION BY version.territory_id, stretch.from_day
        ORDER BY
            version.valid_from <= stretch.from_day AND stretch.from_day < version.valid_to DESC,
            version.valid_from <= stretch.from_day DESC,
            abs(datediff('day', version.valid_from, stretch.from_day))
    ) = 1
),

climb AS (
    SELECT territory_id, from_day, parent_id AS above_id
    FROM form
    WHERE parent_id IS NOT NULL
    UNION
    SELECT climb.territory_id, climb.from_day, form.parent_id
    FROM climb
    INNER JOIN form ON form.territory_id = climb.above_id AND form.from_day = climb.from_day
    WHERE form.parent_id IS NOT NULL
)

SELECT
    form.territory_id,
    form.from_day,
    form.to_day,
    CASE WHEN form.valid OR circle.territory_id IS NULL THEN form.parent_id END AS parent_id,
    form.name,
    form.level,
    form.valid
FROM form
LEFT JOIN climb AS circle
    ON circle.territory_id = form.territory_id
    AND circle.from_day = form.from_day
    AND circle.above_id = form.territory_id
