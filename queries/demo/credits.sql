-- Grain: one person's share of one order line, in place of the usual rule. Key: line_id, rep_id. Scope: the
-- source table `credits`: one month of one customer of Patras, whose order was won together with the
-- colleague who serves its shops in Pyrgos.
SELECT s.line_id, w.rep_id, w.share, 'κοινή διαπραγμάτευση με την Ηλεία' AS reason
FROM sales AS s
JOIN moments AS a ON a.moment = 'm5' AND s.order_date >= a.day
JOIN moments AS b ON b.moment = 'm4' AND s.order_date < b.day
CROSS JOIN (VALUES ('R34', 0.7::DECIMAL(18, 4)), ('R35', 0.3::DECIMAL(18, 4))) AS w (rep_id, share)
WHERE s.customer_id = 'C000018'
ORDER BY s.line_id, w.rep_id
