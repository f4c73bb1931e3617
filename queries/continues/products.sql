-- The articles that lines may name are what they were. Returns those that are not.
-- grain: one article; key: product_id; scope: none.
SELECT product_id, brand, category, launched_on FROM base.product
EXCEPT
SELECT product_id, brand, category, launched_on FROM mart.product
