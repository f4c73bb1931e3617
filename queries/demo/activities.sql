-- Grain: one contact that happened. Key: activity_id. Scope: the source table `activities`. Reps keep
-- 70 to 105 % of their plan; nobody saw the coverage gap for five months, the over-served customer is
-- seen four times too often, customers with a quiet quote not for six weeks; nobody calls on leave.
WITH working AS (
    SELECT
        date_trunc('quarter', day)::DATE AS quarter,
        list(day ORDER BY day) AS open_days
    FROM days
    WHERE weight > 900
    GROUP BY quarter
),

planned AS (
    SELECT
        a.customer_no,
        a.customer_id,
        n.story,
        p.period_start,
        w.open_days,
        greatest(0, floor(
            p.planned_contacts * if(n.story = 'over_served', 4, 0.7 + 0.35 * draw('diligent', a.territory_id))
            + draw('calls', a.customer_no, p.period_start)
        ))::INTEGER AS contacts
    FROM call_plans AS p
    JOIN accounts AS a USING (customer_id)
    JOIN working AS w ON p.period_start = w.quarter
    LEFT JOIN given.named AS n USING (customer_no)
),

made AS (
    SELECT *, unnest(range(contacts)) AS nth
    FROM planned
),

dated AS (
    SELECT
        m.*,
        open_days[
            1 + floor(len(open_days) * draw('call', m.customer_no, m.period_start + m.nth::INTEGER))::INTEGER
        ] AS activity_date
    FROM made AS m
),

quiet AS (
    SELECT DISTINCT customer_no FROM given.deals WHERE story = 'quiet_quote'
)

SELECT
    'A' || d.customer_no || '-' || strftime(d.period_start, '%y%m') || '-' || d.nth + 1 AS activity_id,
    d.activity_date,
    o.rep_id,
    d.customer_id,
    CASE
        WHEN draw('kind', d.customer_no, d.activity_date) < 0.62 THEN 'visit'
        WHEN draw('kind', d.customer_no, d.activity_date) < 0.84 THEN 'call'
        WHEN draw('kind', d.customer_no, d.activity_date) < 0.91 THEN 'remote'
        WHEN draw('kind', d.customer_no, d.activity_date) < 0.98 THEN 'email'
        ELSE 'event'
    END AS kind,
    CASE
        WHEN draw('outcome', d.customer_no, d.activity_date) < 0.46 THEN 'παραγγελία'
        WHEN draw('outcome', d.customer_no, d.activity_date) < 0.82 THEN 'επόμενη επαφή'
        ELSE 'χωρίς αποτέλεσμα'
    END AS outcome
FROM dated AS d
JOIN demand AS o ON d.customer_no = o.customer_no AND o.month = date_trunc('month', d.activity_date)
ANTI JOIN absences AS l ON o.rep_id = l.rep_id AND d.activity_date >= l.valid_from AND d.activity_date < l.valid_to
WHERE
    o.rep_id IS NOT NULL
    AND d.activity_date <= getvariable('until')::DATE
    AND NOT (coalesce(d.story = 'coverage_gap', FALSE) AND d.activity_date > getvariable('until')::DATE - 150)
    AND NOT (d.customer_no IN (SELECT customer_no FROM quiet) AND d.activity_date > getvariable('until')::DATE - 42)
ORDER BY d.activity_date, activity_id
