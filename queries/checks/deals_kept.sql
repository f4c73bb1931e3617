-- Every accepted deal is there on the day of its creation, and is open or closed, once. Returns what differs.
-- grain: one difference; key: what; scope: none.
WITH staged AS (
    SELECT count(*) AS deals, coalesce(sum(amount), 0) AS amount FROM model.opportunities
),

created AS (
    SELECT count(*) AS deals, coalesce(sum(amount), 0) AS amount FROM mart.deal_created
),

told AS (
    SELECT count(*) AS deals, coalesce(sum(amount), 0) AS amount
    FROM (
        SELECT opportunity_id, amount FROM mart.deal_closed
        UNION ALL
        SELECT opportunity_id, amount FROM mart.deal_open WHERE outcome = 'open'
    ) AS state
)

SELECT 'deal_created' AS what FROM staged, created WHERE staged IS DISTINCT FROM created
UNION ALL
SELECT 'deal_closed, deal_open' FROM staged, told WHERE staged IS DISTINCT FROM told
