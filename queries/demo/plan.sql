-- Grain: one month of sales. Key: month. Scope: how many lines each month gets, so that all months
-- and the planted orders together come to the lines asked for, and what a line is worth.
WITH wanted AS (
    SELECT getvariable('lines')::BIGINT - sum(lines - first_line) AS lines
    FROM planted_orders
),

weights AS (
    SELECT month, sum(weight)::BIGINT AS weight
    FROM demand
    GROUP BY month
),

year AS (
    SELECT sum(weight) / 4.0 AS working
    FROM days
    WHERE day <= getvariable('until')::DATE
),

running AS (
    SELECT
        month,
        weight,
        sum(weight) OVER (ORDER BY month) AS upto,
        sum(weight) OVER () AS total
    FROM weights
)

SELECT
    r.month,
    date_diff('month', getvariable('since')::DATE, r.month) AS month_no,
    r.weight,
    ((w.lines * r.upto) // r.total - (w.lines * (r.upto - r.weight)) // r.total)::BIGINT AS lines,
    r.total / (w.lines * y.working) AS euros
FROM running AS r, wanted AS w, year AS y
ORDER BY r.month
