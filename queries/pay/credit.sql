-- What everybody is credited with of each line of the days asked: the lines that a pay run freezes.
-- grain: line, person, kind of credit; key: line_id, payee, credit; scope: everything, asked by a pay run alone.
-- Reads `line`, `split` and `overlaid`, as the queries of these names have them.
-- The parts of a line keep ten decimals, and what is left over goes to the largest share: they add up to it.
-- Money is in the line's own currency: which day's rate turns it into a plan's is for the plan to say.
WITH whole AS (
    SELECT line.line_id, line.rep_id AS payee, CAST(1 AS DECIMAL(18, 8)) AS share
    FROM line
    WHERE
        line.rep_id != '?'
        AND line.line_id NOT IN (SELECT line_id FROM split)
),

credited AS (
    SELECT line_id, payee, share, 'direct' AS credit FROM split
    UNION ALL SELECT line_id, payee, share, 'direct' FROM whole
    UNION ALL SELECT line_id, payee, share, 'overlay' FROM overlaid
),

placed AS (
    SELECT
        credited.*,
        sum(credited.share) OVER (PARTITION BY credited.line_id, credited.credit) AS together,
        row_number() OVER (
            PARTITION BY credited.line_id, credited.credit ORDER BY credited.share DESC, credited.payee ASC
        ) AS place
    FROM credited
),

-- A part with ten decimals; of a line that is credited whole, the largest share takes what is left.
parted AS (
    SELECT
        placed.*,
        line.order_date,
        line.net_in_currency,
        line.margin_in_currency,
        line.quantity,
        CAST(line.net_in_currency * CAST(placed.share AS DECIMAL(18, 8)) AS DECIMAL(28, 10)) AS net_part,
        CAST(line.margin_in_currency * CAST(placed.share AS DECIMAL(18, 8)) AS DECIMAL(28, 10)) AS margin_part,
        CAST(line.quantity * CAST(placed.share AS DECIMAL(18, 8)) AS DECIMAL(28, 10)) AS quantity_part
    FROM placed
    INNER JOIN line ON line.line_id = placed.line_id
),

given_back AS (
    -- The line that a return gives back: the first one sold of the same order and product.
    SELECT
        line.line_id,
        min_by(sold.line_id, (sold.order_date, sold.line_id)) AS sold_line,
        min(sold.order_date) AS sold_on,
        min_by(sold.order_date + coalesce(sold.booked_days, 0), (sold.order_date, sold.line_id)) AS sold_booked_on
    FROM line
    INNER JOIN sales AS sold
        ON sold.order_id = line.order_id AND sold.product_id = line.product_id AND sold.net_in_currency > 0
        AND sold.order_date <= line.order_date
    WHERE line.net_in_currency < 0
    GROUP BY line.line_id
)

SELECT
    parted.payee,
    parted.order_date AS day,
    parted.line_id,
    parted.credit,
    parted.share,
    parted.net_part + CASE
        WHEN parted.together = 1 AND parted.place = 1
            THEN parted.net_in_currency - sum(parted.net_part) OVER (PARTITION BY parted.line_id, parted.credit)
        ELSE 0
    END AS net_sales,
    parted.margin_part + CASE
        WHEN parted.together = 1 AND parted.place = 1
            THEN parted.margin_in_currency
                - sum(parted.margin_part) OVER (PARTITION BY parted.line_id, parted.credit)
        ELSE 0
    END AS gross_margin,
    parted.quantity_part + CASE
        WHEN parted.together = 1 AND parted.place = 1
            THEN parted.quantity - sum(parted.quantity_part) OVER (PARTITION BY parted.line_id, parted.credit)
        ELSE 0
    END AS units,
    line.order_id,
    line.customer_id AS customer,
    line.product_id AS product,
    line.channel,
    product.brand,
    product.category,
    customer.segment,
    customer.industry,
    given_back.sold_line AS returns,
    given_back.sold_on AS returns_day,
    line.booked_on,
    given_back.sold_booked_on AS returns_booked_on,
    line.currency
FROM parted
INNER JOIN line ON line.line_id = parted.line_id
LEFT JOIN product ON product.product_id = line.product_id
LEFT JOIN customer ON customer.customer_id = line.customer_id
LEFT JOIN given_back ON given_back.line_id = line.line_id
ORDER BY parted.payee, parted.order_date, parted.line_id, parted.credit
