-- When somebody owned a territory and when nobody did: the territories without others below them, while they exist.
-- grain: territory and stretch; key: territory_today, from_day; scope: path_credited or path_today.
-- What was before the first assignment of all is not known, and counts neither as owned nor as vacant.
WITH first_day AS (
    SELECT min(from_day) AS day FROM mart.assignment
),

kept AS (
    SELECT slice.territory_id, greatest(slice.from_day, first_day.day) AS from_day, slice.to_day
    FROM mart.territory_slice AS slice
    CROSS JOIN first_day
    ANTI JOIN mart.territory_slice AS below
        ON below.parent_id = slice.territory_id AND below.from_day = slice.from_day AND below.valid
    WHERE slice.valid AND slice.to_day > first_day.day
),

change AS (
    SELECT territory_id, from_day AS day FROM kept
    UNION SELECT territory_id, to_day FROM kept
    UNION SELECT territory_id, from_day FROM mart.territory_owner
    UNION SELECT territory_id, to_day FROM mart.territory_owner
),

stretch AS (
    SELECT territory_id, day AS from_day, lead(day) OVER (PARTITION BY territory_id ORDER BY day) AS to_day
    FROM change
)

SELECT
    coalesce(owner.rep_id, '?') AS rep_id,
    stretch.from_day,
    stretch.to_day,
    1 AS days,
    CAST(owner.rep_id IS NULL AS INTEGER) AS vacant,
    stretch.territory_id AS territory_credited,
    path.path_id AS path_credited,
    stretch.territory_id AS territory_today,
    territory.path_today
FROM stretch
INNER JOIN kept
    ON kept.territory_id = stretch.territory_id
    AND kept.from_day <= stretch.from_day
    AND kept.to_day > stretch.from_day
INNER JOIN mart.territory AS territory ON territory.territory_id = stretch.territory_id
INNER JOIN mart.territory_path AS path
    ON path.territory_id = stretch.territory_id
    AND path.from_day <= stretch.from_day
    AND path.to_day > stretch.from_day
LEFT JOIN mart.territory_owner AS owner
    ON owner.territory_id = stretch.territory_id
    AND owner.from_day <= stretch.from_day
    AND owner.to_day > stretch.from_day
WHERE stretch.to_day IS NOT NULL
ORDER BY stretch.territory_id, stretch.from_day
