-- Grain: one person who sells or leads. Key: rep_id. Scope: the source table `reps`.
-- Who works a part bears the name of somebody else, as happens in a company of hundreds.
WITH drawn AS (
    SELECT
        p.rep_id,
        lower(replace(p.rep_id, '.', '-')) || '@metron.example' AS email,
        m.rep_id AS manager_id,
        1 + floor(draw('name', p.rep_id) * (SELECT count(*) FROM given.reps))::INTEGER AS name_no
    FROM parts AS p
    LEFT JOIN given.assignments AS m ON p.parent_id = m.territory_id AND m.role = 'manager'
),

names AS (
    SELECT row_number() OVER (ORDER BY rep_id) AS name_no, name
    FROM given.reps
)

SELECT
    r.rep_id,
    r.name,
    r.email,
    r.manager_id,
    coalesce(
        h.day,
        (
            date_trunc('month', getvariable('since')::DATE)
            - to_months(6 + (draw('hired', r.rep_id) * 150)::INTEGER)
        )::DATE
    ) AS hired_on,
    l.day AS left_on
FROM given.reps AS r
LEFT JOIN moments AS h ON r.hired = h.moment
LEFT JOIN moments AS l ON r."left" = l.moment
UNION ALL
SELECT
    d.rep_id,
    n.name,
    d.email,
    coalesce(d.manager_id, 'M00'),
    (
        date_trunc('month', getvariable('since')::DATE)
        - to_months(6 + (draw('hired', d.rep_id) * 150)::INTEGER)
    )::DATE,
    NULL
FROM drawn AS d
JOIN names AS n USING (name_no)
ORDER BY rep_id
