-- What is still to be sold in the fiscal year in progress, on each of its days after the last day of the data.
-- grain: territory and day; key: territory_today, day; scope: path_today (there is no other alignment of the future).
-- The days of a territory add up to what its landing says is still to come, exactly.
WITH ahead AS (
    SELECT
        landing.territory_id,
        landing.path_today,
        landing.remaining,
        season.day,
        sum(season.share) OVER (PARTITION BY landing.territory_id ORDER BY season.day) AS through_day,
        sum(season.share) OVER (PARTITION BY landing.territory_id) AS whole
    FROM mart.landing AS landing
    INNER JOIN mart.season AS season
        ON season.target = 0 AND season.node = landing.territory_id AND season.day > landing.foreseen_on
    WHERE landing.target = 0
),

cumulated AS (
    SELECT
        *,
        CASE
            WHEN day = max(day) OVER (PARTITION BY territory_id) THEN remaining
            WHEN whole > 0 THEN CAST(round(CAST(remaining AS DOUBLE) * through_day / whole, 4) AS DECIMAL(38, 4))
            ELSE 0
        END AS through_amount
    FROM ahead
)

SELECT
    territory_id AS territory_today,
    path_today,
    territory_id AS territory_credited,
    path_today AS path_credited,
    day,
    CAST(
        through_amount - coalesce(lag(through_amount) OVER (PARTITION BY territory_id ORDER BY day), 0)
        AS DECIMAL(18, 4)
    ) AS amount
FROM cumulated
ORDER BY territory_today, day
