-- Grain: one invoiced order line of the month; a return is a negative line. Key: line_id.
-- Scope: one month of the source table `sales`, by date.
WITH goods AS (
    SELECT
        s.assortment,
        s.slot,
        c.product_id,
        c.brand,
        c.first_price,
        p.list_price,
        p.unit_cost,
        w.weight AS season
    FROM assortment AS s
    JOIN catalogue AS i ON s.product_no = i.product_no
    JOIN catalogue AS c ON if(i.launched_on > getvariable('month')::DATE, i.stand_in, i.product_no) = c.product_no
    JOIN prices AS p ON c.product_no = p.product_no AND p.month = getvariable('month')::DATE
    JOIN given.seasons AS w ON c.season = w.season AND w.month = month(getvariable('month')::DATE)
),

lines AS (
    SELECT *, unnest(range(first_line, lines)) AS line_no
    FROM month_orders
),

drawn AS (
    SELECT
        *,
        order_no * 20 + line_no + if(planted, 10, 0) AS key
    FROM lines
),

-- What a customer buys comes from a basket of its own, its first items more often than its last.
picked AS (
    SELECT
        d.*,
        if(
            d.planted,
            if(d.line_no = 0, 0, 1 + (d.turn * 2 + d.line_no) % 11),
            floor(pow(draw('item', d.month_no, d.key), 1.6) * d.basket)
        )::INTEGER AS item
    FROM drawn AS d
),

sized AS (
    SELECT
        p.*,
        g.* EXCLUDE (assortment, slot),
        greatest(1, floor(
            p.amount * g.season / g.first_price
            * if(p.planted, 0.9 + 0.2 * draw('size', p.month_no, p.key), exp(0.45 * bell('size', p.month_no, p.key) - 0.1))
            + draw('odd', p.month_no, p.key)
        )) AS bought
    FROM picked AS p
    JOIN goods AS g ON p.assortment = g.assortment AND floor(1000 * draw('basket', p.customer_no, p.item))::INTEGER = g.slot
),

counted AS (
    SELECT
        *,
        if(is_return, -greatest(1, floor(bought * 0.6)), bought)::BIGINT AS quantity,
        least(0.6, discount
            + if(brand = 'Volta Pro', erosion, 0)
            + if(draw('offer', month_no, key) < 0.12, 0.08, 0)
            + 0.01 * draw('haggle', month_no, key)) AS rate
    FROM sized
),

priced AS (
    SELECT
        *,
        (quantity * list_price)::DECIMAL(18, 4) AS list_amount,
        round(quantity * list_price::DOUBLE * (1 - rate), 2)::DECIMAL(18, 4) AS net_amount
    FROM counted
)

SELECT
    order_id || '-' || line_no + 1 AS line_id,
    order_id,
    order_date,
    customer_id,
    product_id,
    quantity::DECIMAL(18, 4) AS quantity,
    net_amount,
    list_amount,
    (list_amount - net_amount)::DECIMAL(18, 4) AS discount_amount,
    round(quantity * unit_cost, 2)::DECIMAL(18, 4) AS cost_amount,
    'EUR' AS currency,
    channel,
    territory_id,
    rep_id,
    -- Few lines reach the books days later than they count.
    least(
        order_date + to_seconds(25200 + floor(39600 * draw('hour', month_no, order_no))::BIGINT)
        + to_days(if(draw('late', month_no, order_no) < 0.004, 1 + floor(9 * draw('delay', month_no, order_no)), 0)::INTEGER),
        getvariable('until')::DATE + INTERVAL 20 HOUR
    ) AS booked_at
FROM priced
ORDER BY order_date, order_id, line_no
