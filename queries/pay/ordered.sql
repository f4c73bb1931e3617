-- The order lines of the days asked, by the day of their order alone: those days are all that is read of the mart.
-- grain: order line; key: line_id; scope: everything, asked by a pay run alone.
SELECT *
FROM sales
WHERE order_date >= $first AND order_date < $end
