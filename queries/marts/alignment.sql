-- Which territory owns a customer, and when.
-- grain: customer and stretch; key: customer_id, from_day; scope: through territory_tree.
SELECT
    customer_id,
    territory_id,
    coalesce(valid_from, DATE '0001-01-01') AS from_day,
    coalesce(valid_to, DATE '9999-12-31') AS to_day
FROM model.alignments
