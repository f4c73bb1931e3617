-- The customers whom lines may name are where they were. Returns those who are elsewhere today, or gone.
-- grain: one customer; key: customer_id; scope: none.
SELECT customer_id, territory_today FROM base.customer
EXCEPT
SELECT customer_id, territory_today FROM mart.customer
