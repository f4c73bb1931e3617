-- Grain: one person's base and target pay a year for a stretch of time. Key: rep_id, valid_from.
-- Scope: the source table `compensation`: everybody but the director. Target pay is 30 % of base pay, of the
-- specialist 25 %; a quarter of the reps had a raise in the middle of a year, which raises both.
WITH raised AS (
    SELECT
        r.rep_id,
        r.hired_on,
        r.left_on,
        CASE
            WHEN r.rep_id = 'R01' THEN 24000
            WHEN r.rep_id = 'R61' THEN 28000
            WHEN r.rep_id LIKE 'R%' THEN 21000 + 500 * floor(13 * draw('base', r.rep_id))
            WHEN m.manager_id IS NULL THEN 48000
            ELSE 36000
        END AS base,
        if(r.rep_id = 'R61', 0.25, 0.3) AS aim,
        d.day,
        0.04 + 0.04 * draw('raised by', r.rep_id) AS more,
        r.rep_id LIKE 'R%' AND draw('raise', r.rep_id) < 0.25
        AND r.hired_on < d.day AND coalesce(r.left_on > d.day, TRUE) AS has_raise
    FROM reps AS r
    JOIN reps AS m ON r.manager_id = m.rep_id
    JOIN moments AS d ON d.moment = 'm4'
),

stretches AS (
    SELECT rep_id, hired_on AS valid_from, if(has_raise, day, left_on) AS valid_to, base, aim FROM raised
    UNION ALL
    SELECT rep_id, day, left_on, round(base * (1 + more), -2), aim FROM raised WHERE has_raise
)

SELECT
    rep_id,
    valid_from,
    valid_to,
    base::DECIMAL(18, 4) AS base_amount,
    round(base * aim, -1)::DECIMAL(18, 4) AS target_amount,
    'EUR' AS currency
FROM stretches
ORDER BY rep_id, valid_from
