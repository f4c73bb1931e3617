-- Which month stands against which, in the ways of comparing that set whole months against whole months.
-- grain: way of comparing and earlier month; key: mode, from_month; scope: none.
WITH months AS (
    SELECT day, min(day) OVER (PARTITION BY fiscal_month) AS month FROM mart.calendar
),

pairs AS (
    SELECT shift.mode, earlier.month AS from_month, later.month AS to_month
    FROM mart.day_shift AS shift
    INNER JOIN months AS earlier ON earlier.day = shift.from_day
    INNER JOIN months AS later ON later.day = shift.to_day
    GROUP BY ALL
),

torn AS (
    SELECT mode FROM pairs GROUP BY mode, from_month HAVING count(*) > 1
    UNION
    SELECT mode FROM pairs GROUP BY mode, to_month HAVING count(*) > 1
)

SELECT mode, from_month, to_month
FROM pairs
WHERE mode NOT IN (SELECT mode FROM torn)
