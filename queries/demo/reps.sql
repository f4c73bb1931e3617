-- Grain: one person who sells or leads. Key: rep_id. Scope: the source table `reps`.
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
ORDER BY r.rep_id
