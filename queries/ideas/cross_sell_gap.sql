-- I6: buys one category and not another that most customers of its segment buy with it.
-- grain: one customer and category; key: customer_id, subject; scope: through idea.
-- Measured and bound are shares of those who buy the one, usual is the lift, counted those who buy both.
WITH owned AS (
    SELECT account.customer_id, account.segment, product.category, sum(item.net_year) AS sales
    FROM signal.item AS item
    INNER JOIN signal.account AS account ON account.customer_id = item.customer_id
    INNER JOIN mart.product AS product ON product.product_id = item.product_id
    WHERE item.net_year > 0 AND product.category != '?'
    GROUP BY account.customer_id, account.segment, product.category
),

buyers AS (
    SELECT segment, count(DISTINCT customer_id) AS customers
    FROM owned
    GROUP BY segment
),

one AS (
    SELECT segment, category, count(*) AS customers
    FROM owned
    GROUP BY segment, category
),

both_of AS (
    SELECT
        mine.segment,
        mine.category AS given,
        other.category,
        count(*) AS customers,
        median(other.sales / mine.sales) AS per_unit
    FROM owned AS mine
    INNER JOIN owned AS other ON other.customer_id = mine.customer_id AND other.category != mine.category
    GROUP BY mine.segment, mine.category, other.category
),

rule AS (
    SELECT
        both_of.*,
        both_of.customers / given.customers AS likely,
        (both_of.customers / given.customers) / (wanted.customers / buyers.customers) AS lift
    FROM both_of
    INNER JOIN one AS given ON given.segment = both_of.segment AND given.category = both_of.given
    INNER JOIN one AS wanted ON wanted.segment = both_of.segment AND wanted.category = both_of.category
    INNER JOIN buyers ON buyers.segment = both_of.segment
)

SELECT
    owned.customer_id,
    rule.category AS subject,
    rule.category AS subject_name,
    rule.given AS beside_name,
    rule.per_unit * owned.sales AS value,
    rule.likely AS measured,
    rule.lift AS usual,
    $likely AS bound,
    rule.customers AS counted
FROM owned
INNER JOIN rule ON rule.segment = owned.segment AND rule.given = owned.category
WHERE
    rule.likely >= $likely
    AND rule.lift >= $lift
    AND rule.customers >= $support
    AND NOT EXISTS (
        SELECT 1 FROM owned AS had WHERE had.customer_id = owned.customer_id AND had.category = rule.category
    )
QUALIFY row_number() OVER (PARTITION BY owned.customer_id, rule.category ORDER BY value DESC, rule.given ASC) = 1
