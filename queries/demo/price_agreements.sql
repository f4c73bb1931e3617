-- Grain: the agreed price of one product for one customer for a year. Key: customer_id, product_id,
-- valid_from. Scope: the source table `price_agreements`: a third of the large customers, for three
-- items of their basket; those of C000004 end 60 days after the last day.
WITH agreed AS (
    SELECT
        a.customer_no,
        a.customer_id,
        a.discount,
        a.assortment,
        if(
            a.customer_no = 4,
            getvariable('until')::DATE + 60,
            make_date(year(getvariable('until')::DATE) + 1, 1 + floor(12 * draw('agreed', a.customer_no))::INTEGER, 1)
        ) AS ends
    FROM accounts AS a
    WHERE
        a.segment = 'Μεγάλοι πελάτες' AND a.stops_on IS NULL
        AND (a.customer_no = 4 OR draw('agrees', a.customer_no) < 0.33)
),

spans AS (
    SELECT
        g.*,
        (g.ends - to_years(n::INTEGER + 1))::DATE AS valid_from,
        (g.ends - to_years(n::INTEGER))::DATE AS valid_to
    FROM agreed AS g, range(4) AS years (n)
),

items AS (
    SELECT DISTINCT s.customer_id, s.discount, s.valid_from, s.valid_to, t.product_no
    FROM spans AS s, range(3) AS basket (item)
    JOIN assortment AS t
        ON s.assortment = t.assortment AND t.slot = floor(1000 * draw('basket', s.customer_no, basket.item))::INTEGER
)

SELECT
    i.customer_id,
    c.product_id,
    i.valid_from,
    i.valid_to,
    round(p.list_price * (1 - i.discount - 0.03), 2)::DECIMAL(18, 4) AS price
FROM items AS i
JOIN catalogue AS c ON i.product_no = c.product_no AND c.launched_on <= i.valid_from
JOIN prices AS p ON i.product_no = p.product_no AND p.month = date_trunc('month', i.valid_from)
WHERE i.valid_from <= getvariable('until')::DATE
ORDER BY i.customer_id, c.product_id, i.valid_from
