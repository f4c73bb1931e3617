-- Each territory with itself and all its ancestors, in each stretch of time.
-- grain: territory, stretch, ancestor; key: territory_id, from_day, ancestor_id; scope: none.
WITH RECURSIVE climb AS (
    SELECT
        territory_id, from_day, to_day, territory_id AS ancestor_id, parent_id AS next_id, 0 AS distance
    FROM mart.territory_slice

    UNION ALL

    SELECT
        climb.territory_id, climb.from_day, climb.to_day, above.territory_id, above.parent_id, climb.distance + 1
    FROM climb
    INNER JOIN mart.territory_slice AS above
        ON above.territory_id = climb.next_id AND above.from_day = climb.from_day
    WHERE climb.distance < 64
)

SELECT
    climb.territory_id,
    climb.from_day,
    climb.to_day,
    climb.ancestor_id,
    climb.distance,
    max(climb.distance) OVER (PARTITION BY climb.territory_id, climb.from_day) - climb.distance AS depth,
    slice.name,
    slice.level
FROM climb
INNER JOIN mart.territory_slice AS slice
    ON slice.territory_id = climb.ancestor_id AND slice.from_day = climb.from_day
