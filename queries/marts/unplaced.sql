-- What documents name and nobody knows: a customer, an article, a person or a territory without a row of its own.
-- grain: one key of one kind; key: dimension, key; scope: none, nobody reads it.
-- When such a key appears, the lines that name it belong elsewhere: a load must then place all lines anew.
WITH named AS (
    SELECT DISTINCT 'customer' AS dimension, customer_id AS key FROM model.sales
    UNION ALL SELECT DISTINCT 'product', product_id FROM model.sales
    UNION ALL SELECT DISTINCT 'rep', rep_id FROM model.sales
    UNION ALL SELECT DISTINCT 'territory', territory_id FROM model.sales
    UNION ALL SELECT dimension, key FROM before.unplaced
),

known AS (
    SELECT 'customer' AS dimension, customer_id AS key FROM mart.customer
    UNION ALL SELECT 'product', product_id FROM mart.product
    UNION ALL SELECT 'rep', rep_id FROM mart.rep
    UNION ALL SELECT 'territory', territory_id FROM mart.territory
)

SELECT DISTINCT named.dimension, named.key
FROM named
ANTI JOIN known ON known.dimension = named.dimension AND known.key = named.key
WHERE named.key IS NOT NULL
