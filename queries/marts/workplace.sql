-- The territories that are worked today: those without others below them.
-- grain: territory; key: territory_today; scope: path_today (there is no other alignment of what is there today).
WITH now AS (
    SELECT slice.*
    FROM mart.territory_slice AS slice
    CROSS JOIN model.company AS company
    WHERE slice.valid AND company.today >= slice.from_day AND company.today < slice.to_day
)

SELECT
    now.territory_id AS territory_today,
    territory.path_today,
    now.territory_id AS territory_credited,
    territory.path_today AS path_credited,
    1 AS territories
FROM now
INNER JOIN mart.territory AS territory ON territory.territory_id = now.territory_id
ANTI JOIN now AS below ON below.parent_id = now.territory_id
ORDER BY now.territory_id
