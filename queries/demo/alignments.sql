-- Grain: the territory that owns a customer for a stretch of time. Key: customer_id, valid_from.
-- Scope: the source table `alignments`. Customers of the split territory changed on its day; one in
-- eighty came from the neighbour at the plan year's start; a few have had no owner since a quarter.
WITH neighbours AS (
    SELECT
        t.territory_id,
        lag(t.territory_id) OVER (PARTITION BY t.parent_id ORDER BY t.territory_id) AS neighbour
    FROM given.territories AS t
    WHERE t.level = 'territory' AND t.territory_id NOT IN ('ATT-S1', 'ATT-S4', 'ATT-S5', 'ATT-N3')
),

stays AS (
    SELECT
        a.customer_id,
        a.territory_id,
        a.opened_on AS starts,
        CASE
            WHEN a.territory_before <> a.territory_id THEN a.territory_before
            WHEN a.given_name IS NULL AND draw('moved', a.customer_no) < 0.0125 THEN n.neighbour
        END AS before,
        CASE WHEN a.territory_before <> a.territory_id THEN 'split' ELSE 'year' END AS moment,
        a.given_name IS NULL AND draw('unowned', a.customer_no) < 0.003 AS unowned
    FROM accounts AS a
    LEFT JOIN neighbours AS n USING (territory_id)
),

dated AS (
    SELECT s.*, m.day AS changed, e.day AS ended
    FROM stays AS s
    JOIN moments AS m USING (moment)
    JOIN moments AS e ON e.moment = 'm3'
)

SELECT customer_id, before AS territory_id, starts AS valid_from, changed AS valid_to, NULL::VARCHAR AS change_id
FROM dated
WHERE before IS NOT NULL AND starts < changed
UNION ALL
SELECT
    customer_id,
    territory_id,
    if(before IS NULL, starts, greatest(starts, changed)),
    if(unowned AND starts < ended AND (before IS NULL OR changed < ended), ended, NULL),
    if(before IS NULL OR starts >= changed, NULL, moment || '-' || year(changed))
FROM dated
ORDER BY customer_id, valid_from
