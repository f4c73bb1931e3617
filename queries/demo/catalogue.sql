-- Grain: one sellable item with what the generator knows of it. Key: product_no.
-- Scope: 60 lines of goods in 4 packs each; six lines were launched inside the four years.
WITH items AS (
    SELECT
        (i.item - 1) * 4 + k.pack AS product_no,
        i.*,
        k.name AS pack,
        k.factor,
        k.weight
    FROM given.items AS i
    JOIN given.packs AS k USING (category)
)

SELECT
    i.product_no,
    'P' || lpad(i.product_no::VARCHAR, 4, '0') AS product_id,
    i.brand || ' ' || i.name || ' ' || i.pack AS name,
    i.brand,
    i.category,
    (0.4 + 1.2 * draw('popular', i.product_no)) * i.weight AS weight,
    -- A pack costs a little more or less than its size says, and prices end in 9 cents.
    greatest(
        0.25, round(i.price * i.factor * (0.94 + 0.12 * draw('price', i.product_no)) * 10) / 10 - 0.01
    ) AS first_price,
    c.cost_rate * (0.92 + 0.16 * draw('cost', i.product_no)) AS cost_rate,
    c.season,
    CASE
        WHEN i.launched = 'window'
            THEN (
                date_trunc('month', getvariable('since')::DATE)
                + to_months(4 + (40 * draw('launch', i.item))::INTEGER)
            )::DATE
        ELSE getvariable('since')::DATE - 400 - (3000 * draw('launch', i.product_no))::INTEGER
    END AS launched_on,
    -- Sold in its place before it was launched: an older item of the same category.
    CASE WHEN i.launched = 'window' THEN i.product_no - 8 * (1 + i.item % 3) ELSE i.product_no END AS stand_in
FROM items AS i
JOIN given.categories AS c USING (category)
ORDER BY i.product_no
