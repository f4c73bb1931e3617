-- What the days of the fiscal year in progress were foreseen to bring: what sales are compared with as forecast.
-- grain: territory and day; key: territory_today, day; scope: path_today (a forecast is of today's territories).
-- Each month up to the one in progress stands as it was foreseen on the day before it began, in the same way as a
-- landing: what was sold by the share of the year that is gone, and the year before while little of it is gone; then
-- what is left, by the season of its days. Months to come stand as forecast_day foresees them now. Where nothing had
-- been sold by then, in this year or the one before, nothing could be foreseen.
WITH reach AS (
    SELECT max(sales.order_date) AS through
    FROM mart.sold_day AS sales CROSS JOIN model.company AS company
    WHERE sales.order_date <= company.today
),

share AS (
    SELECT season.node AS territory_id, season.day, season.share, calendar.month_start
    FROM mart.season AS season
    INNER JOIN mart.calendar AS calendar ON calendar.day = season.day
    WHERE season.target = 0 AND season.node != ''
),

month AS (
    SELECT DISTINCT share.month_start
    FROM share CROSS JOIN reach
    WHERE share.month_start <= reach.through
),

before AS (
    SELECT from_day, to_day
    FROM mart.day_shift
    WHERE mode = 'prior_year_working' AND to_day IN (SELECT day FROM share)
),

sold AS (
    SELECT sales.territory_today AS territory_id, sales.order_date, sum(sales.net_amount) AS net
    FROM mart.sold_day AS sales
    CROSS JOIN reach
    WHERE
        sales.order_date <= reach.through
        AND sales.order_date >= (
            SELECT least((SELECT min(from_day) FROM before), (SELECT min(day) FROM share))
        )
    GROUP BY sales.territory_today, sales.order_date
),

year_before AS (
    SELECT sold.territory_id, CAST(sum(sold.net) AS DOUBLE) AS net
    FROM sold
    INNER JOIN before ON before.from_day = sold.order_date
    GROUP BY sold.territory_id
),

begun AS (
    SELECT month.month_start, sold.territory_id, CAST(sum(sold.net) AS DOUBLE) AS net
    FROM sold
    INNER JOIN month ON month.month_start > sold.order_date
    WHERE sold.order_date IN (SELECT day FROM share)
    GROUP BY month.month_start, sold.territory_id
),

gone AS (
    SELECT
        month.month_start,
        share.territory_id,
        greatest(0, least(1, coalesce(sum(share.share) FILTER (WHERE share.day < month.month_start), 0))) AS gone,
        sum(share.share) FILTER (WHERE share.day >= month.month_start) AS ahead
    FROM share CROSS JOIN month
    GROUP BY month.month_start, share.territory_id
),

spoken AS (
    SELECT
        gone.*,
        begun.net AS sold,
        year_before.net AS before_net,
        CASE WHEN year_before.net IS NULL THEN 1 ELSE least(1, gone.gone / 0.2) END AS heard
    FROM gone
    LEFT JOIN begun ON begun.month_start = gone.month_start AND begun.territory_id = gone.territory_id
    LEFT JOIN year_before ON year_before.territory_id = gone.territory_id
    WHERE begun.net IS NOT NULL OR year_before.net IS NOT NULL
),

foreseen AS (
    SELECT
        month_start,
        territory_id,
        ahead,
        (1 - gone) * (
            coalesce(heard * coalesce(sold, 0) / nullif(gone, 0), 0) + (1 - heard) * coalesce(before_net, 0)
        ) AS remaining
    FROM spoken
),

daily AS (
    SELECT
        share.territory_id,
        share.day,
        CAST(round(coalesce(foreseen.remaining * share.share / nullif(foreseen.ahead, 0), 0), 4) AS DECIMAL(18, 4))
            AS amount
    FROM foreseen
    INNER JOIN share ON share.territory_id = foreseen.territory_id AND share.month_start = foreseen.month_start

    UNION ALL

    SELECT forecast.territory_today, forecast.day, forecast.amount
    FROM mart.forecast_day AS forecast
    WHERE forecast.day NOT IN (SELECT day FROM share WHERE month_start IN (SELECT month_start FROM month))
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
