-- What is foreseen day by day adds up to what a territory's landing says is still to come. Returns the others.
-- grain: one territory; key: territory_id; scope: none.
WITH daily AS (
    SELECT territory_today, sum(amount) AS amount
    FROM mart.forecast_day
    GROUP BY territory_today
)

SELECT landing.territory_id
FROM mart.landing AS landing
LEFT JOIN daily ON daily.territory_today = landing.territory_id
WHERE
    landing.target = 0
    AND landing.foreseen_on < (SELECT max(day) FROM mart.season WHERE target = 0)
    AND coalesce(daily.amount, 0) != landing.remaining
