-- What the specialist is paid in the year by data/plans/overlay_2026.toml: each quarter a rate that rises with the
-- running sum, an order no more than 400, at least 1,200 in the first half-year. What was booked late of a quarter
-- is paid with the next one: so each is looked at as it was known at the end of every quarter since.
WITH quarter AS (
    SELECT q::DATE AS start, (q + INTERVAL 3 MONTH)::DATE AS finish
    FROM range($first, $end, INTERVAL 3 MONTH) AS quarters (q)
),

line AS (
    SELECT
        seen.start AS seen,
        sold.start AS sold,
        sales.line_id,
        sales.order_id,
        sales.net_amount * overlay.share AS amount,
        sum(sales.net_amount * overlay.share)
            OVER (PARTITION BY seen.start, sold.start ORDER BY sales.order_date, sales.line_id) AS running
    FROM quarter AS seen
    JOIN quarter AS sold ON sold.start <= seen.start
    JOIN sales
        ON sales.order_date >= sold.start AND sales.order_date < sold.finish
        AND sales.order_date + sales.booked_days < seen.finish
    JOIN assignment AS overlay
        ON overlay.role = 'overlay' AND overlay.rep_id = 'R61' AND overlay.territory_id = sales.territory_credited
        AND sales.order_date >= overlay.from_day AND sales.order_date < overlay.to_day
),

by_order AS (
    SELECT seen, sold, least(sum(amount * if(running < 60000, 0.012, 0.016)), 400) AS amount
    FROM line
    GROUP BY seen, sold, coalesce(order_id, line_id)
),

due AS (
    SELECT seen, sold, round(sum(amount), 2) AS amount FROM by_order GROUP BY seen, sold
),

earned AS (
    SELECT seen, sum(amount - coalesce(before, 0)) AS amount
    FROM (SELECT *, lag(amount) OVER (PARTITION BY sold ORDER BY seen) AS before FROM due)
    GROUP BY seen
)

SELECT 'R61' AS rep_id, sum(greatest(amount, if(month(seen) <= 6, 1200, 0))) AS amount
FROM earned
