-- Target pay a year.
-- grain: person, stretch; key: payee, first_day; scope: everything, asked by a pay run alone.
SELECT rep_id AS payee, target_amount AS amount, from_day AS first_day, to_day AS end_day, currency
FROM compensation
WHERE target_amount IS NOT NULL
ORDER BY rep_id, from_day
