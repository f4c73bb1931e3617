-- The market with what we sold in the same scope: territory, category and days; on the last of its days.
-- grain: territory, category and period; key: market_id; scope: path_today.
-- Scopes are never added to what they contain: of rows that overlap the finest stand. One source is read, the one
-- with most rows. What we sold follows the customers to where they are today, and is unknown before our sales begin.
WITH source AS (
    SELECT coalesce(source, '') AS name
    FROM model.market
    GROUP BY coalesce(source, '')
    ORDER BY count(*) DESC, name ASC
    LIMIT 1
),

root AS (
    SELECT CASE WHEN count(*) = 1 THEN any_value(territory_id) ELSE '?' END AS territory_id
    FROM mart.territory
    WHERE depth = 0 AND territory_id != '?' AND open_today
),

told AS (
    SELECT
        CAST(row_number() OVER (ORDER BY market.source_file, market.source_record) AS INTEGER) AS market_id,
        market.territory_id IS NULL AS everywhere,
        coalesce(market.territory_id, root.territory_id) AS territory_id,
        market.category,
        market.period_start,
        market.period_end,
        market.amount,
        market.source_file,
        market.source_record
    FROM model.market AS market
    INNER JOIN source ON source.name = coalesce(market.source, '')
    CROSS JOIN root
),

inside AS (
    -- Which territories lie within which today, themselves included; everything lies within everywhere.
    SELECT told.market_id, tree.path_id, tree.path_id = territory.path_today AS itself
    FROM told
    INNER JOIN mart.territory_tree AS tree ON told.everywhere OR tree.ancestor_id = told.territory_id
    INNER JOIN mart.territory AS territory ON territory.territory_id = told.territory_id
    GROUP BY ALL
),

finest AS (
    SELECT told.*, territory.path_today
    FROM told
    INNER JOIN mart.territory AS territory ON territory.territory_id = told.territory_id
    WHERE NOT EXISTS (
        SELECT 1
        FROM told AS finer
        INNER JOIN mart.territory AS its ON its.territory_id = finer.territory_id
        INNER JOIN inside ON inside.market_id = told.market_id AND inside.path_id = its.path_today
        WHERE
            finer.market_id != told.market_id
            AND (told.category IS NULL OR told.category = finer.category)
            AND finer.period_start < told.period_end
            AND finer.period_end > told.period_start
            AND (
                NOT inside.itself
                OR told.category IS DISTINCT FROM finer.category
                OR finer.period_end - finer.period_start < told.period_end - told.period_start
            )
    )
),

measured AS (
    SELECT finest.period_start, finest.period_end, calendar.day
    FROM (SELECT DISTINCT period_start, period_end FROM finest) AS finest
    INNER JOIN mart.calendar AS calendar
        ON calendar.day >= finest.period_start AND calendar.day < finest.period_end
),

sold AS (
    SELECT
        measured.period_start,
        measured.period_end,
        sold_day.path_today,
        sold_day.category,
        sum(sold_day.net_amount) AS amount
    FROM mart.sold_day AS sold_day
    INNER JOIN measured ON measured.day = sold_day.order_date
    GROUP BY ALL
),

first_sale AS (
    SELECT date_trunc('month', min(order_date)) AS day FROM mart.sold_day
),

own AS (
    SELECT finest.market_id, sum(sold.amount) AS amount
    FROM finest
    INNER JOIN inside ON inside.market_id = finest.market_id
    INNER JOIN sold
        ON sold.path_today = inside.path_id
        AND sold.period_start = finest.period_start
        AND sold.period_end = finest.period_end
    WHERE finest.category IS NULL OR finest.category = sold.category
    GROUP BY finest.market_id
),

together AS (
    SELECT
        finest.*,
        CASE WHEN finest.period_start >= first_sale.day THEN coalesce(own.amount, 0) END AS own_sales
    FROM finest
    CROSS JOIN first_sale
    LEFT JOIN own ON own.market_id = finest.market_id
)

SELECT
    together.market_id,
    together.period_start AS from_day,
    together.period_end - 1 AS day,
    coalesce(together.category, '?') AS category,
    together.amount,
    CAST(together.own_sales AS DECIMAL(18, 4)) AS own_sales,
    before.amount AS amount_before,
    CAST(before.own_sales AS DECIMAL(18, 4)) AS own_sales_before,
    together.territory_id AS territory_credited,
    together.path_today AS path_credited,
    together.territory_id AS territory_today,
    together.path_today,
    together.source_file,
    together.source_record
FROM together
LEFT JOIN together AS before
    ON before.territory_id = together.territory_id
    AND before.category IS NOT DISTINCT FROM together.category
    AND before.period_start = together.period_start - INTERVAL 1 YEAR
    AND before.period_end = together.period_end - INTERVAL 1 YEAR
ORDER BY together.period_start, together.territory_id, category
