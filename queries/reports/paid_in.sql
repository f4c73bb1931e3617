-- In which currency somebody is paid on a day: that in which their pay is given, else the reporting one.
-- grain: one answer; key: none; scope: none, no amount is told; who asks for an adjustment must know its currency.
SELECT coalesce(
    (
        SELECT pay.currency
        FROM compensation AS pay
        WHERE pay.rep_id = $payee AND pay.from_day <= $day AND pay.to_day > $day
    ),
    company.currency
) AS currency
FROM company
