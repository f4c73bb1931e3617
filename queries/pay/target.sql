-- Target pay a year, in its own currency.
-- grain: person, stretch; key: payee, first_day; scope: everything, asked by a pay run alone.
SELECT
    pay.rep_id AS payee,
    pay.target_amount AS amount,
    pay.from_day AS first_day,
    pay.to_day AS end_day,
    coalesce(pay.currency, company.currency) AS currency
FROM compensation AS pay
CROSS JOIN company
WHERE pay.target_amount IS NOT NULL
ORDER BY pay.rep_id, pay.from_day
