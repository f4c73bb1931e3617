-- Grain: one order of a named customer. Key: month, order_no. Scope: the named customers order
-- every so many days, so that what was planted with them does not hang on how many lines are made.
WITH called AS (
    SELECT
        n.*,
        unnest(generate_series(
            if(
                n."first" IS NULL,
                getvariable('since')::DATE + (n.customer_no * 3 % n.every)::INTEGER,
                getvariable('until')::DATE - n."first"::INTEGER
            ),
            getvariable('until')::DATE - coalesce(n.last, 0)::INTEGER,
            to_days(n.every::INTEGER)
        ))::DATE AS due
    FROM given.named AS n
),

working AS (
    SELECT day FROM days WHERE weight > 900 AND day <= getvariable('until')::DATE
),

dated AS (
    SELECT c.*, w.day AS order_date, row_number() OVER (PARTITION BY c.customer_no ORDER BY c.due) AS turn
    FROM called AS c
    ASOF JOIN working AS w ON c.due <= w.day
)

SELECT
    d.customer_no,
    date_trunc('month', d.order_date)::DATE AS month,
    row_number() OVER (
        PARTITION BY date_trunc('month', d.order_date) ORDER BY d.order_date, d.customer_no, d.turn
    ) AS order_no,
    d.order_date,
    d.turn,
    -- A lost item: the first of the basket is in every order until 130 days ago.
    if(d.story = 'lost_item' AND d.order_date > getvariable('until')::DATE - 130, 1, 0) AS first_line,
    d.lines,
    d.amount * s.weight
    * pow(1.02, date_diff('day', getvariable('since')::DATE, d.order_date) / 365.0)
    * if(d.story = 'shrinking' AND d.order_date > getvariable('until')::DATE - 92, 0.45, 1) AS amount,
    if(d.story = 'discount_outlier', 0.16, 0) AS extra_discount,
    -- Late papers: a customer of every week, whose last order of a month is booked in the next one.
    if(d.customer_no = 1 AND date_trunc('month', d.order_date + 7) > d.order_date, 8, 0) AS late_days
FROM dated AS d
JOIN accounts AS a USING (customer_no)
JOIN given.seasons AS s ON a.season = s.season AND month(d.order_date) = s.month
