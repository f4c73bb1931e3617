-- Where customers stand. Nobody stands where the equator meets the first meridian: that is what zeros mean.
-- grain: one customer with coordinates; key: customer_id; scope: territory_today.
SELECT
    customer_id,
    latitude,
    longitude,
    city,
    territory_today,
    path_today
FROM mart.customer
WHERE latitude IS NOT NULL AND longitude IS NOT NULL AND (latitude != 0 OR longitude != 0)
