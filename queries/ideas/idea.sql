-- All ideas that a rule has raised, with what each is likely to be worth and whether that is worth a minute.
-- grain: rule, customer or territory, subject; key: the grain; scope: path_today.
-- Enough is a share of what the territory in the middle sells in a year.
WITH territory_year AS (
    SELECT territory_today, sum(sales_year) AS sales
    FROM signal.account
    GROUP BY territory_today
),

least AS (
    SELECT coalesce(median(sales), 0) * $minimum_share AS worth FROM territory_year
)

SELECT
    found.rule,
    found.customer_id,
    customer.label AS customer,
    found.subject,
    found.subject_name,
    found.beside_name,
    found.value,
    CAST(found.value * weight.confidence AS DECIMAL(18, 4)) AS expected,
    weight.effort,
    found.value * weight.confidence >= least.worth AS enough,
    found.measured,
    found.usual,
    found.bound,
    found.amount,
    found.since,
    found.counted,
    customer.latitude,
    customer.longitude,
    territory.territory_id AS territory_today,
    territory.path_today
FROM signal.found AS found
INNER JOIN signal.weight AS weight ON weight.rule = found.rule
CROSS JOIN least
LEFT JOIN mart.customer AS customer ON customer.customer_id = found.customer_id
INNER JOIN mart.territory AS territory
    ON territory.territory_id = coalesce(found.territory_id, customer.territory_today)
WHERE found.value > 0
ORDER BY territory.path_today, found.rule, found.customer_id, found.territory_id, found.subject
