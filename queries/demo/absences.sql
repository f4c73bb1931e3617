-- Grain: one person's leave. Key: rep_id, valid_from. Scope: the source table `absences`: the long
-- leave that a neighbour covers, and two weeks of each rep's August.
WITH summers AS (
    SELECT make_date(year::INTEGER, 8, 1) AS august
    FROM range(year(getvariable('since')::DATE) + 1, year(getvariable('until')::DATE) + 1) AS y (year)
)

SELECT 'R42' AS rep_id, s.day AS valid_from, e.day AS valid_to, 'parental' AS kind
FROM moments AS s, moments AS e
WHERE s.moment = 'm8' AND e.moment = 'm2'
UNION ALL
SELECT r.rep_id, august + start, august + start + 14, 'annual'
FROM reps AS r, summers, unnest([(draw('leave', r.rep_id) * 14)::INTEGER]) AS day (start)
WHERE
    r.rep_id LIKE 'R%' AND r.rep_id <> 'R42'
    AND r.hired_on <= august AND coalesce(r.left_on > august + 40, TRUE)
    AND august + start + 14 <= getvariable('until')::DATE
ORDER BY 1, 2
