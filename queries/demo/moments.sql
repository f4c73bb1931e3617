-- Grain: one named day of the story. Key: moment. Scope: m0 to m60 (first days of months before
-- the last one), year (the plan year's first day) and split (the day one territory became two).
WITH clock AS (
    SELECT getvariable('until')::DATE AS until
),

months AS (
    SELECT
        'm' || n AS moment,
        (date_trunc('month', until) - to_months(n::INTEGER))::DATE AS day
    FROM clock, range(61) AS steps (n)
)

SELECT moment, day FROM months
UNION ALL
SELECT 'year', date_trunc('year', until - INTERVAL 3 MONTH)::DATE FROM clock
UNION ALL
SELECT
    'split',
    make_date(CASE WHEN month(until) >= 10 THEN year(until) ELSE year(until) - 1 END, 7, 1)
FROM clock
