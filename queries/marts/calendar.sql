-- The company's calendar.
-- grain: one day, in whole fiscal years around all dates of the data; key: day; scope: none.
WITH mentioned AS (
    SELECT order_date AS day FROM model.sales
    UNION ALL SELECT period_start FROM model.quotas
    UNION ALL SELECT period_end FROM model.quotas
    UNION ALL SELECT activity_date FROM model.activities
    UNION ALL SELECT period_end FROM model.call_plans
    UNION ALL SELECT period_end FROM model.market
    UNION ALL SELECT created_on FROM model.opportunities
    UNION ALL SELECT expected_close FROM model.opportunities
    UNION ALL SELECT closed_on FROM model.opportunities
    UNION ALL SELECT today FROM model.company
),

span AS (
    SELECT
        CAST(min(mentioned.day) - INTERVAL 1 YEAR AS DATE) AS first_day,
        CAST(max(mentioned.day) + INTERVAL 1 YEAR AS DATE) AS last_day
    FROM mentioned
),

bounds AS (
    SELECT
        make_date(
            year(span.first_day) - CAST(month(span.first_day) < company.first_month AS BIGINT), company.first_month, 1
        ) AS first_day,
        make_date(
            year(span.last_day) + CAST(month(span.last_day) >= company.first_month AS BIGINT), company.first_month, 1
        ) AS end_day
    FROM span CROSS JOIN model.company AS company
),

days AS (
    SELECT CAST(series.day AS DATE) AS day
    FROM bounds, generate_series(bounds.first_day, bounds.end_day - 1, INTERVAL 1 DAY) AS series (day)
),

placed AS (
    SELECT
        days.day,
        company.first_month,
        company.named_by,
        make_date(year(days.day) - CAST(month(days.day) < company.first_month AS BIGINT), company.first_month, 1)
            AS year_start,
        CAST(date_trunc('month', days.day) AS DATE) AS month_start,
        days.day - CAST((isodow(days.day) - company.first_weekday + 7) % 7 AS INTEGER) AS week_start,
        isodow(days.day) IN (SELECT weekday FROM model.working_weekday)
        AND days.day NOT IN (SELECT holiday.day FROM model.holiday AS holiday) AS working
    FROM days CROSS JOIN model.company AS company
),

numbered AS (
    SELECT
        *,
        datediff('month', year_start, month_start) AS month_of_year,
        CASE WHEN named_by = 'first_day' OR first_month = 1 THEN 0 ELSE 1 END AS name_offset,
        -- A week belongs to the fiscal year that contains its fourth day, as in ISO 8601.
        make_date(
            year(week_start + 3) - CAST(month(week_start + 3) < first_month AS BIGINT), first_month, 1
        ) AS week_year_start
    FROM placed
)

SELECT
    day,
    CAST(year(year_start) + name_offset AS INTEGER) AS fiscal_year,
    format('{}-Q{}', year(year_start) + name_offset, month_of_year // 3 + 1) AS fiscal_quarter,
    strftime(day, '%Y-%m') AS fiscal_month,
    format('{}-W{:02d}', year(week_year_start) + name_offset, ((week_start + 3) - week_year_start) // 7 + 1)
        AS fiscal_week,
    year_start,
    month_start,
    week_start,
    working,
    CAST(sum(CAST(working AS INTEGER)) OVER (PARTITION BY month_start ORDER BY day) AS INTEGER)
        AS working_day_of_month,
    CAST(sum(CAST(working AS INTEGER)) OVER (PARTITION BY month_start) AS INTEGER) AS working_days_in_month
FROM numbered
ORDER BY day
