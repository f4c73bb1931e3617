-- Which part of which quota everybody holds, and on which days.
-- grain: quota, person, stretch; key: quota_id, payee, held_first; scope: everything, asked by a pay run alone.
-- A manager of a node holds the quotas of all territories below it, as the people led there do.
WITH asked AS (
    SELECT quota_id, layer, rep_id, territory_id, period_start, period_end, measure, amount
    FROM quota
    WHERE product_scope IS NULL AND period_start < $end AND period_end > $first
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
    held.share
FROM (FROM own UNION ALL FROM worked UNION ALL FROM overlaid) AS held
INNER JOIN asked ON asked.quota_id = held.quota_id
WHERE held.held_first < held.held_end
ORDER BY held.payee, asked.period_start, asked.quota_id, held.held_first
