-- Grain: one invoiced order line of the month; a return is a negative line. Key: line_id.
-- Scope: one month of the source table `sales`, by date.
WITH goods AS (
    SELECT
        s.assortment,
        s.slot,
        c.product_id,
        c.brand,
        c.first_price,
        (p.list_price * 100)::INTEGER AS list_cents,
        p.unit_cost::DOUBLE AS unit_cost,
        w.weight AS season
    FROM assortment AS s
    JOIN catalogue AS i ON s.product_no = i.product_no
    JOIN catalogue AS c ON if(i.launched_on > getvariable('month')::DATE, i.stand_in, i.product_no) = c.product_no
    JOIN prices AS p ON c.product_no = p.product_no AND p.month = getvariable('month')::DATE
    JOIN given.seasons AS w ON c.season = w.season AND w.month = month(getvariable('month')::DATE)
),

lines AS (
    SELECT *, unnest(range(first_line, lines))::INTEGER AS line_no
    FROM month_orders
),

-- One hash a line is enough: its four quarters are its four pieces of luck.
drawn AS (
    SELECT *, luck(month_no, place * 20 + line_no) AS luck
    FROM lines
),

-- What a customer buys comes from a basket of its own, its first items more often than its last.
picked AS (
    SELECT
        *,
        if(
            planted, if(line_no = 0, 0, 1 + (turn * 2 + line_no) % 11), floor(pow(piece(luck, 0), 1.6) * basket)
        )::INTEGER
        AS item
    FROM drawn
),

sized AS (
    SELECT
        p.*,
        g.* EXCLUDE (assortment, slot),
        greatest(1, floor(
            p.amount * g.season / g.first_price
            * if(p.planted, 0.9 + 0.2 * piece(p.luck, 1), 0.94 * pow(piece(p.luck, 1) / (1 - piece(p.luck, 1)), 0.25))
            + piece(p.luck, 2)
        )) AS bought
    FROM picked AS p
    JOIN goods AS g
        ON p.assortment = g.assortment AND floor(1000 * draw('basket', p.customer_no, p.item))::INTEGER = g.slot
),

-- One line in eight is on offer; what is left of that luck is the haggling.
counted AS (
    SELECT
        *,
        if(is_return, -greatest(1, floor(bought * 0.6)), bought)::INTEGER AS quantity,
        least(0.6, discount
            + if(brand = 'Volta Pro', erosion, 0)
            + if(piece(luck, 3) < 0.12, 0.08, 0)
            + 0.01 * piece(luck, 3)) AS rate
    FROM sized
),

-- In whole cents, which are quick and exact.
priced AS (
    SELECT
        *,
        quantity * list_cents AS list_total,
        round(quantity * list_cents * (1 - rate))::INTEGER AS net_total,
        round(quantity * unit_cost * 100)::INTEGER AS cost_total
    FROM counted
)

SELECT
    order_id || '-' || line_no + 1 AS line_id,
    order_id,
    order_date,
    customer_id,
    product_id,
    quantity::DECIMAL(18, 4) AS quantity,
    (net_total * 0.01)::DECIMAL(18, 4) AS net_amount,
    (list_total * 0.01)::DECIMAL(18, 4) AS list_amount,
    ((list_total - net_total) * 0.01)::DECIMAL(18, 4) AS discount_amount,
    (cost_total * 0.01)::DECIMAL(18, 4) AS cost_amount,
    'EUR' AS currency,
    channel,
    territory_id,
    rep_id,
    booked_at
FROM priced
ORDER BY place, line_no
