-- Grain: one customer in one month of sales. Key: customer_no, month. Scope: how likely an order
-- line is to be this customer's, and who owns the customer; the named customers have plans of their own.
WITH months AS (
    SELECT month, sum(weight) AS working
    FROM days
    WHERE day <= getvariable('until')::DATE
    GROUP BY month
),

workers AS (
    SELECT a.territory_id, m.month, min(a.rep_id) AS rep_id
    FROM months AS m
    JOIN assignments AS a
        ON a.role = 'owner' AND m.month >= a.valid_from AND (a.valid_to IS NULL OR m.month < a.valid_to)
    GROUP BY a.territory_id, m.month
),

living AS (
    SELECT
        a.*,
        m.month,
        m.working,
        date_diff('month', getvariable('since')::DATE, m.month) / 12.0 AS years_in,
        greatest(0, 12 - date_diff('month', m.month, getvariable('until')::DATE)) AS late_months
    FROM accounts AS a, months AS m
    WHERE m.month > a.opened_on AND (a.stops_on IS NULL OR m.month < a.stops_on)
),

owned AS (
    SELECT l.customer_no, l.month, g.territory_id, w.rep_id
    FROM living AS l
    ASOF JOIN alignments AS g ON l.customer_id = g.customer_id AND l.month >= g.valid_from
    LEFT JOIN workers AS w ON g.territory_id = w.territory_id AND l.month = w.month
    WHERE g.valid_to IS NULL OR l.month < g.valid_to
)

SELECT
    l.customer_no,
    l.month,
    o.territory_id,
    o.rep_id,
    if(l.erodes, 0.012 * l.late_months, 0) AS erosion,
    if(l.given_name IS NULL, (
        l.frequency * l.working * s.weight
        * pow(0.954 + 0.05 * draw('trend', l.territory_id) + if(l.region_code = 'GR-L', 0.03, 0), l.years_in)
        * (0.75 + 0.5 * draw('mood', l.customer_no, l.month))
    )::BIGINT, 0) AS weight
FROM living AS l
JOIN given.seasons AS s ON l.season = s.season AND month(l.month) = s.month
LEFT JOIN owned AS o ON l.customer_no = o.customer_no AND l.month = o.month
