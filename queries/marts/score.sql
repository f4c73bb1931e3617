-- What people's objectives were scored with.
-- grain: one person, objective and period; key: rep_id, objective, from_day, to_day; scope: pay alone.
SELECT rep_id, objective, period_start AS from_day, period_end AS to_day, score, evaluator
FROM model.scores
