-- What was paid, as far as its reader may read it: the lines are handed over as values and are in no publication.
-- grain: person and pay period; key: rep_id, day; scope: no other lines are handed over.
-- A person stands where they worked on the last day of the period, and where they work on the last day of the data:
-- in a territory of their own before one that they lead.
WITH taken AS (
    SELECT
        unnest(CAST($pay_people AS TEXT[])) AS rep_id,
        unnest(CAST($pay_days AS DATE[])) AS day,
        unnest(CAST($pay_amounts AS DECIMAL(18, 4)[])) AS amount
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
)

SELECT
    coalesce(rep.rep_id, '?') AS rep_id,
    taken.day,
    taken.amount,
    coalesce(credited.territory_id, '?') AS territory_credited,
    coalesce(credited.path_id, 0) AS path_credited,
    coalesce(today.territory_id, '?') AS territory_today,
    coalesce(today.path_id, 0) AS path_today
FROM taken
LEFT JOIN rep ON rep.rep_id = taken.rep_id
LEFT JOIN placed AS credited ON credited.rep_id = taken.rep_id AND credited.day = taken.day
LEFT JOIN placed AS today ON today.rep_id = taken.rep_id AND today.day = CAST($pay_today AS DATE)
