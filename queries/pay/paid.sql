-- What was paid, as far as its reader may read it: the lines are handed over as values and are in no publication.
-- grain: person and pay period; key: rep_id, day; scope: no other lines are handed over; path_credited or path_today.
-- A person stands where they worked on the last day of the period, and where they work on the last day of the data:
-- in a territory of their own before one that they lead. Foreign money counts at its latest rate by that day.
WITH taken AS (
    SELECT
        unnest(CAST($pay_people AS TEXT[])) AS rep_id,
        unnest(CAST($pay_days AS DATE[])) AS day,
        unnest(CAST($pay_amounts AS TEXT[])) AS amount,
        unnest(CAST($pay_currencies AS TEXT[])) AS currency
),

moment AS (
    SELECT rep_id, day FROM taken
    UNION SELECT rep_id, CAST($pay_today AS DATE) FROM taken
),

placed AS (
    SELECT moment.rep_id, moment.day, assignment.territory_id, coalesce(path.path_id, 0) AS path_id
    FROM moment
    INNER JOIN assignment
        ON assignment.rep_id = moment.rep_id
        AND assignment.from_day <= moment.day
        AND assignment.to_day > moment.day
    LEFT JOIN territory_path AS path
        ON path.territory_id = assignment.territory_id
        AND path.from_day <= moment.day
        AND path.to_day > moment.day
    QUALIFY row_number() OVER (
        PARTITION BY moment.rep_id, moment.day
        ORDER BY
            CASE assignment.role WHEN 'owner' THEN 0 WHEN 'manager' THEN 1 ELSE 2 END ASC,
            coalesce(assignment.share, 1) DESC,
            assignment.from_day ASC,
            assignment.territory_id ASC
    ) = 1
),

rated AS (
    SELECT
        taken.rep_id,
        taken.day,
        CASE
            WHEN taken.currency = company.currency THEN CAST(taken.amount AS DECIMAL(18, 4))
            ELSE CAST(CAST(taken.amount AS DECIMAL(18, 4)) * CAST(rate.rate AS DECIMAL(20, 8)) AS DECIMAL(18, 4))
        END AS amount
    FROM taken
    CROSS JOIN company
    ASOF LEFT JOIN fx_rates AS rate ON rate.currency = taken.currency AND rate.rate_date <= taken.day
)

SELECT
    coalesce(rep.rep_id, '?') AS rep_id,
    rated.day,
    rated.amount,
    coalesce(credited.territory_id, '?') AS territory_credited,
    coalesce(credited.path_id, 0) AS path_credited,
    coalesce(today.territory_id, '?') AS territory_today,
    coalesce(today.path_id, 0) AS path_today
FROM rated
LEFT JOIN rep ON rep.rep_id = rated.rep_id
LEFT JOIN placed AS credited ON credited.rep_id = rated.rep_id AND credited.day = rated.day
LEFT JOIN placed AS today ON today.rep_id = rated.rep_id AND today.day = CAST($pay_today AS DATE)
