-- I5: a customer of much potential who gives us less of it than three in four of its segment do.
-- grain: one customer; key: customer_id; scope: through idea.
-- Measured, usual and bound are shares of the potential, which is the amount; counted are the like customers.
WITH share AS (
    SELECT
        customer_id,
        segment,
        potential,
        sales_year,
        sales_year / potential AS share
    FROM signal.account
    WHERE potential > 0 AND sales_year > 0
),

peers AS (
    SELECT
        segment,
        count(*) AS customers,
        quantile_cont(share, CAST($share_percentile AS DOUBLE)) AS low,
        median(share) AS usual,
        quantile_cont(potential, CAST($potential_percentile AS DOUBLE)) AS enough
    FROM share
    GROUP BY segment
)

SELECT
    share.customer_id,
    (peers.usual - share.share) * share.potential AS value,
    share.share AS measured,
    peers.usual,
    peers.low AS bound,
    share.potential AS amount,
    peers.customers AS counted
FROM share
INNER JOIN peers ON peers.segment = share.segment
WHERE share.share < peers.low AND share.potential >= peers.enough AND peers.customers >= $peers
