-- When a person works which territory: hired, not yet left, not on leave, and its owner.
-- grain: person, territory and stretch; key: rep_id, territory_id, from_day; scope: path_credited or path_today.
-- A day in several territories is shared among them in millionths that add up to one day, as quotas of people are.
-- Where nobody says who works territories, whoever has made a contact works in an unknown one.
WITH work AS (
    SELECT rep_id, territory_id, share, from_day, to_day
    FROM mart.assignment
    WHERE role = 'owner'
    UNION ALL
    SELECT DISTINCT rep_id, '?', NULL, DATE '0001-01-01', DATE '9999-12-31'
    FROM mart.activity
    WHERE rep_id != '?' AND 'assignments' NOT IN (SELECT table_name FROM model.provided)
),

employed AS (
    SELECT
        rep_id,
        coalesce(hired_on, DATE '0001-01-01') AS from_day,
        coalesce(left_on, DATE '9999-12-31') AS to_day
    FROM mart.rep
    WHERE rep_id IN (SELECT rep_id FROM work)
),

leave AS (
    SELECT rep_id, valid_from AS from_day, coalesce(valid_to, DATE '9999-12-31') AS to_day
    FROM model.absences
    WHERE rep_id IN (SELECT rep_id FROM work)
),

change AS (
    SELECT rep_id, from_day AS day FROM work
    UNION SELECT rep_id, to_day FROM work
    UNION SELECT rep_id, from_day FROM employed
    UNION SELECT rep_id, to_day FROM employed
    UNION SELECT rep_id, from_day FROM leave
    UNION SELECT rep_id, to_day FROM leave
),

stretch AS (
    SELECT rep_id, day AS from_day, lead(day) OVER (PARTITION BY rep_id ORDER BY day) AS to_day
    FROM change
),

present AS (
    SELECT stretch.*
    FROM stretch
    INNER JOIN employed
        ON employed.rep_id = stretch.rep_id
        AND employed.from_day <= stretch.from_day
        AND employed.to_day > stretch.from_day
    ANTI JOIN leave
        ON leave.rep_id = stretch.rep_id
        AND leave.from_day <= stretch.from_day
        AND leave.to_day > stretch.from_day
    WHERE stretch.to_day IS NOT NULL
),

worked AS (
    SELECT
        present.*,
        work.territory_id,
        CAST(round(coalesce(work.share, 1) * 1000000) AS BIGINT) AS share
    FROM present
    INNER JOIN work
        ON work.rep_id = present.rep_id
        AND work.from_day <= present.from_day
        AND work.to_day > present.from_day
),

weighed AS (
    SELECT
        * REPLACE (CASE WHEN sum(share) OVER (PARTITION BY rep_id, from_day) = 0 THEN 1 ELSE share END AS share)
    FROM worked
),

shared AS (
    SELECT
        *,
        CAST(sum(share) OVER (PARTITION BY rep_id, from_day ORDER BY territory_id ROWS UNBOUNDED PRECEDING) AS BIGINT)
            AS through_share,
        CAST(sum(share) OVER (PARTITION BY rep_id, from_day) AS BIGINT) AS whole
    FROM weighed
)

SELECT
    shared.rep_id,
    greatest(shared.from_day, path.from_day) AS from_day,
    least(shared.to_day, path.to_day) AS to_day,
    CAST(
        (1000000 * shared.through_share // shared.whole)
        - (1000000 * (shared.through_share - shared.share) // shared.whole) AS DECIMAL(18, 0)
    )
    * CAST('0.000001' AS DECIMAL(6, 6)) AS days,
    coalesce(territory.territory_id, '?') AS territory_credited,
    path.path_id AS path_credited,
    coalesce(territory.territory_id, '?') AS territory_today,
    coalesce(territory.path_today, 0) AS path_today
FROM shared
LEFT JOIN mart.territory AS territory ON territory.territory_id = shared.territory_id
INNER JOIN mart.territory_path AS path
    ON path.territory_id = coalesce(territory.territory_id, '?')
    AND path.from_day < shared.to_day
    AND path.to_day > shared.from_day
ORDER BY shared.rep_id, shared.from_day, shared.territory_id
