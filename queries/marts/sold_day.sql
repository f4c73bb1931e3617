-- What was sold on each day, with what an earlier publication has of it already: what looks back reads this.
-- grain: day, territory today, category; key: the grain; scope: path_today.
WITH sold AS (
    SELECT order_date, territory_today, path_today, category, net_amount FROM before.goods_day
    UNION ALL
    SELECT order_date, territory_today, path_today, category, net_amount FROM mart.goods_day
)

SELECT
    order_date,
    territory_today,
    path_today,
    category,
    CAST(sum(net_amount) AS DECIMAL(38, 4)) AS net_amount
FROM sold
GROUP BY ALL
