-- Grain: one order of the month. Key: order_no, planted. Scope: the month's drawn orders (16 lines
-- make five orders of 1, 2, 3, 4 and 6 lines) and its planted ones, with all that their lines need.
WITH turns AS (
    SELECT v AS variant, p AS position, sizes[p + 1] AS size, coalesce(list_sum(sizes[:p]), 0)::BIGINT AS start
    FROM
        range(5) AS variants (v),
        range(5) AS positions (p),
        unnest([[1, 2, 3, 4, 6][v + 1:] || [1, 2, 3, 4, 6][:v]]) AS s (sizes)
),

month AS (
    SELECT * FROM plan WHERE month = getvariable('month')::DATE
),

blocks AS (
    SELECT b.block, m.*, floor(5 * draw('turns', m.month_no, b.block))::INTEGER AS variant
    FROM month AS m, range((SELECT 1 + lines // 16 FROM month)) AS b (block)
),

cut AS (
    SELECT
        b.block * 5 + t.position AS order_no,
        b.block * 16 + t.start AS first_line,
        least(t.size, b.lines - b.block * 16 - t.start) AS lines,
        (b.block * 16 + t.start) / b.lines AS moment,
        b.month_no,
        b.euros,
        (draw('customer', b.month_no, b.block * 5 + t.position) * b.weight)::BIGINT AS pick
    FROM blocks AS b
    JOIN turns AS t USING (variant)
    WHERE b.block * 16 + t.start < b.lines
),

buyers AS (
    SELECT customer_no, sum(weight) OVER (ORDER BY customer_no) - weight AS lower_bound
    FROM demand
    WHERE month = getvariable('month')::DATE AND weight > 0
),

calendar AS (
    SELECT day, (sum(weight) OVER (ORDER BY day) - weight) / sum(weight) OVER () AS lower_bound
    FROM days
    WHERE month = getvariable('month')::DATE AND day <= getvariable('until')::DATE
),

drawn AS (
    SELECT
        FALSE AS planted,
        c.order_no,
        d.day AS order_date,
        b.customer_no,
        NULL AS turn,
        0 AS first_line,
        c.lines,
        NULL AS amount,
        0 AS extra_discount,
        0 AS late_days,
        c.month_no,
        c.euros
    FROM cut AS c
    ASOF JOIN buyers AS b ON c.pick >= b.lower_bound
    ASOF JOIN calendar AS d ON c.moment >= d.lower_bound
),

ordered AS (
    SELECT * FROM drawn
    UNION ALL
    SELECT
        TRUE,
        p.order_no,
        p.order_date,
        p.customer_no,
        p.turn,
        p.first_line,
        p.lines,
        p.amount,
        p.extra_discount,
        p.late_days,
        m.month_no,
        m.euros
    FROM planted_orders AS p
    JOIN month AS m USING (month)
),

-- Few orders come from shoppers without an account, and one in fifty is a credit note.
kinds AS (
    SELECT
        *,
        NOT planted AND draw('return', month_no, order_no) < 0.02 AS is_return,
        NOT planted AND draw('guest', month_no, order_no) < 0.0012 AS is_guest,
        NOT planted AND draw('desk', month_no, order_no) < 0.006 AS at_desk
    FROM ordered
),

named AS (
    SELECT
        *,
        if(is_return, 'CRN-', 'INV-') || strftime(getvariable('month')::DATE, '%Y%m')
        || if(planted, '-N' || lpad(order_no::VARCHAR, 6, '0'), '-' || lpad(order_no::VARCHAR, 7, '0')) AS order_id
    FROM kinds
)

SELECT
    row_number() OVER (ORDER BY k.order_date, k.planted, k.order_no) AS place,
    k.planted,
    k.order_id,
    k.order_date,
    k.month_no,
    k.turn,
    k.first_line,
    k.lines,
    k.is_return,
    a.customer_no,
    if(k.is_guest, NULL, a.customer_id) AS customer_id,
    -- Orders that the telephone desk takes are booked to central Athens, whoever owns the customer.
    CASE WHEN k.is_guest THEN NULL WHEN k.at_desk THEN 'ATT-C1' ELSE d.territory_id END AS territory_id,
    CASE WHEN k.is_guest THEN NULL WHEN k.at_desk THEN 'R09' ELSE d.rep_id END AS rep_id,
    CASE
        WHEN k.is_guest THEN 'E-shop'
        WHEN
            NOT k.planted AND a.kind <> 'wholesale'
            AND draw('e-shop', k.month_no, k.order_no)
            < (0.03 + 0.0015 * k.month_no) * if(a.segment = 'Μικροί', 1.5, 0.6)
            THEN 'E-shop'
        ELSE t.channel
    END AS channel,
    a.assortment,
    a.basket,
    a.discount + k.extra_discount AS discount,
    d.erosion,
    coalesce(k.amount, a.demand / a.frequency * k.euros) AS amount,
    -- Few orders reach the books days later than they count.
    least(
        k.order_date + to_seconds(25200 + floor(39600 * draw('hour', k.month_no, k.order_no))::BIGINT)
        + to_days(greatest(
            k.late_days,
            if(draw('late', k.month_no, k.order_no) < 0.004, 1 + 9 * draw('delay', k.month_no, k.order_no), 0)
        )::INTEGER),
        getvariable('until')::DATE + INTERVAL 20 HOUR
    ) AS booked_at
FROM named AS k
JOIN accounts AS a USING (customer_no)
JOIN given.kinds AS t USING (kind)
LEFT JOIN demand AS d ON a.customer_no = d.customer_no AND d.month = getvariable('month')::DATE
