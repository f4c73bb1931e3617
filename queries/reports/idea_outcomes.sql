-- What became of ideas: by rule, and shown or held back, how many came true and what was sold more than before.
-- grain: rule and whether held back; key: rule, held_out; scope: the caller passes ideas that may be seen.
-- Before and after are as many days each, up to the day on which an idea was shown and from the next one on. A rule
-- says by what its ideas come true: an order, more sales, the product or category, a better price against the list,
-- a contact, fewer contacts, or the deal won.
WITH episode AS (
    SELECT
        unnest($numbers::BIGINT[]) AS number,
        unnest($rules::TEXT[]) AS rule,
        unnest($hits::TEXT[]) AS hit,
        unnest($places::BOOLEAN[]) AS of_territory,
        unnest($held::BOOLEAN[]) AS held_out,
        unnest($accounts::TEXT[]) AS account,
        unnest($subjects::TEXT[]) AS subject,
        unnest($days::DATE[]) AS day
),

line AS (
    SELECT
        episode.number,
        episode.subject,
        line.order_date > episode.day AS later,
        line.net_amount,
        line.list_amount,
        line.product_id,
        product.category
    FROM episode
    INNER JOIN sales AS line
        ON line.customer_id = episode.account
        AND line.order_date > episode.day - $span
        AND line.order_date <= episode.day + $span
    INNER JOIN product ON product.product_id = line.product_id
    WHERE NOT episode.of_territory

    UNION ALL

    SELECT
        episode.number,
        episode.subject,
        line.order_date > episode.day,
        line.net_amount,
        line.list_amount,
        line.product_id,
        NULL
    FROM episode
    INNER JOIN sales AS line
        ON line.territory_today = episode.account
        AND line.order_date > episode.day - $span
        AND line.order_date <= episode.day + $span
    WHERE episode.of_territory
),

sold AS (
    SELECT
        number,
        coalesce(sum(net_amount) FILTER (later), 0) AS after,
        coalesce(sum(net_amount) FILTER (NOT later), 0) AS before,
        bool_or(later AND net_amount > 0) AS ordered,
        bool_or(later AND net_amount > 0 AND product_id = subject) AS product,
        bool_or(later AND net_amount > 0 AND category = subject) AS category,
        sum(net_amount) FILTER (later AND list_amount > 0)
        / nullif(sum(list_amount) FILTER (later AND list_amount > 0), 0) AS price_after,
        sum(net_amount) FILTER (NOT later AND list_amount > 0)
        / nullif(sum(list_amount) FILTER (NOT later AND list_amount > 0), 0) AS price_before
    FROM line
    GROUP BY number
),

met AS (
    SELECT
        episode.number,
        count(*) FILTER (contact.day > episode.day) AS after,
        count(*) FILTER (contact.day <= episode.day) AS before
    FROM episode
    INNER JOIN contact
        ON contact.customer_id = episode.account
        AND contact.day > episode.day - $span
        AND contact.day <= episode.day + $span
    GROUP BY episode.number
),

judged AS (
    SELECT
        episode.rule,
        episode.held_out,
        coalesce(sold.after, 0) - coalesce(sold.before, 0) AS more,
        coalesce(CASE episode.hit
            WHEN 'order' THEN sold.ordered
            WHEN 'more' THEN sold.after > sold.before
            WHEN 'product' THEN sold.product
            WHEN 'category' THEN sold.category
            WHEN 'price' THEN sold.price_after > sold.price_before
            WHEN 'contact' THEN met.after > 0
            WHEN 'fewer' THEN coalesce(met.after, 0) < met.before
            ELSE deal.opportunity_id IS NOT NULL
        END, FALSE) AS came_true
    FROM episode
    LEFT JOIN sold ON sold.number = episode.number
    LEFT JOIN met ON met.number = episode.number
    LEFT JOIN deal_closed AS deal
        ON deal.opportunity_id = episode.subject
        AND deal.outcome = 'won'
        AND deal.closed_on > episode.day
        AND deal.closed_on <= episode.day + $span
)

SELECT rule, held_out, count(*) AS ideas, count(*) FILTER (came_true) AS came_true, sum(more) AS more
FROM judged
GROUP BY rule, held_out
ORDER BY rule, held_out
