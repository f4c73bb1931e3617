-- The territory that each person owns today.
-- grain: one person; key: rep_id; scope: none.
SELECT territory.rep_id, territory.territory_id
FROM mart.rep_territory AS territory
CROSS JOIN model.company AS company
WHERE company.today >= territory.from_day AND company.today < territory.to_day
