-- Everybody who may be paid, and in which money: that in which their pay is given on a day, else the reporting one.
-- grain: one person; key: payee; scope: everything, asked by a pay run alone.
SELECT
    rep.rep_id AS payee,
    rep.label AS name,
    rep.hired_on,
    rep.left_on,
    coalesce(pay.currency, company.currency) AS currency
FROM rep
CROSS JOIN company
LEFT JOIN compensation AS pay ON pay.rep_id = rep.rep_id AND pay.from_day <= $day AND pay.to_day > $day
WHERE rep.rep_id != '?'
ORDER BY rep.rep_id
