-- Which earlier day stands against which later one, for each way of comparing.
-- grain: one earlier day and mode; key: mode, from_day; scope: none.
-- Every earlier day stands against exactly one later day, so periods that tile keep tiling.
-- mode 'prior_<year|quarter|month>_working': the same working day of the fiscal month so many months later; days off
-- go with the working day before them, surplus working days with the month's last one.
-- mode 'prior_<quarter|month>_calendar': the same day of the fiscal month; surplus days with the month's last one.
-- mode 'prior_year_calendar': the same date (29 February falls on the 28th).
-- mode 'prior_year_weekday': 364 days later; in a year of weeks, the same day of the same fiscal week, and the days of
-- a 53rd week with the last day of a year of 52. So whole months stand against whole months, but for the same date in
-- a year of weeks and for 364 days in a year of months.
WITH months AS (
    SELECT month_index, min(day) AS first_day, max(day) AS last_day, max(working_days_in_month) AS working_days
    FROM mart.calendar
    GROUP BY month_index
),

working_days AS (
    SELECT month_index, working_day_of_month AS position, min(day) AS day
    FROM mart.calendar
    WHERE working
    GROUP BY month_index, working_day_of_month
),

paired AS (
    SELECT
        stride.name,
        earlier.day AS from_day,
        least(months.first_day + CAST(earlier.day - earlier.month_start AS INTEGER), months.last_day) AS same_day,
        coalesce(working_days.day, months.last_day) AS same_working_day
    FROM mart.calendar AS earlier
    CROSS JOIN (VALUES ('year', 12), ('quarter', 3), ('month', 1)) AS stride (name, months)
    INNER JOIN months ON months.month_index = earlier.month_index + stride.months
    LEFT JOIN working_days
        ON working_days.month_index = months.month_index
        AND working_days.position = greatest(1, least(earlier.working_day_of_month, months.working_days))
)

SELECT format('prior_{}_working', name) AS mode, from_day, same_working_day AS to_day FROM paired

UNION ALL

SELECT format('prior_{}_calendar', name) AS mode, from_day, same_day AS to_day
FROM paired
WHERE name != 'year'

UNION ALL

SELECT 'prior_year_calendar' AS mode, day AS from_day, CAST(day + INTERVAL 1 YEAR AS DATE) AS to_day
FROM mart.calendar

UNION ALL

SELECT
    'prior_year_weekday' AS mode,
    paired.from_day,
    CASE WHEN company.fiscal_calendar = 'months' THEN paired.from_day + 364 ELSE paired.same_day END AS to_day
FROM paired
CROSS JOIN model.company AS company
WHERE paired.name = 'year'
