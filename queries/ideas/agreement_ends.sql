-- I14: a price agreement that ends soon, with neither a successor nor a deal about it.
-- grain: one customer; key: customer_id; scope: through idea. In it measured and bound are days, counted the items.
WITH ending AS (
    SELECT agreement.customer_id, agreement.product_id, max(agreement.valid_to) AS ends
    FROM model.price_agreements AS agreement
    CROSS JOIN signal.clock AS clock
    WHERE agreement.valid_from <= clock.through AND coalesce(agreement.valid_to, DATE '9999-12-31') > clock.through
    GROUP BY agreement.customer_id, agreement.product_id
)

SELECT
    account.customer_id,
    sum(item.net_year) AS value,
    min(ending.ends) - clock.through AS measured,
    $days AS bound,
    min(ending.ends) AS since,
    count(*) AS counted
FROM ending
INNER JOIN signal.account AS account ON account.customer_id = ending.customer_id
INNER JOIN signal.item AS item
    ON item.customer_id = ending.customer_id AND item.product_id = ending.product_id
CROSS JOIN signal.clock AS clock
WHERE
    ending.ends <= clock.through + $days
    AND NOT EXISTS (
        SELECT 1 FROM model.price_agreements AS next
        WHERE
            next.customer_id = ending.customer_id
            AND next.product_id = ending.product_id
            AND next.valid_from > clock.through
    )
    AND NOT EXISTS (
        SELECT 1 FROM mart.opportunity AS deal
        WHERE
            deal.customer_id = ending.customer_id
            AND deal.outcome = 'open'
            AND deal.created_on > clock.through - $renewal_days
    )
GROUP BY account.customer_id, clock.through
