-- The open deals of a person that are worth most, by what is expected of them.
-- grain: one deal; key: opportunity_id; scope: the caller may see the person's pay, and so the person's deals.
SELECT
    deal.opportunity_id,
    customer.label,
    deal.stage,
    deal.amount,
    deal.probability
FROM deal_open AS deal
INNER JOIN customer ON customer.customer_id = deal.customer_id
WHERE deal.rep_id = $payee AND deal.outcome = 'open' AND deal.amount > 0
ORDER BY deal.weighted DESC, deal.opportunity_id ASC
LIMIT 5
