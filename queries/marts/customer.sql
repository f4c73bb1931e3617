-- The customers, with their keys in other systems and the territory that owns each today.
-- grain: one customer; key: customer_id ('?' is the unknown one); scope: territory_today.
WITH owner AS (
    SELECT customer_id, territory_id
    FROM mart.alignment
    WHERE (SELECT today FROM model.company) >= from_day AND (SELECT today FROM model.company) < to_day
),

elsewhere AS (
    SELECT customer_id, string_agg(system || ' ' || identifier, ', ' ORDER BY system, identifier) AS identifiers
    FROM model.customer_identifiers
    GROUP BY customer_id
)

SELECT
    customer.customer_id,
    CASE
        WHEN customer.name IS NULL THEN customer.customer_id
        WHEN count(*) OVER (PARTITION BY customer.name) > 1 THEN customer.name || ' (' || customer.customer_id || ')'
        ELSE customer.name
    END AS label,
    coalesce(customer.segment, '?') AS segment,
    coalesce(customer.industry, '?') AS industry,
    coalesce(customer.city, '?') AS city,
    customer.region_code,
    customer.latitude,
    customer.longitude,
    customer.annual_potential,
    customer.opened_on,
    customer.parent_customer_id,
    elsewhere.identifiers,
    coalesce(territory.territory_id, '?') AS territory_today,
    coalesce(territory.path_today, 0) AS path_today
FROM model.customers AS customer
LEFT JOIN owner ON owner.customer_id = customer.customer_id
LEFT JOIN elsewhere ON elsewhere.customer_id = customer.customer_id
LEFT JOIN mart.territory AS territory ON territory.territory_id = owner.territory_id

UNION ALL

SELECT '?', '?', '?', '?', '?', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '?', 0
