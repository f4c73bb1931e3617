-- What the days of the fiscal year in progress were foreseen to bring: what sales are compared with as forecast.
-- grain: territory and day; key: territory_today, day; scope: path_today (a forecast is of today's territories).
-- Each month up to the one in progress stands as it was foreseen on the day before it began, spread by its days'
-- season. Months to come stand as forecast_day foresees them now.
WITH season AS (
    SELECT season.node AS territory_id, season.day, season.share, calendar.month_start
    FROM mart.season AS season
    INNER JOIN mart.calendar AS calendar ON calendar.day = season.day
    WHERE season.target = 0 AND season.node != ''
),

month AS (
    SELECT DISTINCT season.month_start
    FROM season
    INNER JOIN mart.foresight AS foresight ON foresight.target = 0 AND foresight.foreseen_on = season.month_start - 1
),

ahead AS (
    SELECT month.month_start, season.territory_id, sum(season.share) AS share
    FROM month
    INNER JOIN season ON season.day >= month.month_start
    GROUP BY month.month_start, season.territory_id
),

daily AS (
    SELECT
        season.territory_id,
        season.day,
        CAST(
            round(coalesce(CAST(foresight.remaining AS DOUBLE) * season.share / nullif(ahead.share, 0), 0), 4)
            AS DECIMAL(18, 4)
        ) AS amount
    FROM season
    INNER JOIN ahead ON ahead.territory_id = season.territory_id AND ahead.month_start = season.month_start
    INNER JOIN mart.foresight AS foresight
        ON foresight.target = 0
        AND foresight.foreseen_on = season.month_start - 1
        AND foresight.territory_id = season.territory_id

    UNION ALL

    SELECT forecast.territory_today, forecast.day, forecast.amount
    FROM mart.forecast_day AS forecast
    WHERE forecast.day NOT IN (SELECT day FROM season WHERE month_start IN (FROM month))
)

SELECT
    daily.territory_id AS territory_today,
    coalesce(territory.path_today, 0) AS path_today,
    daily.territory_id AS territory_credited,
    coalesce(territory.path_today, 0) AS path_credited,
    daily.day,
    daily.amount
FROM daily
LEFT JOIN mart.territory AS territory ON territory.territory_id = daily.territory_id
ORDER BY territory_today, daily.day
