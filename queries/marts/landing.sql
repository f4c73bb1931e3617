-- Where each territory lands in a fiscal year: what was sold by a day, and what was foreseen then for the rest.
-- grain: target year, day of foresight and territory; key: target, foreseen_on, territory_id; scope: path_today.
-- target 0 is the year in progress, as foreseen on the last day of the data; earlier years are back-tests.
SELECT
    target,
    foreseen_on,
    territory_id,
    path_today,
    gone,
    sold,
    remaining,
    sold + remaining AS landing,
    landed
FROM mart.foresight
WHERE is_landing
ORDER BY ALL
