-- Which day of a year stands against which day of the year before.
-- grain: one day of the earlier year and mode; key: mode, from_day; scope: none.
-- Every earlier day stands against exactly one later day, so periods that tile keep tiling.
-- mode 'calendar': the same date (29 February falls on the 28th).
-- mode 'working': the same working day of the same month; days off go with the working day before them,
-- surplus working days with the month's last one, so whole months stand against whole months.
WITH pairs AS (
    SELECT
        earlier.day AS from_day,
        CAST(earlier.month_start + INTERVAL 1 YEAR AS DATE) AS to_month,
        earlier.working_day_of_month AS position
    FROM mart.calendar AS earlier
),

months AS (
    SELECT month_start, max(working_days_in_month) AS working_days, max(day) AS last_day
    FROM mart.calendar
    GROUP BY month_start
),

working_days AS (
    SELECT month_start, working_day_of_month AS position, min(day) AS day
    FROM mart.calendar
    WHERE working
    GROUP BY month_start, working_day_of_month
)

SELECT 'calendar' AS mode, earlier.day AS from_day, CAST(earlier.day + INTERVAL 1 YEAR AS DATE) AS to_day
FROM mart.calendar AS earlier

UNION ALL

SELECT 'working' AS mode, pairs.from_day, coalesce(working_days.day, months.last_day) AS to_day
FROM pairs
INNER JOIN months ON months.month_start = pairs.to_month
LEFT JOIN working_days
    ON working_days.month_start = pairs.to_month
    AND working_days.position = greatest(1, least(pairs.position, months.working_days))
