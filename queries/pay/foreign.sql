-- Whether any line of the days asked was sold in another currency than the reporting one.
-- grain: one answer; key: none; scope: everything, asked by a pay run alone.
SELECT count(*) > 0 AS foreign_lines
FROM sales
CROSS JOIN company
WHERE sales.order_date >= $first AND sales.order_date < $end AND sales.currency != company.currency
