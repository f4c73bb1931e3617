-- Everybody who may be paid, and in which money: that in which their pay is given on a day or was last, else the
-- reporting one. Who left is owed what is still to come in the money that they were paid in.
-- grain: one person; key: payee; scope: everything, asked by a pay run alone.
WITH paid_in AS (
    SELECT
        pay.rep_id,
        max_by(coalesce(pay.currency, company.currency), pay.from_day) AS currency
    FROM compensation AS pay
    CROSS JOIN company
    WHERE pay.from_day <= $day
    GROUP BY pay.rep_id
)

SELECT
    rep.rep_id AS payee,
    rep.label AS name,
    rep.hired_on,
    rep.left_on,
    coalesce(paid_in.currency, company.currency) AS currency
FROM rep
CROSS JOIN company
LEFT JOIN paid_in ON paid_in.rep_id = rep.rep_id
WHERE rep.rep_id != '?'
ORDER BY rep.rep_id
