-- In which currency somebody is paid on a day: that in which their pay is given or was last, else the reporting one.
-- grain: one answer; key: none; scope: none, no amount is told; who asks for an adjustment must know its currency.
SELECT coalesce(
    (
        SELECT max_by(coalesce(pay.currency, company.currency), pay.from_day)
        FROM compensation AS pay
        CROSS JOIN company
        WHERE pay.rep_id = $payee AND pay.from_day <= $day
    ),
    company.currency
) AS currency
FROM company
