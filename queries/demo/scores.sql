-- Grain: one person's score of one objective in one quarter. Key: rep_id, objective, period_start.
-- Scope: the source table `scores`: of every quarter that is over, for whoever worked in it and reports to
-- somebody, who gives the score. Reps are judged on coverage and collections, leaders on coaching and forecast.
WITH quarters AS (
    SELECT q::DATE AS period_start, (q + INTERVAL 3 MONTH)::DATE AS period_end
    FROM range(
        date_trunc('quarter', getvariable('since')::DATE + INTERVAL 3 MONTH),
        date_trunc('quarter', getvariable('until')::DATE + 1),
        INTERVAL 3 MONTH
    ) AS quarters (q)
),

judged AS (
    SELECT
        r.*,
        unnest(if(r.rep_id LIKE 'R%', ['coverage', 'collections'], ['coaching', 'forecast'])) AS objective
    FROM reps AS r
    WHERE r.manager_id IS NOT NULL
)

SELECT
    j.rep_id,
    j.objective,
    q.period_start,
    q.period_end,
    -- In steps of 5 %, as people judge; somebody who is good at it mostly stays so.
    (0.05 * least(20, floor(
        11 + 7 * draw('score', j.rep_id, j.objective) + 5 * draw('scored', j.rep_id, j.objective || q.period_start)
    )))::DECIMAL(18, 4) AS score,
    j.manager_id AS evaluator
FROM judged AS j
JOIN quarters AS q ON j.hired_on < q.period_end AND coalesce(j.left_on > q.period_start, TRUE)
ORDER BY j.rep_id, j.objective, q.period_start
