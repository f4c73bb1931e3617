-- Grain: one account. Key: customer_id. Scope: the source table `customers`.
WITH words AS (
    SELECT
        kind,
        list(word ORDER BY word) FILTER (WHERE part = 'title') AS titles,
        list(word ORDER BY word) FILTER (WHERE part = 'sign') AS signs
    FROM given.names
    GROUP BY kind
),

called AS (
    SELECT
        a.*,
        w.titles[1 + floor(draw('title', a.customer_no) * len(w.titles))::INTEGER]
        || ' ' || if(
            a.country_id = 'GR',
            w.signs[1 + floor(draw('sign', a.customer_no) * len(w.signs))::INTEGER],
            regexp_replace(
                w.signs[1 + floor(draw('sign', a.customer_no) * len(w.signs))::INTEGER], ' (Ο.Ε.|Α.Ε.|& ΣΙΑ Ε.Ε.)$', ''
            )
        )
        || CASE a.country_id WHEN 'BG' THEN ' EOOD' WHEN 'RO' THEN ' SRL' WHEN 'CY' THEN ' Ltd' ELSE '' END AS called
    FROM accounts AS a
    JOIN words AS w USING (kind)
),

-- Of customers with one name, the later ones also bear their city, and a number if need be.
told_apart AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY called ORDER BY customer_no) AS nth,
        row_number() OVER (PARTITION BY called, city ORDER BY customer_no) AS nth_here
    FROM called
),

-- Chains: some shops belong to the first large supermarket of their territory.
heads AS (
    SELECT territory_id, min(customer_id) AS head_id
    FROM accounts
    WHERE kind = 'supermarket' AND segment = 'Μεγάλοι πελάτες'
    GROUP BY territory_id
)

SELECT
    t.customer_id,
    coalesce(
        t.given_name,
        t.called || if(t.nth > 1, ', ' || t.city, '') || if(t.nth_here > 1, ' ' || t.nth_here, '')
    ) AS name,
    t.segment,
    k.industry,
    t.city,
    t.region_code,
    round(t.latitude, 5) AS latitude,
    round(t.longitude, 5) AS longitude,
    t.potential::DECIMAL(18, 4) AS annual_potential,
    t.opened_on,
    CASE
        WHEN t.kind = 'supermarket' AND t.segment = 'Μεσαίοι' AND draw('chain', t.customer_no) < 0.25 THEN h.head_id
    END AS parent_customer_id
FROM told_apart AS t
JOIN given.kinds AS k USING (kind)
LEFT JOIN heads AS h USING (territory_id)
ORDER BY t.customer_id
