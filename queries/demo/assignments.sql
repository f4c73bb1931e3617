-- Grain: one person working one territory in one role for a stretch of time.
-- Key: rep_id, territory_id, role, valid_from. Scope: the source table `assignments`.
SELECT
    a.rep_id,
    a.territory_id,
    a.role,
    a.share,
    coalesce(s.day, r.hired_on) AS valid_from,
    e.day AS valid_to
FROM given.assignments AS a
JOIN reps AS r USING (rep_id)
LEFT JOIN moments AS s ON a.starts = s.moment
LEFT JOIN moments AS e ON a.ends = e.moment
UNION ALL
SELECT r.rep_id, p.part_id, 'owner', 1, r.hired_on, NULL
FROM parts AS p
JOIN reps AS r USING (rep_id)
ORDER BY a.territory_id, valid_from, a.rep_id
