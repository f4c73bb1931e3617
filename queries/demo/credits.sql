-- Grain: one person's share of one order line, in place of the usual rule. Key: line_id, rep_id. Scope: the
-- source table `credits`: one month of one customer of Patras, whose order was won together with the
-- colleague who serves its shops in Pyrgos; and what a neighbour sells while its owner is on parental leave.
WITH shared AS (
    SELECT s.line_id, w.rep_id, w.share, 'κοινή διαπραγμάτευση με την Ηλεία' AS reason
    FROM sales AS s
    JOIN moments AS a ON a.moment = 'm5' AND s.order_date >= a.day
    JOIN moments AS b ON b.moment = 'm4' AND s.order_date < b.day
    CROSS JOIN (VALUES ('R34', 0.7::DECIMAL(18, 4)), ('R35', 0.3::DECIMAL(18, 4))) AS w (rep_id, share)
    WHERE s.customer_id = 'C000018'
),

covered AS (
    -- The first 20 days are the owner's, who has their quota as well: so long a leave counts as worked.
    SELECT s.line_id, 'R41' AS rep_id, 1::DECIMAL(18, 4) AS share, 'αντικατάσταση σε γονική άδεια' AS reason
    FROM sales AS s
    JOIN moments AS a ON a.moment = 'm8' AND s.order_date >= a.day + 20
    JOIN moments AS b ON b.moment = 'm2' AND s.order_date < b.day
    JOIN alignments AS owned
        ON
            owned.customer_id = s.customer_id
            AND owned.territory_id = 'NAE-A2'
            AND coalesce(s.order_date >= owned.valid_from, TRUE)
            AND coalesce(s.order_date < owned.valid_to, TRUE)
)

FROM shared
UNION ALL
FROM covered
ORDER BY line_id, rep_id
