-- Grain: one customer with what the generator knows of it. Key: customer_no. Scope: the named
-- customers of the stories first, then as many as the lines need (5,000, above 5M lines 1 per 1,000).
WITH numbered AS (
    SELECT n AS customer_no
    FROM range(1, 1 + greatest(5000, getvariable('lines')::BIGINT // 1000)) AS c (n)
),

spots AS (
    SELECT
        row_number() OVER () AS place_no,
        p.*,
        sum(p.weight) OVER (ORDER BY p.territory_id, p.city) - p.weight AS lower_bound
    FROM given.places AS p
),

trades AS (
    SELECT k.*, sum(k.weight) OVER (ORDER BY k.kind) - k.weight AS lower_bound
    FROM given.kinds AS k
),

drawn AS (
    SELECT
        n.customer_no,
        draw('place', n.customer_no) * (SELECT sum(weight) FROM spots) AS at_place,
        draw('kind', n.customer_no) * (SELECT sum(weight) FROM trades) AS at_kind
    FROM numbered AS n
    ANTI JOIN given.named AS g USING (customer_no)
),

placed AS (
    SELECT d.customer_no, s.place_no, t.kind, NULL AS segment, NULL AS given_name, NULL AS potential, NULL AS first
    FROM drawn AS d
    ASOF JOIN spots AS s ON d.at_place >= s.lower_bound
    ASOF JOIN trades AS t ON d.at_kind >= t.lower_bound
    UNION ALL
    SELECT g.customer_no, s.place_no, g.kind, g.segment, g.name, g.potential, g.first
    FROM given.named AS g
    JOIN spots AS s ON g.city = s.city AND g.territory_id = s.territory_id
),

sized AS (
    SELECT
        p.* EXCLUDE (segment),
        coalesce(p.segment, CASE
            WHEN draw('segment', p.customer_no) < if(p.kind = 'wholesale', 0.16, 0.05) THEN 'Μεγάλοι πελάτες'
            WHEN draw('segment', p.customer_no) < if(p.kind IN ('wholesale', 'hotel'), 0.42, 0.22)
                THEN 'Μεσαίοι'
            ELSE 'Μικροί'
        END) AS segment,
        exp(0.5 * bell('size', p.customer_no)) AS spread,
        0.25 + 0.5 * draw('wallet', p.customer_no) AS wallet,
        CASE
            WHEN p.given_name IS NULL AND draw('opened', p.customer_no) < 0.26
                THEN getvariable('since')::DATE + (pow(draw('opened on', p.customer_no), 0.75) * 1400)::INTEGER
            ELSE coalesce(
                getvariable('until')::DATE - p.first::INTEGER - 6,
                getvariable('since')::DATE - 200 - (draw('opened on', p.customer_no) * 5000)::INTEGER
            )
        END AS opened_on
    FROM placed AS p
),

-- Where a territory has parts, each has about as many customers.
shares AS (
    SELECT territory_id, 1 + count(*) AS parts
    FROM parts
    GROUP BY territory_id
),

-- The lapsing region: more than half of the customers of Epirus stop, one after another, in the
-- last fourteen months. Elsewhere about one in eight stops at some time in the four years.
ending AS (
    SELECT
        z.*,
        s.* EXCLUDE (place_no, weight, lower_bound, territory_id, territory_before),
        coalesce(p.part_id, s.territory_id) AS territory_id,
        coalesce(p.part_id, s.territory_before) AS territory_before,
        CASE
            WHEN z.given_name IS NOT NULL THEN NULL
            WHEN s.region_code = 'GR-D' AND draw('lapses', z.customer_no) < 0.55
                THEN getvariable('until')::DATE - 60 - (draw('lapsed', z.customer_no) * 365)::INTEGER
            WHEN draw('lapses', z.customer_no) < 0.13
                THEN getvariable('since')::DATE + (draw('lapsed', z.customer_no) * 1460)::INTEGER
        END AS stops_on,
        CASE z.segment WHEN 'Μεγάλοι πελάτες' THEN 42000 WHEN 'Μεσαίοι' THEN 10500 ELSE 2600 END
        * if(z.segment = 'Μικροί', z.spread, sqrt(z.spread)) AS demand
    FROM sized AS z
    JOIN spots AS s USING (place_no)
    LEFT JOIN shares AS h ON s.territory_id = h.territory_id AND z.given_name IS NULL
    LEFT JOIN parts AS p
        ON h.territory_id = p.territory_id AND p.part = 1 + floor(h.parts * draw('part', z.customer_no))::INTEGER
)

SELECT
    e.customer_no,
    'C' || lpad(e.customer_no::VARCHAR, 6, '0') AS customer_id,
    e.* EXCLUDE (customer_no, place_no, potential, first, spread, latitude, longitude, demand),
    e.latitude + 0.012 * (draw('latitude', e.customer_no) - 0.5) AS latitude,
    e.longitude + 0.014 * (draw('longitude', e.customer_no) - 0.5) AS longitude,
    e.demand,
    coalesce(e.potential, round(e.demand / e.wallet, -2)) AS potential,
    -- A customer twice as large orders more often and more at a time.
    sqrt(e.demand) AS frequency,
    CASE e.segment WHEN 'Μεγάλοι πελάτες' THEN 0.13 WHEN 'Μεσαίοι' THEN 0.08 ELSE 0.03 END
    + if(e.kind = 'wholesale', 0.04, 0) + 0.03 * draw('discount', e.customer_no) AS discount,
    6 + (if(e.segment = 'Μικροί', 10, 26) * draw('basket', e.customer_no))::INTEGER AS basket,
    -- The cross-sell gap: middling caterers and hotels of Crete buy everything but frozen food.
    CASE
        WHEN
            e.given_name IS NULL AND e.region_code = 'GR-M' AND e.kind IN ('horeca', 'hotel') AND e.segment = 'Μεσαίοι'
            THEN 'no_frozen'
        ELSE e.kind
    END AS assortment,
    -- The eroding price: wholesalers of Central Macedonia get more and more off Volta Pro.
    e.given_name IS NULL AND e.region_code = 'GR-B' AND e.kind = 'wholesale' AS erodes
FROM ending AS e
ORDER BY e.customer_no
