-- The territories that somebody works today: of those that nobody does, an idea reaches nobody who could act on it.
-- grain: one territory; key: territory_id; scope: through account.
-- Where the company does not say who works where, whoever sees a territory may.
SELECT territory.territory_id
FROM mart.territory AS territory
CROSS JOIN model.company AS company
LEFT JOIN mart.territory_owner AS owner
    ON owner.territory_id = territory.territory_id
    AND company.today >= owner.from_day
    AND company.today < owner.to_day
WHERE
    territory.territory_id != '?'
    AND (owner.rep_id IS NOT NULL OR 'assignments' NOT IN (SELECT table_name FROM model.provided))
