-- Every rollup adds up to the lines that it is made of. Returns each rollup that does not.
-- grain: one rollup; key: relation; scope: none.
WITH sold AS (
    SELECT sum(net_amount) AS net, sum(cost_amount) AS cost, sum(quantity) AS units FROM mart.sales
),

rolled AS (
    SELECT 'customer_day' AS relation, sum(net_amount) AS net, sum(cost_amount) AS cost, sum(quantity) AS units
    FROM mart.customer_day
    UNION ALL
    SELECT 'customer_month', sum(net_amount), sum(cost_amount), sum(quantity) FROM mart.customer_month
    UNION ALL
    SELECT 'rollup_day', sum(net_amount), sum(cost_amount), sum(quantity) FROM mart.rollup_day
    UNION ALL
    SELECT 'rollup_month', sum(net_amount), sum(cost_amount), sum(quantity) FROM mart.rollup_month
    UNION ALL
    SELECT 'goods_day', sum(net_amount), sum(cost_amount), sum(quantity) FROM mart.goods_day
    UNION ALL
    SELECT 'goods_month', sum(net_amount), sum(cost_amount), sum(quantity) FROM mart.goods_month
),

ordered AS (
    SELECT sum(order_count) AS orders FROM mart.customer_day
    UNION
    SELECT sum(order_count) FROM mart.customer_month
    UNION
    SELECT sum(order_count) FROM mart.rollup_day
    UNION
    SELECT sum(order_count) FROM mart.rollup_month
),

counted AS (
    SELECT count(DISTINCT customer_id) AS customers
    FROM mart.sales
    WHERE customer_id != '?' AND coalesce(quantity, net_amount) > 0
),

blocks AS (
    SELECT block, bit_or(customers) AS customers FROM mart.rollup_month GROUP BY block
),

mapped AS (
    SELECT coalesce(sum(bit_count(customers)), 0) AS customers FROM blocks
),

planned AS (
    SELECT layer, measure, sum(amount) AS amount FROM mart.quota_day GROUP BY layer, measure
),

rolled_plan AS (
    SELECT layer, measure, sum(amount) AS amount FROM mart.quota_month GROUP BY layer, measure
)

SELECT rolled.relation
FROM rolled, sold
WHERE (rolled.net, rolled.cost, rolled.units) IS DISTINCT FROM (sold.net, sold.cost, sold.units)
UNION ALL
SELECT 'orders' FROM ordered HAVING count(*) > 1
UNION ALL
SELECT 'customers' FROM counted, mapped WHERE counted.customers != mapped.customers
UNION ALL
SELECT 'quota_month'
FROM planned
FULL JOIN rolled_plan ON rolled_plan.layer = planned.layer AND rolled_plan.measure = planned.measure
WHERE planned.amount IS DISTINCT FROM rolled_plan.amount
