-- Every line in a foreign currency has a rate on or before its date. Returns the lines without one.
-- grain: one line; key: line_id; scope: none.
SELECT
    line_id,
    currency,
    order_date
FROM mart.sales
WHERE net_amount IS NULL
ORDER BY order_date, line_id
