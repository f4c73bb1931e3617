-- Grain: one deal with what the generator knows of it. Key: deal_no. Scope: the planted deals, and of
-- each month of the last thirty those that were opened: larger customers open more.
WITH opened AS (
    SELECT
        a.customer_no,
        o.rep_id,
        o.month + floor(28 * draw('deal day', a.customer_no, o.month))::INTEGER AS created_on,
        10 + round(
            70 * exp(0.55 * bell('cycle', a.customer_no, o.month)) * if(a.segment = 'Μεγάλοι πελάτες', 1.3, 1)
        )::INTEGER AS cycle,
        greatest(300, round(a.demand * (0.15 + 0.6 * draw('deal size', a.customer_no, o.month)), -2)) AS amount,
        floor(2.3 * pow(draw('slips', a.customer_no, o.month), 3))::INTEGER AS slips,
        draw('won', a.customer_no, o.month) < 0.26 + 0.3 * draw('closer', o.rep_id) AS wins
    FROM demand AS o
    JOIN accounts AS a USING (customer_no)
    WHERE
        o.month >= date_trunc('month', getvariable('until')::DATE) - INTERVAL 30 MONTH
        AND o.rep_id IS NOT NULL AND a.given_name IS NULL
        AND draw('deal', a.customer_no, o.month)
        < CASE a.segment WHEN 'Μεγάλοι πελάτες' THEN 0.08 WHEN 'Μεσαίοι' THEN 0.033 ELSE 0.01 END
),

planted AS (
    SELECT
        p.customer_no,
        o.rep_id,
        getvariable('until')::DATE - p.age::INTEGER AS created_on,
        p.cycle::INTEGER AS cycle,
        p.amount,
        p.slips::INTEGER AS slips,
        TRUE AS wins,
        p.quiet::INTEGER AS quiet
    FROM given.deals AS p
    JOIN demand AS o ON p.customer_no = o.customer_no AND o.month = date_trunc('month', getvariable('until')::DATE)
),

together AS (
    SELECT *, NULL::INTEGER AS quiet FROM opened WHERE created_on <= getvariable('until')::DATE
    UNION ALL
    SELECT * FROM planted
),

numbered AS (
    SELECT *, row_number() OVER (ORDER BY created_on, customer_no) AS deal_no
    FROM together
)

SELECT
    *,
    created_on + cycle <= getvariable('until')::DATE AS closed,
    'D' || lpad(deal_no::VARCHAR, 6, '0') AS opportunity_id,
    -- The first guess at the close; each slip moves it 30 days.
    created_on + greatest(cycle - 30 * slips, 10) AS first_close
FROM numbered
ORDER BY deal_no
