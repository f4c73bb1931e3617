-- What the year's sales are worth to field reps, or those of its first quarters: the bands of data/plans/field_rep_2026.toml on sales by quota, times
-- target pay, from the sales and tables of the publication alone. Those above quota count only where the year's quota
-- is reached. A territory that is shared counts in its parts, by seasonal working days; one that was split, as it was.
-- A leave counts for its first 20 days alone. Left out are those who were new, left, or stood in for somebody.
WITH simple AS (
    SELECT rep_id
    FROM assignment
    JOIN rep USING (rep_id)
    WHERE from_day < $end AND to_day > $first AND rep_id NOT IN ('R06', 'R12', 'R16')
    GROUP BY rep_id
    HAVING
        bool_and(role = 'owner')
        AND min(from_day) <= $first AND max(to_day) >= $end
        AND any_value(hired_on) < $first - INTERVAL 3 MONTH
),

owner AS (
    SELECT rep_id, territory_id, coalesce(share, 1) AS share, from_day, to_day FROM assignment WHERE role = 'owner'
),

-- A line that comes back on its order counts with it.
line AS (
    SELECT *, if(line_id LIKE 'RET-%', (
        SELECT min(sold.order_date) FROM sales AS sold
        WHERE sold.order_id = sales.order_id AND sold.product_id = sales.product_id
    ), order_date) AS day
    FROM sales
),

credited AS (
    SELECT coalesce(told.rep_id, owner.rep_id) AS rep_id, net_amount * coalesce(told.share, owner.share) AS amount
    FROM line
    LEFT JOIN credits AS told USING (line_id)
    LEFT JOIN owner
        ON told.rep_id IS NULL
        AND owner.territory_id = line.territory_credited
        AND line.order_date >= owner.from_day AND line.order_date < owner.to_day
    WHERE line.day >= $first AND line.day < $end
),

sold AS (
    SELECT rep_id, sum(amount) AS amount FROM credited GROUP BY rep_id
),

day AS (
    SELECT
        rep_id,
        day,
        if(working, list_extract($season::DOUBLE[], month(day)), 0) AS weight,
        NOT EXISTS (
            FROM absence
            WHERE absence.rep_id = simple.rep_id AND day >= absence.from_day + 20 AND day < absence.to_day
        ) AS counts
    FROM simple, calendar
    WHERE day >= $first AND day < date_trunc('year', $first) + INTERVAL 1 YEAR
),

goal AS (
    SELECT rep_id, sum(amount * share * held / whole) AS amount, sum(amount * share * of_year / whole) AS of_year
    FROM (
        SELECT
            owner.rep_id,
            owner.from_day,
            owner.share,
            quota.quota_id,
            quota.amount,
            sum(weight) FILTER (counts AND day >= owner.from_day AND day < least(owner.to_day, $end)) AS held,
            sum(weight) FILTER (counts AND day >= owner.from_day AND day < owner.to_day) AS of_year,
            sum(weight) AS whole
        FROM owner
        JOIN quota USING (territory_id)
        JOIN day ON day.rep_id = owner.rep_id AND day >= quota.period_start AND day < quota.period_end
        GROUP BY ALL
    )
    GROUP BY rep_id
),

target AS (
    SELECT rep_id, sum(amount) AS amount
    FROM (
        SELECT
            rep_id,
            target_amount / 12.0 * count(DISTINCT month(day)) * sum(weight) FILTER (counts) / sum(weight) AS amount
        FROM compensation
        JOIN day USING (rep_id)
        WHERE day >= from_day AND day < least(to_day, $end)
        GROUP BY rep_id, from_day, target_amount
    )
    GROUP BY rep_id
),

reached AS (
    SELECT
        rep_id,
        target.amount AS target,
        sold.amount / goal.amount AS attained,
        sold.amount >= goal.of_year AS is_reached
    FROM simple
    JOIN sold USING (rep_id)
    JOIN goal USING (rep_id)
    JOIN target USING (rep_id)
)

SELECT
    rep_id,
    round(target * (
        0.85 * least(attained, 0.7)
        + 1.35 * greatest(if(is_reached, least(attained, 1), attained) - 0.7, 0)
        + if(is_reached, 1.7 * greatest(least(attained, 1.2) - 1, 0) + 1.2 * greatest(attained - 1.2, 0), 0)
    ), 2) AS amount
FROM reached
ORDER BY rep_id
