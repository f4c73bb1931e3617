-- Grain: the market of one region and category in one quarter. Key: territory_id, category,
-- period_start. Scope: the source table `market`; it grows 3 % a year, so shares move with sales.
WITH regions AS (
    SELECT territory_id, region_codes FROM given.territories WHERE level = 'region'
),

sold AS (
    SELECT r.territory_id, p.category, quarter(s.order_date) AS quarter, sum(s.net_amount) / 4 AS amount
    FROM sales AS s
    JOIN customers AS c USING (customer_id)
    JOIN products AS p USING (product_id)
    JOIN regions AS r ON c.region_code = r.region_codes
    GROUP BY ALL
),

quarters AS (
    SELECT DISTINCT date_trunc('quarter', day)::DATE AS starts
    FROM days
    WHERE date_trunc('quarter', day) + INTERVAL 3 MONTH <= getvariable('until')::DATE
)

SELECT
    s.territory_id,
    s.category,
    q.starts AS period_start,
    (q.starts + INTERVAL 3 MONTH)::DATE AS period_end,
    round(
        s.amount::DOUBLE / (0.06 + 0.12 * draw('share', s.territory_id, s.category))
        * pow(1.03, date_diff('quarter', getvariable('until')::DATE, q.starts) / 4.0 + 2)
        * (0.97 + 0.06 * draw('market', s.territory_id || s.category, q.starts)),
        -2
    )::DECIMAL(18, 4) AS amount,
    NULL::DECIMAL(18, 4) AS quantity,
    'πανελ λιανικής' AS source
FROM sold AS s
JOIN quarters AS q ON quarter(q.starts) = s.quarter
ORDER BY ALL
