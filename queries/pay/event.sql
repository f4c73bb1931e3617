-- What an award may be paid for: what the company names, deals won, and new customers by who had their first order.
-- grain: event, person; key: event_id, payee, event; scope: everything, asked by a pay run alone.
-- New is who bought nothing in the 24 months before, as in the measure of new customers.
WITH bought AS (
    SELECT line_id, customer_id, order_date, rep_id
    FROM sales
    WHERE customer_id != '?' AND coalesce(quantity, net_amount) > 0
),

firsts AS (
    SELECT customer_id, order_date
    FROM bought
    GROUP BY customer_id, order_date
    QUALIFY coalesce(lag(order_date) OVER (PARTITION BY customer_id ORDER BY order_date)
        < order_date - INTERVAL 24 MONTH, TRUE)
),

happened AS (
    SELECT DISTINCT
        'new_customer ' || bought.customer_id || ' ' || bought.order_date AS event_id,
        coalesce(told.rep_id, bought.rep_id) AS payee,
        'new_customer' AS event,
        bought.order_date AS day
    FROM firsts
    INNER JOIN bought ON bought.customer_id = firsts.customer_id AND bought.order_date = firsts.order_date
    LEFT JOIN credits AS told ON told.line_id = bought.line_id AND told.rep_id != '?'

    UNION ALL
    SELECT 'won_deal ' || opportunity_id, rep_id, 'won_deal', closed_on
    FROM deal_closed
    WHERE outcome = 'won'

    UNION ALL
    SELECT event_id, rep_id, event, day
    FROM award_event
)

SELECT event_id, payee, event, day
FROM happened
WHERE payee != '?' AND day >= $first AND day < $end
ORDER BY day, event_id, payee
