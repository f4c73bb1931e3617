-- Grain: one deal as it stands on the last day. Key: opportunity_id.
-- Scope: the source table `opportunities`: what the events made of each deal.
WITH latest AS (
    SELECT
        opportunity_id,
        max_by(after, changed_at) FILTER (WHERE field = 'stage') AS stage,
        max_by(after, changed_at) FILTER (WHERE field = 'expected_close') AS moved_to
    FROM opportunity_events
    GROUP BY opportunity_id
),

standing AS (
    SELECT d.*, coalesce(l.stage, 'Πρώτη επαφή') AS stage, coalesce(l.moved_to::DATE, d.first_close) AS expected_close
    FROM deals AS d
    LEFT JOIN latest AS l USING (opportunity_id)
)

SELECT
    s.opportunity_id,
    a.customer_id,
    s.rep_id,
    ['επίσκεψη', 'ιστότοπος', 'σύσταση', 'έκθεση'][
        1 + floor(4 * pow(draw('source', s.deal_no), 1.5))::INTEGER
    ] AS source,
    s.created_on,
    s.stage,
    s.amount::DECIMAL(18, 4) AS amount,
    CASE s.stage
        WHEN 'Πρώτη επαφή' THEN 0.1 WHEN 'Ανάγκες' THEN 0.25 WHEN 'Προσφορά' THEN 0.45
        WHEN 'Διαπραγμάτευση' THEN 0.7 WHEN 'Κερδήθηκε' THEN 1 ELSE 0
    END AS probability,
    if(s.closed, NULL, s.expected_close) AS expected_close,
    if(s.closed, s.created_on + s.cycle, NULL) AS closed_on,
    CASE WHEN NOT s.closed THEN 'open' WHEN s.wins THEN 'won' ELSE 'lost' END AS outcome,
    if(
        s.closed AND NOT s.wins,
        ['τιμή', 'ανταγωνιστής', 'χωρίς απόφαση', 'χρόνος παράδοσης'][
            1 + floor(4 * draw('lost', s.deal_no))::INTEGER
        ],
        NULL
    ) AS lost_reason
FROM standing AS s
JOIN accounts AS a USING (customer_no)
ORDER BY s.opportunity_id
