-- Grain: one day. Key: day. Scope: from the first day of sales to the end of the last year;
-- `weight` is how much of a usual working day is sold on it: little on weekends and Greek holidays.
WITH span AS (
    SELECT unnest(generate_series(
        getvariable('since')::DATE,
        (date_trunc('year', getvariable('until')::DATE) + INTERVAL '1 year' - INTERVAL '1 day')::DATE,
        INTERVAL 1 DAY
    ))::DATE AS day
),

years AS (
    SELECT DISTINCT year(day) AS year FROM span
),

-- Orthodox Easter by the Julian reckoning of Meeus, 13 days on for the civil calendar.
moon AS (
    SELECT
        year,
        (19 * (year % 19) + 15) % 30 AS epact,
        2 * (year % 4) + 4 * (year % 7) AS weekday
    FROM years
),

easter AS (
    SELECT
        year,
        make_date(
            year,
            (epact + (weekday - epact + 34) % 7 + 114) // 31,
            (epact + (weekday - epact + 34) % 7 + 114) % 31 + 1
        ) + 13 AS sunday
    FROM moon
),

holidays AS (
    SELECT sunday + shift AS day FROM easter, unnest([-48, -2, 1, 50]) AS moved (shift)
    UNION ALL
    SELECT make_date(year, fixed[1], fixed[2])
    FROM years, unnest([[1, 1], [1, 6], [3, 25], [5, 1], [8, 15], [10, 28], [12, 25], [12, 26]]) AS f (fixed)
)

SELECT
    day,
    date_trunc('month', day)::DATE AS month,
    CASE
        WHEN day IN (SELECT h.day FROM holidays AS h) THEN 15
        ELSE [1050, 1050, 1000, 1020, 950, 90, 10][isodow(day)]
    END AS weight
FROM span
ORDER BY day
