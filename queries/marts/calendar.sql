-- The company's calendar.
-- grain: one day, in whole fiscal years around all dates of the data; key: day; scope: none.
-- A fiscal year is made of calendar months, or of whole weeks in quarters of 4-4-5 (4-5-4, 5-4-4): it then begins on
-- the first day of the week that is nearest to the first of its first month (or the last one on or before it), and
-- its last month takes the 53rd week. `month_index` counts the fiscal months on from year to year.
WITH mentioned AS (
    SELECT order_date AS day FROM model.sales
    UNION ALL SELECT day FROM before.sold_between
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

begun AS (
    SELECT
        company.fiscal_calendar,
        company.year_anchor,
        try_cast(split_part(company.fiscal_calendar, '-', 1) AS INTEGER) AS first_weeks,
        try_cast(split_part(company.fiscal_calendar, '-', 2) AS INTEGER) AS second_weeks,
        CAST(series.year AS INTEGER) AS year,
        CAST(CASE WHEN company.named_by = 'first_day' OR company.first_month = 1 THEN 0 ELSE 1 END AS INTEGER)
            AS name_offset,
        make_date(series.year, company.first_month, 1) AS first_day,
        CAST((isodow(make_date(series.year, company.first_month, 1)) - company.first_weekday + 7) % 7 AS INTEGER)
            AS days_into_week
    FROM span
    CROSS JOIN model.company AS company
    CROSS JOIN generate_series(year(span.first_day) - 2, year(span.last_day) + 2) AS series (year)
),

years AS (
    SELECT
        year,
        year + name_offset AS fiscal_year,
        fiscal_calendar,
        first_weeks,
        second_weeks,
        first_day,
        CASE
            WHEN fiscal_calendar = 'months' THEN first_day
            WHEN year_anchor = 'nearest' AND days_into_week > 3 THEN first_day + 7 - days_into_week
            ELSE first_day - days_into_week
        END AS year_start
    FROM begun
),

months AS (
    SELECT
        years.fiscal_year,
        years.fiscal_calendar,
        years.year_start,
        CAST(series.month AS INTEGER) AS month_of_year,
        years.year * 12 + CAST(series.month AS INTEGER) AS month_index,
        CASE
            WHEN years.fiscal_calendar = 'months'
                THEN CAST(years.first_day + CAST(series.month AS INTEGER) * INTERVAL 1 MONTH AS DATE)
            ELSE
                years.year_start
                + 7 * CAST(
                    13 * (series.month // 3)
                    + CASE WHEN series.month % 3 > 0 THEN years.first_weeks ELSE 0 END
                    + CASE WHEN series.month % 3 > 1 THEN years.second_weeks ELSE 0 END
                    AS INTEGER
                )
        END AS month_start
    FROM years CROSS JOIN range(12) AS series (month)
),

bounds AS (
    SELECT
        max(years.year_start) FILTER (WHERE years.year_start <= span.first_day) AS first_day,
        min(years.year_start) FILTER (WHERE years.year_start > span.last_day) AS end_day
    FROM years CROSS JOIN span
),

days AS (
    SELECT
        CAST(series.day AS DATE) AS day,
        CAST(series.day AS DATE) - CAST((isodow(series.day) - company.first_weekday + 7) % 7 AS INTEGER) AS week_start,
        isodow(series.day) IN (SELECT weekday FROM model.working_weekday)
        AND CAST(series.day AS DATE) NOT IN (SELECT holiday.day FROM model.holiday AS holiday) AS working
    FROM bounds
    CROSS JOIN model.company AS company
    CROSS JOIN generate_series(bounds.first_day, bounds.end_day - 1, INTERVAL 1 DAY) AS series (day)
),

placed AS (
    SELECT
        days.day,
        days.week_start,
        days.working,
        months.fiscal_calendar,
        months.fiscal_year,
        months.year_start,
        months.month_of_year,
        months.month_index,
        months.month_start,
        -- A week belongs to the fiscal year that contains its fourth day, as in ISO 8601.
        week_year.fiscal_year AS week_year,
        (days.week_start + 3 - week_year.year_start) // 7 + 1 AS week_of_year
    FROM days
    ASOF INNER JOIN months ON days.day >= months.month_start
    ASOF INNER JOIN years AS week_year ON days.week_start + 3 >= week_year.year_start
)

SELECT
    day,
    fiscal_year,
    format('{}-Q{}', fiscal_year, month_of_year // 3 + 1) AS fiscal_quarter,
    CASE
        WHEN fiscal_calendar = 'months' THEN strftime(day, '%Y-%m')
        ELSE format('{}-P{:02d}', fiscal_year, month_of_year + 1)
    END AS fiscal_month,
    format('{}-W{:02d}', week_year, week_of_year) AS fiscal_week,
    year_start,
    month_start,
    week_start,
    month_index,
    working,
    CAST(sum(CAST(working AS INTEGER)) OVER (PARTITION BY month_start ORDER BY day) AS INTEGER)
        AS working_day_of_month,
    CAST(sum(CAST(working AS INTEGER)) OVER (PARTITION BY month_start) AS INTEGER) AS working_days_in_month
FROM placed
ORDER BY day
