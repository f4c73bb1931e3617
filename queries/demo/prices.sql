-- Grain: one item in one month. Key: product_no, month. Scope: list price and unit cost of the
-- month. Prices rise each February, and a third of the items also in one September; costs creep.
WITH months AS (
    SELECT DISTINCT
        month,
        date_diff('month', date_trunc('month', getvariable('since')::DATE), month) AS months_in,
        year(month) - year(getvariable('since')::DATE) - (month(month) < 2)::INTEGER AS februaries
    FROM days
),

rises AS (
    SELECT
        p.*,
        m.month,
        m.months_in,
        pow(1 + 0.015 + 0.02 * draw('rise', p.product_no), m.februaries)
        * CASE
            WHEN
                draw('september', p.product_no) < 0.33
                AND m.month >= make_date(year(getvariable('until')::DATE) - 2, 9, 1)
                THEN 1.03
            ELSE 1
        END AS rise
    FROM catalogue AS p, months AS m
)

SELECT
    product_no,
    month,
    round(first_price * rise, 2)::DECIMAL(18, 4) AS list_price,
    round(first_price * cost_rate * pow(1.0022, months_in), 4)::DECIMAL(18, 4) AS unit_cost
FROM rises
