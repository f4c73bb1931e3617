-- Grain: one open invoice. Key: invoice_id. Scope: the source table `receivables`: invoices of the
-- last four months that are not paid yet; customer C000025 has paid none of them.
WITH invoices AS (
    SELECT order_id, customer_id, order_date, sum(net_amount) AS amount
    FROM sales
    WHERE order_date > getvariable('until')::DATE - 120 AND customer_id IS NOT NULL
    GROUP BY ALL
)

SELECT
    i.order_id AS invoice_id,
    i.customer_id,
    i.order_date AS invoiced_on,
    i.order_date + if(a.segment = 'Μικροί', 30, 60) AS due_on,
    i.amount::DECIMAL(18, 4) AS amount,
    i.amount::DECIMAL(18, 4) AS open_amount,
    'EUR' AS currency
FROM invoices AS i
JOIN accounts AS a USING (customer_id)
WHERE
    i.amount > 0
    AND (
        a.customer_no = 25
        OR draw('paid', i.order_id)
        > (getvariable('until')::DATE - i.order_date) / if(a.segment = 'Μικροί', 34.0, 66.0)
        OR draw('never', i.order_id) < 0.015
    )
ORDER BY i.order_id
