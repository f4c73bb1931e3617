-- The day up to which sales are known: what "last" and "since" are counted from.
-- grain: one row; key: none; scope: none.
SELECT least(max(day.order_date), max(company.today)) AS through
FROM signal.bought_day AS day
CROSS JOIN model.company AS company
