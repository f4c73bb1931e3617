-- What each territory was foreseen to sell in the rest of a fiscal year, as of a day, from what was sold by then.
-- grain: target year, day of foresight and territory; key: target, foreseen_on, territory_id; scope: path_today.
-- target 0 is the year in progress, foreseen on the last day of the data (its landing) and on the day before each of
-- its months; earlier years are back-tests, foreseen on the days that stand against that last day and the days four
-- weeks around it. What is sold divided by the share of the year that is gone; while little of it is gone, the year
-- before speaks as well, also for a territory that has sold nothing yet. Of one that had sold nothing by then, in this
-- year or the one before, nothing can be foreseen; back-tests are of territories that sold in their year.
WITH RECURSIVE reach AS (
    SELECT max(sold_day.order_date) AS through
    FROM mart.sold_day AS sold_day CROSS JOIN model.company AS company
    WHERE sold_day.order_date <= company.today
),

moment AS (
    SELECT DISTINCT season.target, season.day AS foreseen_on
    FROM mart.season AS season
    CROSS JOIN reach
    WHERE
        season.node = ''
        AND (
            season.day = reach.through
            OR (season.target > 0 AND season.day IN (reach.through - 28, reach.through + 28))
        )
    UNION
    SELECT DISTINCT 0, calendar.month_start - 1
    FROM mart.season AS season
    INNER JOIN mart.calendar AS calendar ON calendar.day = season.day
    CROSS JOIN reach
    WHERE season.target = 0 AND season.node = '' AND calendar.month_start <= reach.through
),

aligned AS (
    SELECT DISTINCT season.day AS from_day, season.day, 0 AS back
    FROM mart.season AS season
    WHERE season.target = 0 AND season.node = ''
    UNION ALL
    SELECT day_shift.from_day, aligned.day, aligned.back + 1
    FROM aligned
    INNER JOIN mart.day_shift AS day_shift
        ON day_shift.mode = 'prior_year_working' AND day_shift.to_day = aligned.from_day
    WHERE aligned.back < 6
),

sold AS (
    SELECT territory_today AS territory_id, path_today, order_date, sum(net_amount) AS net
    FROM mart.sold_day
    CROSS JOIN reach
    WHERE order_date <= reach.through
    GROUP BY territory_today, path_today, order_date
),

placed AS (
    SELECT sold.territory_id, sold.path_today, aligned.back, aligned.day, CAST(sum(sold.net) AS DECIMAL(38, 4)) AS net
    FROM sold
    INNER JOIN aligned ON aligned.from_day = sold.order_date
    GROUP BY sold.territory_id, sold.path_today, aligned.back, aligned.day
),

year_total AS (
    SELECT territory_id, back, any_value(path_today) AS path_today, min(day) AS first_day, sum(net) AS net
    FROM placed
    GROUP BY territory_id, back
),

gone AS (
    SELECT moment.target, moment.foreseen_on, season.node, coalesce(sum(season.share) FILTER (
        WHERE season.day <= moment.foreseen_on
    ), 0) AS share
    FROM moment
    INNER JOIN mart.season AS season ON season.target = moment.target
    GROUP BY moment.target, moment.foreseen_on, season.node
),

known AS (
    SELECT DISTINCT moment.target, moment.foreseen_on, year_total.territory_id, year_total.path_today
    FROM moment
    INNER JOIN year_total
        ON (moment.target > 0 AND year_total.back = moment.target)
        OR (moment.target = 0 AND year_total.back = 0 AND year_total.first_day <= moment.foreseen_on)
        OR (moment.target = 0 AND year_total.back = 1)
),

begun AS (
    SELECT
        known.target,
        known.foreseen_on,
        known.territory_id,
        known.path_today,
        coalesce(sum(placed.net), 0) AS sold
    FROM known
    LEFT JOIN placed
        ON placed.territory_id = known.territory_id
        AND placed.back = known.target
        AND placed.day <= known.foreseen_on
    GROUP BY ALL
),

spoken AS (
    SELECT
        begun.*,
        greatest(0, least(1, gone.share)) AS gone,
        -- How much the year in progress is heard: fully once a fifth of it is gone.
        CASE WHEN before.net IS NULL THEN 1 ELSE least(1, greatest(0, gone.share) / 0.2) END AS heard,
        CAST(before.net AS DOUBLE) AS before_net
    FROM begun
    INNER JOIN gone
        ON gone.target = begun.target AND gone.foreseen_on = begun.foreseen_on AND gone.node = begun.territory_id
    LEFT JOIN year_total AS before ON before.territory_id = begun.territory_id AND before.back = begun.target + 1
)

SELECT
    CAST(spoken.target AS INTEGER) AS target,
    spoken.foreseen_on,
    spoken.foreseen_on = reach.through OR spoken.target > 0 AS is_landing,
    spoken.territory_id,
    spoken.path_today,
    spoken.gone,
    spoken.sold,
    CAST(
        round(
            (1 - spoken.gone) * (
                coalesce(spoken.heard * CAST(spoken.sold AS DOUBLE) / nullif(spoken.gone, 0), 0)
                + (1 - spoken.heard) * coalesce(spoken.before_net, 0)
            ),
            4
        ) AS DECIMAL(38, 4)
    ) AS remaining,
    CASE WHEN spoken.target > 0 THEN year_total.net END AS landed
FROM spoken
CROSS JOIN reach
LEFT JOIN year_total ON year_total.territory_id = spoken.territory_id AND year_total.back = spoken.target
