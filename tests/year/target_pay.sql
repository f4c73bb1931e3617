-- The year's target pay of owners who were there all the year: a twelfth for each month, as it stood on its first day.
-- grain: person; key: payee; scope: a test. Left out is who was long away, for whom the plan cuts it.
WITH there AS (
    SELECT rep_id
    FROM assignment
    WHERE role = 'owner' AND from_day < $first + INTERVAL 1 YEAR AND to_day > $first
    GROUP BY rep_id
    HAVING min(from_day) <= $first AND max(to_day) >= $first + INTERVAL 1 YEAR
)

SELECT
    pay.rep_id AS payee,
    sum(pay.target_amount) / 12 AS amount
FROM compensation AS pay
JOIN there ON there.rep_id = pay.rep_id
JOIN unnest([CAST($first + to_months(month) AS DATE) FOR month IN range(12)]) AS month (day)
    ON month.day >= pay.from_day AND month.day < pay.to_day
WHERE pay.rep_id NOT IN (SELECT rep_id FROM absence WHERE to_day - from_day > 20 AND to_day > $first)
GROUP BY pay.rep_id
HAVING count(*) = 12
