-- I15: a territory that lands far below its quota, or needs far more a day than it has sold lately.
-- grain: one territory; key: territory_id; scope: through idea.
-- Measured and bound are shares of the quota, usual and amount money a working day (needed and lately), counted the
-- days left.
WITH quota AS (
    SELECT day.territory_today, sum(day.amount) AS amount
    FROM mart.quota_day AS day
    CROSS JOIN model.company AS company
    INNER JOIN mart.calendar AS calendar ON calendar.day = day.day
    CROSS JOIN signal.clock AS clock
    INNER JOIN mart.calendar AS now ON now.day = clock.through
    WHERE
        day.measure = 'net_sales'
        AND day.layer = company.quota_layer
        AND calendar.fiscal_year = now.fiscal_year
    GROUP BY day.territory_today
),

left_over AS (
    SELECT count(*) FILTER (calendar.working) AS days
    FROM mart.calendar AS calendar
    CROSS JOIN signal.clock AS clock
    INNER JOIN mart.calendar AS now ON now.day = clock.through
    WHERE calendar.fiscal_year = now.fiscal_year AND calendar.day > clock.through
),

lately AS (
    SELECT
        sold.territory_today,
        sum(sold.net_amount) / nullif(
            (
                SELECT count(*) FROM mart.calendar AS calendar
                WHERE calendar.working AND calendar.day > clock.through - 60 AND calendar.day <= clock.through
            ),
            0
        ) AS a_day
    FROM mart.sold_day AS sold
    CROSS JOIN signal.clock AS clock
    WHERE sold.order_date > clock.through - 60 AND sold.order_date <= clock.through
    GROUP BY sold.territory_today, clock.through
)

SELECT
    landing.territory_id,
    quota.amount - landing.landing AS value,
    landing.landing / quota.amount AS measured,
    (quota.amount - landing.sold) / nullif(left_over.days, 0) AS usual,
    $attainment AS bound,
    lately.a_day AS amount,
    left_over.days AS counted
FROM mart.landing AS landing
INNER JOIN quota ON quota.territory_today = landing.territory_id
LEFT JOIN lately ON lately.territory_today = landing.territory_id
CROSS JOIN left_over
INNER JOIN signal.worked AS worked ON worked.territory_id = landing.territory_id
WHERE
    landing.target = 0
    AND quota.amount > landing.landing
    AND (
        landing.landing < $attainment * quota.amount
        OR (quota.amount - landing.sold) / nullif(left_over.days, 0) > $rate * lately.a_day
    )
