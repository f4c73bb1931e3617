-- What lines name and nobody knew is still unknown. Returns what has appeared.
-- grain: one key of one kind; key: dimension, key; scope: none.
WITH known AS (
    SELECT 'customer' AS dimension, customer_id AS key FROM mart.customer
    UNION ALL SELECT 'product', product_id FROM mart.product
    UNION ALL SELECT 'rep', rep_id FROM mart.rep
    UNION ALL SELECT 'territory', territory_id FROM mart.territory
),

missed AS (
    SELECT dimension, key FROM base.unplaced
    UNION
    SELECT CASE field WHEN 'customer_id' THEN 'customer' WHEN 'product_id' THEN 'product' WHEN 'rep_id' THEN 'rep'
        ELSE 'territory' END, value
    FROM base.quarantine
    WHERE target = 'sales' AND rule = 'reference.unknown'
)

SELECT missed.dimension, missed.key
FROM missed
SEMI JOIN known ON known.dimension = missed.dimension AND known.key = missed.key
