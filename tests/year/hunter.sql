-- The hunter's commission by data/plans/hunter_2026.toml: each month's sales by bands, on the day on which they were
-- booked, each line rounded by itself. A month is complete at its end by that day: nothing of it is ever late.
-- What comes back on the order that it was sold by is taken back by age instead.
WITH line AS (
    SELECT
        date_trunc('month', order_date + booked_days) AS month,
        line_id,
        net_amount AS amount,
        sum(net_amount) OVER (
            PARTITION BY date_trunc('month', order_date + booked_days) ORDER BY order_date + booked_days, line_id
        ) AS running
    FROM sales
    WHERE rep_id = 'R06' AND line_id NOT LIKE 'RET-%' AND order_date + booked_days >= $first AND order_date + booked_days < $end
),

edge AS (
    SELECT *, unnest([running, running - amount]) AS reached, unnest([1, -1]) AS sign FROM line
),

paid AS (
    SELECT month, line_id, any_value(amount) AS amount, round(sum(sign * (
        0.015 * least(reached, 20000)
        + 0.02 * greatest(least(reached, 50000) - 20000, 0)
        + 0.025 * greatest(reached - 50000, 0)
    )), 2) AS paid
    FROM edge
    GROUP BY month, line_id
),

monthly AS (
    SELECT least(sum(paid), round(0.022 * sum(amount), 2)) AS paid FROM paid GROUP BY month
)

SELECT 'R06' AS rep_id, sum(paid) AS amount
FROM monthly
