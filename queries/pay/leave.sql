-- Days away.
-- grain: person, stretch; key: payee, first_day; scope: everything, asked by a pay run alone.
SELECT rep_id AS payee, from_day AS first_day, to_day AS end_day FROM absence ORDER BY rep_id, from_day
