-- The order lines of the days asked, with what a pay run needs of each.
-- grain: order line; key: line_id; scope: everything, asked by a pay run alone.
-- A line stands on two days, that of its order and that on which it was booked, and is read if either is asked.
SELECT
    sales.*,
    sales.net_in_currency - sales.cost_in_currency AS margin_in_currency,
    sales.order_date + coalesce(sales.booked_days, 0) AS booked_on
FROM sales
WHERE
    greatest(sales.order_date, sales.order_date + coalesce(sales.booked_days, 0)) >= $first
    AND least(sales.order_date, sales.order_date + coalesce(sales.booked_days, 0)) < $end
