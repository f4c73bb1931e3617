-- Grain: the contacts planned with one customer in one quarter. Key: customer_id, period_start.
-- Scope: the source table `call_plans`, the last nine quarters, by segment.
WITH quarters AS (
    SELECT (date_trunc('quarter', getvariable('until')::DATE) - to_months(3 * n::INTEGER))::DATE AS starts
    FROM range(9) AS back (n)
)

SELECT
    a.customer_id,
    q.starts AS period_start,
    (q.starts + INTERVAL 3 MONTH)::DATE AS period_end,
    CASE a.segment
        WHEN 'Μεγάλοι πελάτες' THEN 6
        WHEN 'Μεσαίοι' THEN 3
        ELSE 1 + (draw('often', a.customer_no) < 0.2)::INTEGER
    END AS planned_contacts
FROM accounts AS a
JOIN quarters AS q ON a.opened_on < q.starts AND (a.stops_on IS NULL OR a.stops_on > q.starts)
ORDER BY a.customer_id, q.starts
