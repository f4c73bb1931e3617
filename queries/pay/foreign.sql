-- Whether any of the lines that `credit` freezes was sold in another currency than the reporting one.
-- grain: one answer; key: none; scope: everything, asked by a pay run alone.
SELECT count(*) > 0 AS foreign_lines
FROM sales
CROSS JOIN company
WHERE
    greatest(sales.order_date, sales.order_date + coalesce(sales.booked_days, 0)) >= $first
    AND least(sales.order_date, sales.order_date + coalesce(sales.booked_days, 0)) < $end
    AND sales.currency != company.currency
