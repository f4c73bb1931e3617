-- Rates to the reporting currency, the earliest first.
-- grain: currency, day; key: currency, day; scope: none, rates are nobody's secret.
SELECT currency, rate_date, CAST(rate AS DECIMAL(20, 8)) AS rate FROM fx_rates ORDER BY currency, rate_date
