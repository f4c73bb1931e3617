-- Grain: one of 1,000 draws for one kind of customer. Key: assortment, slot. Scope: turns a
-- pseudo-random slot into a product, as often as customers of that kind buy it.
WITH shares AS (
    SELECT
        a.assortment,
        p.product_no,
        a.weight * p.weight / sum(p.weight) OVER (PARTITION BY a.assortment, p.category) AS share
    FROM given.assortments AS a
    JOIN catalogue AS p USING (category)
),

bounds AS (
    SELECT
        assortment,
        product_no,
        1000 * (sum(share) OVER running - share) / sum(share) OVER (PARTITION BY assortment) AS lower_bound
    FROM shares
    WINDOW running AS (PARTITION BY assortment ORDER BY product_no)
),

slots AS (
    SELECT DISTINCT a.assortment, s.slot
    FROM given.assortments AS a, range(1000) AS s (slot)
)

SELECT s.assortment, s.slot, b.product_no
FROM slots AS s
ASOF JOIN bounds AS b ON s.assortment = b.assortment AND s.slot + 0.5 >= b.lower_bound
