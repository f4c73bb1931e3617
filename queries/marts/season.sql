-- How the sales of a fiscal year lie over its days, from the years before: the share of the year that each day brings.
-- grain: target year, node and day; key: target, node, day; scope: none, shares are of no amount.
-- target 0 is the fiscal year in progress; 1, 2, ... are earlier ones as they would have been foreseen then, for
-- back-tests. A day stands for the working days that the comparison pairs with it, year after year. A node's share is
-- the mean of its own complete years, trusted as far as its own years agree among themselves better than with the node
-- above it (Buehlmann's credibility, over months); the rest is the node above's. '' is the whole company; where it has
-- no complete year, each working day weighs alike.
WITH RECURSIVE reach AS (
    SELECT min(order_date) AS first_day, max(order_date) FILTER (WHERE order_date <= company.today) AS through
    FROM mart.sold_day CROSS JOIN model.company AS company
    GROUP BY ALL
),

now AS (
    SELECT calendar.fiscal_year
    FROM mart.calendar AS calendar
    CROSS JOIN model.company AS company
    LEFT JOIN reach ON TRUE
    WHERE calendar.day = coalesce(reach.through, company.today)
),

aligned AS (
    SELECT calendar.day AS from_day, calendar.day, 0 AS back
    FROM mart.calendar AS calendar
    WHERE calendar.fiscal_year = (SELECT fiscal_year FROM now)
    UNION ALL
    SELECT day_shift.from_day, aligned.day, aligned.back + 1
    FROM aligned
    INNER JOIN mart.day_shift AS day_shift
        ON day_shift.mode = 'prior_year_working' AND day_shift.to_day = aligned.from_day
    WHERE aligned.back < 5
),

complete AS (
    SELECT aligned.back
    FROM aligned
    INNER JOIN mart.calendar AS calendar ON calendar.day = aligned.from_day AND calendar.working
    WHERE aligned.back > 0
    GROUP BY aligned.back
    HAVING
        min(aligned.from_day) >= (SELECT first_day FROM reach)
        AND max(aligned.from_day) <= (SELECT through FROM reach)
),

sold AS (
    SELECT path_today, order_date, sum(net_amount) AS net
    FROM mart.sold_day
    GROUP BY path_today, order_date
),

held AS (
    SELECT path_id, ancestor_id AS node FROM mart.territory_tree
    UNION ALL SELECT path_id, '' FROM mart.territory_path
),

history AS (
    SELECT held.node, aligned.back, aligned.day, CAST(sum(sold.net) AS DOUBLE) AS net
    FROM aligned
    INNER JOIN complete ON complete.back = aligned.back
    INNER JOIN sold ON sold.order_date = aligned.from_day
    INNER JOIN held ON held.path_id = sold.path_today
    GROUP BY held.node, aligned.back, aligned.day
),

share AS (
    SELECT node, back, day, net / sum(net) OVER (PARTITION BY node, back) AS share
    FROM history
    QUALIFY sum(net) OVER (PARTITION BY node, back) > 0
),

target AS (
    SELECT 0 AS target
    UNION SELECT back FROM complete
),

own AS (
    SELECT target.target, share.node, share.day, sum(share.share) AS shares
    FROM share
    INNER JOIN target ON share.back > target.target
    GROUP BY target.target, share.node, share.day
),

years AS (
    SELECT target.target, share.node, count(DISTINCT share.back) AS years
    FROM share
    INNER JOIN target ON share.back > target.target
    GROUP BY target.target, share.node
),

month_share AS (
    SELECT share.node, share.back, calendar.fiscal_month, sum(share.share) AS share
    FROM share
    INNER JOIN mart.calendar AS calendar ON calendar.day = share.day
    GROUP BY share.node, share.back, calendar.fiscal_month
),

month_mean AS (
    SELECT
        target.target,
        month_share.node,
        month_share.fiscal_month,
        avg(month_share.share) AS share,
        var_samp(month_share.share) / count(*) AS noise
    FROM month_share
    INNER JOIN target ON month_share.back > target.target
    GROUP BY target.target, month_share.node, month_share.fiscal_month
),

edge AS (
    SELECT territory.territory_id AS node, coalesce(above.ancestor_id, '') AS parent
    FROM mart.territory AS territory
    LEFT JOIN mart.territory_tree AS above
        ON above.path_id = territory.path_today AND above.depth = territory.depth - 1 AND territory.territory_id != '?'
),

-- One year cannot disagree with itself: it is trusted by half.
trust AS (
    SELECT
        mine.target,
        mine.node,
        CASE
            WHEN sum(mine.noise) IS NULL THEN 0.5
            WHEN sum((mine.share - theirs.share) ** 2) <= sum(mine.noise) THEN 0
            ELSE 1 - sum(mine.noise) / sum((mine.share - theirs.share) ** 2)
        END AS trust
    FROM month_mean AS mine
    INNER JOIN edge ON edge.node = mine.node
    INNER JOIN month_mean AS theirs
        ON theirs.target = mine.target AND theirs.node = edge.parent AND theirs.fiscal_month = mine.fiscal_month
    GROUP BY mine.target, mine.node
),

even AS (
    SELECT day, CAST(working AS DOUBLE) / nullif(sum(CAST(working AS BIGINT)) OVER (), 0) AS share
    FROM mart.calendar
    WHERE fiscal_year = (SELECT fiscal_year FROM now)
),

blended AS (
    SELECT
        target.target,
        '' AS node,
        even.day,
        CASE WHEN years.years IS NULL THEN coalesce(even.share, 0) ELSE coalesce(own.shares, 0) / years.years END
            AS share
    FROM even
    CROSS JOIN target
    LEFT JOIN years ON years.target = target.target AND years.node = ''
    LEFT JOIN own ON own.target = target.target AND own.node = '' AND own.day = even.day
    UNION ALL
    SELECT
        blended.target,
        edge.node,
        blended.day,
        coalesce(trust.trust, 0) * coalesce(own.shares / years.years, 0)
        + (1 - coalesce(trust.trust, 0)) * blended.share
    FROM blended
    INNER JOIN edge ON edge.parent = blended.node
    LEFT JOIN trust ON trust.target = blended.target AND trust.node = edge.node
    LEFT JOIN years ON years.target = blended.target AND years.node = edge.node
    LEFT JOIN own ON own.target = blended.target AND own.node = edge.node AND own.day = blended.day
)

SELECT CAST(target AS INTEGER) AS target, node, day, share
FROM blended
ORDER BY target, node, day
