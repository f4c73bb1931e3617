-- Scores of objectives.
-- grain: person, objective, period; key: payee, objective, first_day; scope: everything, asked by a pay run alone.
SELECT rep_id AS payee, objective, from_day AS first_day, to_day AS end_day, score, coalesce(evaluator, '') AS evaluator
FROM score
ORDER BY rep_id, objective, from_day
