-- Where each territory lands in a fiscal year, foreseen on a day from what was sold by then and how years go.
-- grain: target year, day of foresight and territory; key: target, foreseen_on, territory_id; scope: path_today.
-- target 0 is the year in progress, foreseen on the last day of the data; earlier years are back-tests, foreseen on the
-- days that stand against that day and the days four weeks around it. What is sold divided by the share of the year
-- that is gone; while little of it is gone, the year before speaks as well.
WITH RECURSIVE reach AS (
    SELECT max(sold_day.order_date) AS through
    FROM mart.sold_day AS sold_day CROSS JOIN model.company AS company
    WHERE sold_day.order_date <= company.today
),

foresight AS (
    SELECT DISTINCT season.target, season.day AS foreseen_on
    FROM mart.season AS season
    CROSS JOIN reach
    WHERE
        season.node = ''
        AND (
            season.day = reach.through
            OR (season.target > 0 AND season.day IN (reach.through - 28, reach.through + 28))
        )
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
    SELECT territory_id, back, sum(net) AS net FROM placed GROUP BY territory_id, back
),

gone AS (
    SELECT foresight.target, foresight.foreseen_on, season.node, sum(season.share) AS share
    FROM foresight
    INNER JOIN mart.season AS season
        ON season.target = foresight.target AND season.day <= foresight.foreseen_on
    GROUP BY foresight.target, foresight.foreseen_on, season.node
),

begun AS (
    SELECT
        foresight.target,
        foresight.foreseen_on,
        placed.territory_id,
        any_value(placed.path_today) AS path_today,
        coalesce(sum(placed.net) FILTER (WHERE placed.day <= foresight.foreseen_on), 0) AS sold
    FROM foresight
    INNER JOIN placed ON placed.back = foresight.target
    GROUP BY foresight.target, foresight.foreseen_on, placed.territory_id
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
),

foreseen AS (
    SELECT
        *,
        CAST(
            round(
                (1 - gone) * (
                    coalesce(heard * CAST(sold AS DOUBLE) / nullif(gone, 0), 0)
                    + (1 - heard) * coalesce(before_net, 0)
                ),
                4
            ) AS DECIMAL(38, 4)
        ) AS remaining
    FROM spoken
)

SELECT
    CAST(foreseen.target AS INTEGER) AS target,
    foreseen.foreseen_on,
    foreseen.territory_id,
    foreseen.path_today,
    foreseen.gone,
    foreseen.sold,
    foreseen.remaining,
    foreseen.sold + foreseen.remaining AS landing,
    CASE WHEN foreseen.target > 0 THEN year_total.net END AS landed
FROM foreseen
LEFT JOIN year_total ON year_total.territory_id = foreseen.territory_id AND year_total.back = foreseen.target
ORDER BY ALL
