-- Which part of which quota everybody holds, and on which days.
-- grain: quota, person, stretch; key: quota_id, payee, held_first; scope: everything, asked by a pay run alone.
-- A manager of a node holds the quotas of all territories below it, as the people led there do. A quota of some
-- products is of a person or a territory like any other, and does not count beside one for the same below it.
WITH above AS (
    SELECT DISTINCT upper_quota.quota_id
    FROM quota AS upper_quota
    INNER JOIN quota AS lower_quota
        ON lower_quota.product_scope = upper_quota.product_scope
        AND lower_quota.measure = upper_quota.measure
        AND lower_quota.territory_id != upper_quota.territory_id
        AND lower_quota.period_start < upper_quota.period_end
        AND lower_quota.period_end > upper_quota.period_start
    INNER JOIN territory_path AS path
        ON path.territory_id = lower_quota.territory_id
        AND path.from_day < least(upper_quota.period_end, lower_quota.period_end)
        AND path.to_day > greatest(upper_quota.period_start, lower_quota.period_start)
    INNER JOIN territory_tree AS tree
        ON tree.path_id = path.path_id
        AND tree.ancestor_id = upper_quota.territory_id
),

asked AS (
    SELECT
        quota_id,
        CASE
            WHEN layer != 'product' THEN layer
            WHEN rep_id IS NOT NULL THEN 'rep'
            WHEN quota_id IN (SELECT quota_id FROM above) THEN 'plan'
            ELSE 'territory'
        END AS layer,
        rep_id,
        territory_id,
        period_start,
        period_end,
        measure,
        amount,
        coalesce(product_scope, '') AS product_scope
    FROM quota
    WHERE period_start < $end AND period_end > $first
),

own AS (
    SELECT
        quota_id,
        rep_id AS payee,
        period_start AS held_first,
        period_end AS held_end,
        CAST(1 AS DECIMAL(18, 8)) AS share
    FROM asked
    WHERE layer = 'rep'
),

worked AS (
    SELECT
        asked.quota_id,
        owner.rep_id AS payee,
        greatest(asked.period_start, owner.from_day) AS held_first,
        least(asked.period_end, owner.to_day) AS held_end,
        CASE
            WHEN owner.share > 0 AND owner.share < 1 THEN owner.share
            ELSE CAST(1 AS DECIMAL(18, 8))
        END AS share
    FROM asked
    INNER JOIN assignment AS owner
        ON owner.territory_id = asked.territory_id
        AND owner.role = 'owner'
        AND owner.from_day < asked.period_end
        AND owner.to_day > asked.period_start
    WHERE asked.layer = 'territory'
),

overlaid AS (
    SELECT DISTINCT
        asked.quota_id,
        higher.rep_id AS payee,
        greatest(asked.period_start, higher.from_day, path.from_day) AS held_first,
        least(asked.period_end, higher.to_day, path.to_day) AS held_end,
        CASE WHEN higher.role = 'overlay' THEN coalesce(higher.share, 1) ELSE 1 END AS share
    FROM asked
    INNER JOIN territory_path AS path
        ON path.territory_id = asked.territory_id
        AND path.from_day < asked.period_end
        AND path.to_day > asked.period_start
    INNER JOIN territory_tree AS tree ON tree.path_id = path.path_id
    INNER JOIN assignment AS higher
        ON higher.territory_id = tree.ancestor_id
        AND higher.role IN ('manager', 'overlay')
        AND higher.from_day < asked.period_end
        AND higher.to_day > asked.period_start
    WHERE asked.layer = 'territory'
)

SELECT
    held.payee,
    asked.measure,
    asked.amount,
    asked.period_start AS first,
    asked.period_end AS end_day,
    held.held_first,
    held.held_end,
    CAST(asked.quota_id AS TEXT) AS quota,
    held.share,
    asked.product_scope
FROM (FROM own UNION ALL FROM worked UNION ALL FROM overlaid) AS held
INNER JOIN asked ON asked.quota_id = held.quota_id
WHERE held.held_first < held.held_end
ORDER BY held.payee, asked.period_start, asked.quota_id, held.held_first
