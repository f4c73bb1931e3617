-- The products.
-- grain: one product; key: product_id ('?' is the unknown one); scope: none.
SELECT
    product_id,
    CASE
        WHEN name IS NULL THEN product_id
        WHEN count(*) OVER (PARTITION BY name) > 1 THEN name || ' (' || product_id || ')'
        ELSE name
    END AS label,
    coalesce(brand, '?') AS brand,
    coalesce(category, '?') AS category,
    list_price,
    launched_on
FROM model.products

UNION ALL

SELECT '?', '?', '?', '?', NULL, NULL
