-- I7: a new customer whose second order is later than that of three in four like it.
-- grain: one customer; key: customer_id; scope: through idea.
-- Measured, usual and bound are days, counted the like customers.
-- Who ordered in the first three months of the data may have ordered before it.
WITH new AS (
    SELECT customer_id, first_order AS first_day
    FROM signal.buyer
    WHERE first_order > (SELECT min(order_date) FROM signal.bought_day) + 91
),

began AS (
    SELECT new.customer_id, new.first_day, min(day.last_bought) FILTER (day.last_bought > new.first_day) AS second_day
    FROM new
    INNER JOIN signal.bought_day AS day ON day.customer_id = new.customer_id
    GROUP BY new.customer_id, new.first_day
),

first_year AS (
    SELECT began.customer_id, sum(day.net_amount) AS sales
    FROM began
    INNER JOIN signal.bought_day AS day
        ON day.customer_id = began.customer_id AND day.order_date < began.first_day + 365
    CROSS JOIN signal.clock AS clock
    WHERE began.first_day <= clock.through - 365
    GROUP BY began.customer_id
),

peers AS (
    SELECT
        customer.segment,
        count(began.second_day) AS customers,
        median(began.second_day - began.first_day) AS usual,
        quantile_cont(began.second_day - began.first_day, CAST($percentile AS DOUBLE)) AS bound,
        median(first_year.sales) AS sales
    FROM began
    INNER JOIN mart.customer AS customer ON customer.customer_id = began.customer_id
    LEFT JOIN first_year ON first_year.customer_id = began.customer_id
    GROUP BY customer.segment
)

SELECT
    account.customer_id,
    peers.sales * $chance AS value,
    clock.through - began.first_day AS measured,
    peers.usual,
    peers.bound,
    began.first_day AS since,
    peers.customers AS counted
FROM began
INNER JOIN signal.account AS account ON account.customer_id = began.customer_id
INNER JOIN peers ON peers.segment = account.segment
CROSS JOIN signal.clock AS clock
WHERE
    began.second_day IS NULL
    AND began.first_day > clock.through - $days
    AND clock.through - began.first_day > peers.bound
    AND peers.customers >= $peers
