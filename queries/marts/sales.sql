-- Each order line with the territory it is credited to and the one that owns its customer today.
-- grain: one order line; key: line_id; scope: path_credited or path_today.
-- Money is in the reporting currency, converted at the latest rate on or before the order date.
-- A company that says nothing of who owns customers, or who works territories, is credited as its documents say.
-- A rate is found once for each currency and day: to sort every line by its day costs more than all other joins.
WITH foreign_day AS (
    SELECT DISTINCT line.currency, line.order_date
    FROM model.sales AS line
    CROSS JOIN model.company AS company
    WHERE line.currency <> company.currency
),

day_rate AS (
    SELECT foreign_day.currency, foreign_day.order_date, rate.rate
    FROM foreign_day
    ASOF LEFT JOIN model.fx_rates AS rate
        ON rate.currency = foreign_day.currency AND rate.rate_date <= foreign_day.order_date
),

rated AS (
    SELECT
        line.*,
        CASE
            -- Wide, for DuckDB multiplies two narrow decimals in 64 bits: a line above a million would not fit.
            WHEN line.currency IS NULL OR line.currency = company.currency THEN CAST(1 AS DECIMAL(20, 8))
            ELSE CAST(rate.rate AS DECIMAL(20, 8))
        END AS rate,
        company.credit_by = 'document' OR NOT company.has_alignments AS by_document,
        company.credit_by = 'document' OR 'assignments' NOT IN (SELECT table_name FROM model.provided)
            AS rep_by_document,
        company.quota_layer
    FROM model.sales AS line
    CROSS JOIN model.company AS company
    LEFT JOIN day_rate AS rate
        ON rate.currency = line.currency AND rate.order_date = line.order_date
),

owned AS (
    SELECT
        rated.*,
        CASE WHEN rated.by_document THEN rated.territory_id ELSE alignment.territory_id END AS credited_id
    FROM rated
    LEFT JOIN mart.alignment AS alignment
        ON alignment.customer_id = rated.customer_id
        AND rated.order_date >= alignment.from_day
        AND rated.order_date < alignment.to_day
),

credited AS (
    SELECT
        owned.*,
        CASE WHEN owned.rep_by_document THEN owned.rep_id ELSE owner.rep_id END AS credited_rep
    FROM owned
    LEFT JOIN mart.territory_owner AS owner
        ON owner.territory_id = owned.credited_id
        AND owned.order_date >= owner.from_day
        AND owned.order_date < owner.to_day
),

overridden AS (
    -- What the overrides say of a line; a share of somebody unknown is credited to nobody.
    SELECT
        credit.line_id,
        CAST(sum(CASE WHEN rep.rep_id IS NULL THEN 0 ELSE credit.share END) AS DECIMAL(20, 8)) AS share
    FROM model.credits AS credit
    LEFT JOIN mart.rep AS rep ON rep.rep_id = credit.rep_id
    GROUP BY credit.line_id
)

SELECT
    credited.line_id,
    credited.order_id,
    credited.order_date,
    coalesce(customer.customer_id, '?') AS customer_id,
    coalesce(product.product_id, '?') AS product_id,
    coalesce(rep.rep_id, '?') AS rep_id,
    coalesce(credited.channel, '?') AS channel,
    coalesce(territory.territory_id, '?') AS territory_credited,
    coalesce(path.path_id, 0) AS path_credited,
    CASE
        WHEN company.has_alignments THEN coalesce(customer.territory_today, '?')
        ELSE coalesce(territory.territory_id, '?')
    END
        AS territory_today,
    CASE WHEN company.has_alignments THEN coalesce(customer.path_today, 0) ELSE coalesce(territory.path_today, 0) END
        AS path_today,
    span.quota_period,
    CAST(CAST(credited.booked_at AS DATE) - credited.order_date AS INTEGER) AS booked_days,
    credited.quantity,
    -- To round so wide a product costs a hundred times what the rest of the line does: only where it is one.
    CASE
        WHEN credited.rate = 1 THEN credited.net_amount
        ELSE CAST(credited.net_amount * credited.rate AS DECIMAL(18, 4))
    END AS net_amount,
    CASE
        WHEN credited.rate = 1 THEN credited.list_amount
        ELSE CAST(credited.list_amount * credited.rate AS DECIMAL(18, 4))
    END AS list_amount,
    CASE
        WHEN credited.rate = 1 THEN credited.discount_amount
        ELSE CAST(credited.discount_amount * credited.rate AS DECIMAL(18, 4))
    END AS discount_amount,
    CASE
        WHEN credited.rate = 1 THEN credited.cost_amount
        ELSE CAST(credited.cost_amount * credited.rate AS DECIMAL(18, 4))
    END AS cost_amount,
    -- What of the line somebody is credited with: by the overrides, else by the rule, whole or not at all.
    CASE
        WHEN override.share IS NOT NULL
            THEN CAST(CAST(credited.net_amount * credited.rate AS DECIMAL(18, 4)) * override.share AS DECIMAL(18, 4))
        WHEN rep.rep_id IS NULL THEN CAST(0 AS DECIMAL(18, 4))
        WHEN credited.rate = 1 THEN credited.net_amount
        ELSE CAST(credited.net_amount * credited.rate AS DECIMAL(18, 4))
    END AS credited_amount,
    -- The least that the units of a purchase may be sold for: the customer's own floor before the general one.
    CASE
        WHEN credited.quantity <= 0 THEN NULL
        WHEN
            credited.quantity < 100000
            AND credited.quantity % 1 = 0
            AND coalesce(own_floor.price, floor.price) < 1000000000
            THEN CAST(coalesce(own_floor.price, floor.price) AS DECIMAL(13, 4))
                * CAST(credited.quantity AS DECIMAL(5, 0))
        ELSE CAST(
            coalesce(own_floor.price, floor.price) * CAST(credited.quantity AS DECIMAL(20, 4)) AS DECIMAL(18, 4)
        )
    END AS floor_amount,
    credited.order_date < product.launched_on + INTERVAL 12 MONTH AS newly_launched,
    coalesce(credited.currency, company.currency) AS currency,
    credited.net_amount AS net_in_currency,
    credited.cost_amount AS cost_in_currency,
    credited.source_file,
    credited.source_record
FROM credited
CROSS JOIN model.company AS company
LEFT JOIN mart.customer AS customer ON customer.customer_id = credited.customer_id
LEFT JOIN mart.product AS product ON product.product_id = credited.product_id
LEFT JOIN mart.rep AS rep ON rep.rep_id = credited.credited_rep
LEFT JOIN mart.territory AS territory ON territory.territory_id = credited.credited_id
LEFT JOIN mart.territory_path AS path
    ON path.territory_id = territory.territory_id
    AND credited.order_date >= path.from_day
    AND credited.order_date < path.to_day
LEFT JOIN mart.quota_span AS span
    ON span.layer = credited.quota_layer
    AND span.holder = CASE WHEN credited.quota_layer = 'rep' THEN rep.rep_id ELSE territory.territory_id END
    AND credited.order_date >= span.from_day
    AND credited.order_date < span.to_day
LEFT JOIN overridden AS override ON override.line_id = credited.line_id
LEFT JOIN mart.price_floor AS own_floor
    ON own_floor.product_id = credited.product_id
    AND own_floor.customer_id = credited.customer_id
    AND credited.order_date >= own_floor.from_day
    AND credited.order_date < own_floor.to_day
LEFT JOIN mart.price_floor AS floor
    ON floor.product_id = credited.product_id
    AND floor.customer_id IS NULL
    AND credited.order_date >= floor.from_day
    AND credited.order_date < floor.to_day
