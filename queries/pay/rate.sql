-- Rates to the reporting currency.
-- grain: currency, day; key: currency, day; scope: everything, asked by a pay run alone.
SELECT rates.currency, company.currency AS to_currency, rates.rate_date AS day, rates.rate
FROM fx_rates AS rates
CROSS JOIN company
ORDER BY 1, 3
