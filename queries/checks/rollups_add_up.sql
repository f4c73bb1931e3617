-- Every rollup adds up to the lines that it is made of. Returns each rollup that does not.
-- grain: one rollup; key: relation; scope: none.
WITH sold AS (
    SELECT
        sum(net_amount) AS net,
        sum(net_amount) FILTER (cost_amount IS NOT NULL) AS costed,
        sum(net_amount) FILTER (list_amount IS NOT NULL) AS listed,
        sum(cost_amount) AS cost,
        sum(list_amount) AS list,
        sum(discount_amount) AS discount,
        sum(quantity) AS units
    FROM mart.sales
),

kept AS (
    SELECT unnest(
        ['customer_day', 'customer_month', 'rollup_day', 'rollup_month', 'goods_day', 'goods_month']
    ) AS relation
),

held AS (
    SELECT
        'customer_day' AS relation,
        net_amount, net_amount_costed, net_amount_listed, cost_amount, list_amount, discount_amount, quantity
    FROM mart.customer_day
    UNION ALL
    SELECT
        'customer_month',
        net_amount, net_amount_costed, net_amount_listed, cost_amount, list_amount, discount_amount, quantity
    FROM mart.customer_month
    UNION ALL
    SELECT
        'rollup_day',
        net_amount, net_amount_costed, net_amount_listed, cost_amount, list_amount, discount_amount, quantity
    FROM mart.rollup_day
    UNION ALL
    SELECT
        'rollup_month',
        net_amount, net_amount_costed, net_amount_listed, cost_amount, list_amount, discount_amount, quantity
    FROM mart.rollup_month
    UNION ALL
    SELECT
        'goods_day',
        net_amount, net_amount_costed, net_amount_listed, cost_amount, list_amount, discount_amount, quantity
    FROM mart.goods_day
    UNION ALL
    SELECT
        'goods_month',
        net_amount, net_amount_costed, net_amount_listed, cost_amount, list_amount, discount_amount, quantity
    FROM mart.goods_month
),

rolled AS (
    SELECT
        relation,
        sum(net_amount) AS net,
        sum(net_amount_costed) AS costed,
        sum(net_amount_listed) AS listed,
        sum(cost_amount) AS cost,
        sum(list_amount) AS list,
        sum(discount_amount) AS discount,
        sum(quantity) AS units
    FROM held
    GROUP BY relation
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

SELECT kept.relation
FROM kept
CROSS JOIN sold
LEFT JOIN rolled ON rolled.relation = kept.relation
WHERE (rolled.net, rolled.costed, rolled.listed, rolled.cost, rolled.list, rolled.discount, rolled.units)
    IS DISTINCT FROM (sold.net, sold.costed, sold.listed, sold.cost, sold.list, sold.discount, sold.units)
UNION ALL
SELECT 'orders' FROM ordered HAVING count(*) > 1
UNION ALL
SELECT 'customers' FROM counted, mapped WHERE counted.customers != mapped.customers
UNION ALL
SELECT 'quota_month'
FROM planned
FULL JOIN rolled_plan ON rolled_plan.layer = planned.layer AND rolled_plan.measure = planned.measure
WHERE planned.amount IS DISTINCT FROM rolled_plan.amount
